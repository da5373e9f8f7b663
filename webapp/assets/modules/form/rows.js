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
    const all = event.target.closest("[data-all]");
    if (add) addRow(add.closest("[data-rows]"), page, changed);
    else if (remove) removeRow(remove.closest("[data-row]"), page, changed);
    else if (all) answerAll(all.closest("[data-rows]"), JSON.parse(all.dataset.all));
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

// One press answers every row; a row in which something was turned down stays as it is.
function answerAll(table, values) {
  const rows = rowsOf(table).map((row) => ({ row, fields: Object.entries(values).map(([name, value]) => ({ value, control: control(row, name) })) }));
  const open = rows.filter(({ fields }) => fields.every(({ control, value }) => control && ["", value].includes(control.value)));
  for (const { fields } of open) {
    for (const { control, value } of fields) {
      control.value = value;
      control.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  say(table, `已填写 ${open.length} 行${open.length < rows.length ? `，另有 ${rows.length - open.length} 行请逐项填写` : ""}`);
}

const control = (row, name) => row.querySelector(`select[name$=".${name}"]`);

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
