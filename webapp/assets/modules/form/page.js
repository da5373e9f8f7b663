// Make one form live: what shows, what is wrong, what it holds. Events go out on the form's element:
//   faxun:change  {values, clean, errors}  after a pause in typing: for drafts and the preview
//   faxun:invalid {errors}                 when sending was stopped
import { settled } from "../composing.js";
import { assist } from "./assists.js";
import { startBands } from "./bands.js";
import { startClauses } from "./clauses.js";
import { startFiles } from "./files.js";
import { requiredNow } from "./judging.js";
import { startRows } from "./rows.js";
import { judge, nest } from "./validation.js";

const PAUSE = 600;
const NUMERALS = "〇一二三四五六七八九";

export function mount(root) {
  const { schema } = JSON.parse(root.querySelector("[data-payload]").textContent);
  const form = root.closest("form");
  const page = { root, form, schema, now: clock(root.dataset.now), touched: new Set(), sent: false };
  // What the server found stands until the field changes; some of it only the server can know.
  page.server = serverErrors(root);
  page.sent = page.server.size > 0;
  startRows(page, () => refresh(page));
  startFiles(root);
  startClauses(root);
  startBands(root);
  assist(root);
  root.addEventListener("input", () => refresh(page));
  root.addEventListener("change", (event) => {
    const field = event.target.closest("[data-field]")?.dataset.field;
    if (field) {
      page.touched.add(field);
      page.server.delete(field);
    }
    refresh(page);
  });
  form?.addEventListener("submit", (event) => guard(page, event), true);
  refresh(page, { quiet: true });
  return page;
}

// The present of the server, moving on with this machine's own clock.
function clock(start) {
  const begin = performance.now();
  const [year, month, day, hour, minute] = (start || "").split(/[-T:]/).map(Number);
  if (!year) return () => "9999";
  const base = Date.UTC(year, month - 1, day, hour, minute);
  return () => new Date(base + performance.now() - begin).toISOString().slice(0, 16);
}

function serverErrors(root) {
  const shown = [...root.querySelectorAll("[data-error]:not([hidden])")];
  return new Map(shown.map((place) => [place.closest("[data-field]").dataset.field, place.textContent.trim()]));
}

// What the page would send, as [name, value].
export function entries(root) {
  const found = [];
  for (const element of root.querySelectorAll("input[name], select[name], textarea[name]")) {
    if (element.disabled || (["checkbox", "radio"].includes(element.type) && !element.checked)) continue;
    found.push([element.name, settled(element)]);
  }
  return found;
}

export function examine({ root, schema, now }) {
  const nested = nest(entries(root));
  return judge(schema, nested, { now: now(), fixed: nested });
}

function refresh(page, { quiet = false } = {}) {
  const found = examine(page);
  showFields(page, found);
  showErrors(page, found);
  showMarks(page, found);
  if (quiet) return found;
  clearTimeout(page.timer);
  page.timer = setTimeout(() => {
    const { typed: values, values: clean, errors } = found;
    page.root.dispatchEvent(
      new CustomEvent("faxun:change", { bubbles: true, detail: { values, clean: errors.length ? null : clean, errors } }),
    );
  }, PAUSE);
  return found;
}

function showFields({ root }, { off }) {
  for (const element of root.querySelectorAll("[data-field]")) {
    element.hidden = element.type === "hidden" || off.has(element.dataset.field);
    element.removeAttribute("data-off");
  }
  for (const element of root.querySelectorAll("[data-when]")) {
    const method = root.querySelector(`input[name="${element.dataset.pad}.method"]:checked`);
    element.hidden = method?.value !== element.dataset.when;
  }
  let number = 0;
  for (const section of root.querySelectorAll("[data-section]")) {
    section.hidden = [...section.querySelectorAll(":scope > .z-grid > [data-field]")].every((field) => field.hidden);
    const ordinal = section.querySelector("[data-ordinal]");
    if (ordinal && !section.hidden) ordinal.textContent = chinese((number += 1));
  }
}

export function chinese(number) {
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  const head = tens === 0 ? "" : tens === 1 ? "十" : `${NUMERALS[tens]}十`;
  return head + (ones || !tens ? NUMERALS[ones] : "");
}

function showErrors(page, { errors }) {
  const { root, touched, sent, server } = page;
  const messages = new Map(errors.map(({ at, short }) => [at, short]));
  for (const [path, message] of server) if (!messages.has(path)) messages.set(path, message);
  for (const element of root.querySelectorAll("[data-field]")) {
    const path = element.dataset.field;
    const message = (sent || touched.has(path)) && !element.hidden ? (messages.get(path) ?? "") : "";
    setError(element, message);
  }
  if (sent) summarize(page, errors);
}

function setError(element, message) {
  const place = [...element.children].find((child) => "error" in child.dataset);
  if (!place) return;
  const words = place.querySelector("span");
  if (words.textContent !== message) words.textContent = message;
  place.hidden = message === "";
  element.classList.toggle("z-wrong", message !== "");
  for (const control of element.querySelectorAll(`[aria-describedby~="${place.id}"]`)) {
    if (message && control.matches("input, select, textarea")) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}

function summarize({ root, server }, errors) {
  const summary = root.querySelector("[data-summary]");
  const shown = errors.map(({ at, title, message }) => ({ at, words: title || message }));
  for (const [path] of server) {
    if (!shown.some(({ at }) => at === path)) shown.push({ at: path, words: titleAt(root, path) });
  }
  summary.hidden = shown.length === 0;
  const parts = [`有 ${shown.length} 处须修改后才能提交：`];
  shown.forEach(({ at, words }, index) => {
    if (index) parts.push("、");
    const target = root.querySelector(`#${CSS.escape(`f-${at.replaceAll(".", "-")}`)}`);
    if (!target) return parts.push(words);
    const link = document.createElement("a");
    link.href = `#${target.id}`;
    link.textContent = words;
    return parts.push(link);
  });
  summary.querySelector("p").replaceChildren(...parts);
}

function titleAt(root, path) {
  const element = root.querySelector(`[data-field="${CSS.escape(path)}"]`);
  const words = element?.querySelector("label, legend")?.firstChild?.textContent;
  return words?.trim() || path;
}

// Show a mark wherever a value must be there now, branches included.
function showMarks({ root, schema }, { values }) {
  const mark = (owner, value, path) => {
    const must = requiredNow(owner, value);
    for (const [name, field] of Object.entries(owner.properties)) {
      const own = path ? `${path}.${name}` : name;
      const element = root.querySelector(`[data-field="${own}"]`);
      const sign = element?.querySelector(":scope > label > [data-must], :scope > legend > [data-must]");
      if (sign) sign.hidden = !must.has(name);
      if (field.type === "object") mark(field, value[name] ?? {}, own);
    }
  };
  mark(schema, values, "");
}

// Stop sending what the server would refuse anyway; buttons with formnovalidate pass.
function guard(page, event) {
  if (event.submitter?.formNoValidate) return;
  page.server.clear();
  page.sent = true;
  const found = refresh(page, { quiet: true });
  if (found.errors.length === 0) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const summary = page.root.querySelector("[data-summary]");
  summary.scrollIntoView({ block: "center" });
  summary.focus({ preventScroll: true });
  page.root.dispatchEvent(new CustomEvent("faxun:invalid", { bubbles: true, detail: { errors: found.errors } }));
}
