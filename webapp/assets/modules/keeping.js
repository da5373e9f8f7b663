// What is typed into any form waits in this tab until it has been answered: a reload, an expired session and
// an error page lose nothing. Forms of to-dos keep drafts on the server instead (modules/task/drafts.js).
// A form with data-again has rows and files: the server draws it again with what had been typed.
import { settledData } from "./composing.js";

const SENT = "faxun:asked";
const CUT = "faxun:cut-off";
const WORDS = "textarea, input:not([type=hidden], [type=password], [type=search], [type=radio], [type=checkbox])";

export function startKeeping() {
  const { owner } = document.body.dataset;
  if (!owner || document.querySelector("[data-problem]")) {
    if (sessionStorage.getItem(SENT)) sessionStorage.setItem(CUT, "yes"); // signed out, or nothing came of it
    return;
  }
  const forms = [...document.querySelectorAll("form[method=post]:not([data-task])")].filter(
    (form) => form.querySelector(WORDS) && !form.querySelector("[type=password]"),
  );
  settle();
  for (const form of forms) keep(form, shelf(owner, form));
  for (const form of document.querySelectorAll("form[data-leaving]")) {
    form.addEventListener("submit", () => sessionStorage.clear());
  }
}

const shelf = (owner, form) => `faxun:form:${owner}:${location.pathname}${location.search}:${form.getAttribute("action") ?? ""}`;

// What was sent has been answered, unless the way to the answer was cut off.
function settle() {
  const sent = sessionStorage.getItem(SENT);
  if (sent && !sessionStorage.getItem(CUT)) sessionStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
  sessionStorage.removeItem(CUT);
}

function keep(form, place) {
  let isTouched = false;
  const kept = sessionStorage.getItem(place);
  if (kept) restore(form, JSON.parse(kept), place);
  const write = () => isTouched && sessionStorage.setItem(place, JSON.stringify(written(form)));
  form.addEventListener("input", () => (isTouched = true));
  form.addEventListener("change", write);
  window.addEventListener("pagehide", write);
  document.addEventListener("visibilitychange", write);
  window.addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    isTouched = true;
    write();
    isTouched = false;
    sessionStorage.setItem(SENT, place);
  });
}

const written = (form) => [...settledData(form)].filter(([name, value]) => !name.startsWith("_") && name !== "csrf_token" && typeof value === "string");

function restore(form, kept, place) {
  if (JSON.stringify(kept) === JSON.stringify(written(form))) return;
  if ("again" in form.dataset) {
    sessionStorage.removeItem(place);
    return sendAgain(form, kept);
  }
  for (const control of form.querySelectorAll(WORDS)) {
    const found = kept.find(([name]) => name === control.name);
    if (found) control.value = found[1];
  }
  for (const control of form.querySelectorAll("select, [type=radio], [type=checkbox]")) {
    const values = kept.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.matches("select")) values.length && (control.value = values[0]);
    else control.checked = values.includes(control.value);
  }
  form.closest("details")?.setAttribute("open", "");
}

function sendAgain(form, kept) {
  const again = document.createElement("form");
  again.method = "post";
  const token = form.querySelector("[name=csrf_token]").value;
  for (const [name, value] of [["csrf_token", token], ["_again", "yes"], ...kept]) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    again.append(input);
  }
  document.body.append(again);
  again.submit();
}
