// The document on the desk, perhaps beside the form it comes from. The frame is sandboxed, nothing in it can
// run; this page, which is of the same origin, puts the new sheet into it, so that nothing flickers and the
// reader stays where he was.
import { send } from "../sending.js";

const STEP = 1.15;
const FRESH = [{ background: "#fdf0c8" }, { background: "transparent" }];

export function startDesk() {
  const frame = document.getElementById("preview");
  if (!frame) return null;
  const desk = { frame, zoom: 1, wanted: 0 };
  frame.addEventListener("load", () => fit(desk));
  if (frame.contentDocument?.readyState === "complete") fit(desk);
  new ResizeObserver(() => fit(desk)).observe(frame.parentElement);
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      desk.zoom = Math.min(2.2, Math.max(0.6, desk.zoom * STEP ** Number(button.dataset.zoom)));
      fit(desk);
    });
  }
  return desk;
}

// A sheet to read beside the form, whatever is opened in its frame.
export function watchSheet(frame) {
  frame.addEventListener("load", () => fit({ frame, zoom: 1 }));
  if (frame.contentDocument?.readyState === "complete") fit({ frame, zoom: 1 });
}

export function followForm(desk, form) {
  form.addEventListener("faxun:change", () => refresh(desk, form));
}

async function refresh(desk, form) {
  const turn = (desk.wanted += 1);
  try {
    const answer = await send(form.dataset.preview, new FormData(form), { Accept: "text/html" });
    // The frame has its style already; this page's policy would complain of a second one.
    const html = (await answer.text()).replace(/<style[\s\S]*?<\/style>/g, "");
    if (turn !== desk.wanted) return; // something newer is on its way
    put(desk.frame.contentDocument, new DOMParser().parseFromString(html, "text/html"));
    fit(desk);
  } catch (error) {
    console.warn(error.message); // the sheet stays as it was; the draft says what is wrong
  }
}

function put(shown, fresh) {
  if (!shown) return;
  const before = new Set(blocks(shown.body).map((block) => block.textContent));
  const body = shown.adoptNode(fresh.body);
  shown.body.replaceWith(body);
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const block of blocks(body)) if (!before.has(block.textContent)) block.animate(FRESH, 1400);
}

const blocks = (body) => [...body.querySelectorAll("p, td, li, h1, h2")];

// The sheet is 210 mm wide; it is zoomed to the width of the desk and shown at its full height.
function fit({ frame, zoom }) {
  const sheet = frame.contentDocument?.documentElement;
  if (!sheet?.querySelector("body")) return;
  const room = frame.parentElement.clientWidth;
  frame.style.width = `${Math.round(room * Math.max(1, zoom))}px`;
  sheet.style.zoom = "1";
  const wide = sheet.querySelector("body").offsetWidth + 24;
  const scale = Math.min(1.25, room / wide) * zoom;
  sheet.style.zoom = String(scale);
  frame.style.height = `${Math.ceil(sheet.querySelector("body").getBoundingClientRect().height * 1 + 60 * scale)}px`;
}
