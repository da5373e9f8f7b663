// What is typed is kept on the server after a pause; the answer brings the safeguards as they stand now.
// Who leaves the page sooner leaves the last words behind with it. What the server would not take, since the
// session was over, waits in this tab for the same person to sign in again; so does what was sent and never
// answered.
import { settledData } from "../composing.js";
import { entries } from "../form/page.js";
import { nest } from "../form/validation.js";
import { sendJson } from "../sending.js";

const SENT = "faxun:sent";
const OVERTAKEN = 60_000;

export function startDrafts(form) {
  const saved = document.getElementById("saved");
  const safeguards = document.getElementById("safeguards");
  let last = "";
  let isFresh = false;
  let isSent = false;
  const drawn = new Map();
  const shelf = `faxun:${form.dataset.owner}:${form.dataset.draft}`;
  clear(form, shelf);
  restore(form, shelf);
  form.addEventListener("input", () => (isFresh = true));
  // On the window: whatever stops the sending has spoken before. From here on the answer counts, and a
  // draft on its way must not come back over it.
  window.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target !== form || event.submitter?.formTarget === "_blank") return;
    isFresh = false;
    isSent = true;
    sessionStorage.setItem(shelf, JSON.stringify({ values: typed(form) }));
    sessionStorage.setItem(SENT, shelf);
  });
  window.addEventListener("pageshow", () => (isSent = false));
  // A reload may overtake the farewell: for so long the tab keeps the words as well.
  const farewell = () => {
    if (!isFresh) return;
    sessionStorage.setItem(shelf, JSON.stringify({ until: Date.now() + OVERTAKEN, values: typed(form) }));
    navigator.sendBeacon(form.dataset.draft, settledData(form));
  };
  window.addEventListener("pagehide", farewell);
  document.addEventListener("visibilitychange", () => document.hidden && farewell());
  form.addEventListener("faxun:change", async ({ detail }) => {
    const text = JSON.stringify(detail.values);
    if (isSent || text === last) return;
    last = text;
    isFresh = false;
    try {
      const answer = await (await sendJson(form.dataset.draft, detail.values)).json();
      if (isSent) return;
      sessionStorage.removeItem(shelf);
      say(saved, `草稿 ${answer.saved} 已自动保存`, false);
      if (safeguards) safeguards.innerHTML = answer.safeguards; // made by our own template
      redraw(form, drawn, answer.fields);
    } catch (error) {
      if (isSent) return;
      last = "";
      isFresh = true;
      sessionStorage.setItem(shelf, JSON.stringify({ values: detail.values }));
      say(saved, `草稿没有保存：${error.message}`, true);
      if (error.status === 401) saved.append(" ", signInLink());
    }
  });
}

const typed = (form) => nest(entries(form));

// What was sent has been answered: by this page, which holds it, or by a page that led on to this one.
function clear(form, shelf) {
  const sent = sessionStorage.getItem(SENT);
  if (!sent || (sent === shelf && !("answered" in form.dataset))) return;
  sessionStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
}

async function restore(form, shelf) {
  const kept = sessionStorage.getItem(shelf);
  if (!kept) return;
  sessionStorage.removeItem(shelf);
  const { until, values } = JSON.parse(kept);
  if (until < Date.now() || JSON.stringify(values) === JSON.stringify(typed(form))) return;
  form.inert = true; // nobody types into a page that is about to be replaced
  try {
    await sendJson(form.dataset.draft, values);
    window.location.reload();
  } catch (error) {
    form.inert = false;
    if (!error.status || error.status === 401) sessionStorage.setItem(shelf, kept);
  }
}

// Fields that offer something else now, the bands of a fine above all; not while somebody is at them.
function redraw(form, drawn, fields) {
  for (const [name, html] of Object.entries(fields)) {
    const field = form.querySelector(`[data-field="${CSS.escape(name)}"]`);
    if (!field || drawn.get(name) === html || field.contains(document.activeElement)) continue;
    drawn.set(name, html);
    const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    fresh.hidden = field.hidden;
    field.replaceWith(document.adoptNode(fresh));
    fresh.dispatchEvent(new Event("faxun:redrawn", { bubbles: true }));
  }
}

function signInLink() {
  const link = document.createElement("a");
  link.href = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
  link.textContent = "重新登录";
  return link;
}

function say(place, words, isBad) {
  place.classList.toggle("z-bad", isBad);
  place.textContent = words;
}
