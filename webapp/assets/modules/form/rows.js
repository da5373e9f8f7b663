// Rows that can be added and removed; row numbers on the page stay 0, 1, 2, …
const INDEX = "__i__";
const NAMED = [
  "name", "id", "for", "aria-describedby", "aria-controls", "data-field", "data-phrases", "data-locate",
  "data-files", "data-clauses", "data-band", "data-pad", "data-signature", "data-rows",
];

export function startRows(page, changed) {
  page.root.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add]");
    const remove = event.target.closest("[data-remove]");
    if (add) addRow(add.closest("[data-rows]"), page, changed);
    else if (remove) removeRow(remove.closest("[data-row]"), page, changed);
  });
  for (const table of page.root.querySelectorAll("[data-rows]")) limit(table);
}

const rowsOf = (table) => [...table.querySelector("[data-body]").children];

function addRow(table, page, changed) {
  const body = table.querySelector("[data-body]");
  const row = blank(table);
  body.append(row);
  number(table);
  table.dispatchEvent(new CustomEvent("faxun:row", { bubbles: true, detail: { row } }));
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  say(table, `已添加第 ${rowsOf(table).length} 行`);
  changed(page);
}

function removeRow(row, page, changed) {
  const table = row.closest("[data-rows]");
  const at = rowsOf(table).indexOf(row);
  page.touched.forEach((path) => {
    if (path.startsWith(`${table.dataset.rows}.`)) page.touched.delete(path);
  });
  row.remove();
  if (rowsOf(table).length === 0) table.querySelector("[data-body]").append(blank(table));
  number(table);
  const next = rowsOf(table)[Math.min(at, rowsOf(table).length - 1)];
  next.querySelector("[data-remove]").focus();
  say(table, `已删除第 ${at + 1} 行`);
  changed(page);
}

function blank(table) {
  return document.importNode(table.querySelector(":scope > template").content, true).firstElementChild;
}

function number(table) {
  rowsOf(table).forEach((row, at) => {
    rename(row, table.dataset.rows, at);
    const place = row.querySelector("[data-number]");
    if (place) place.textContent = at + 1;
  });
  limit(table);
}

function limit(table) {
  table.querySelector("[data-add]").disabled = rowsOf(table).length >= Number(table.dataset.max);
}

// Give a row its number wherever names and ids carry one: goods.3.name, f-goods-3-name.
function rename(scope, list, at) {
  const pattern = new RegExp(`(^|\\s|f-)(${list.replaceAll(".", "[.-]")})([.-])(?:[0-9]+|${INDEX})(?=[.-]|$|\\s)`, "g");
  const own = scope instanceof Element ? [scope] : [];
  for (const element of [...own, ...scope.querySelectorAll("*")]) {
    for (const attribute of NAMED) {
      const value = element.getAttribute(attribute);
      if (value?.includes(list.split(".").at(-1)))
        element.setAttribute(attribute, value.replace(pattern, `$1$2$3${at}`));
    }
    if (element instanceof HTMLTemplateElement) rename(element.content, list, at);
  }
}

function say(table, words) {
  table.querySelector("[data-rows-note]").textContent = words;
}
