// The document beside the form. The frame is sandboxed, nothing in it can run; this page, which is of the
// same origin, puts the new sheet into it, so that nothing flickers and the reader stays where he was.
import { send } from "../sending.js";

const STEP = 1.15;
const FRESH = [{ background: "#fdf0c8" }, { background: "transparent" }];

export function startPreview(form) {
  const frame = document.getElementById("preview");
  if (!frame) return;
  const state = { form, frame, zoom: 1, wanted: 0 };
  frame.addEventListener("load", () => fit(state));
  if (frame.contentDocument?.readyState === "complete") fit(state);
  new ResizeObserver(() => fit(state)).observe(frame.parentElement);
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      state.zoom = Math.min(2.2, Math.max(0.6, state.zoom * STEP ** Number(button.dataset.zoom)));
      fit(state);
    });
  }
  form.addEventListener("faxun:change", () => refresh(state));
}

async function refresh(state) {
  const turn = (state.wanted += 1);
  try {
    const answer = await send(state.form.dataset.preview, new FormData(state.form), { Accept: "text/html" });
    // The frame has its style already; this page's policy would complain of a second one.
    const html = (await answer.text()).replace(/<style[\s\S]*?<\/style>/g, "");
    if (turn !== state.wanted) return; // something newer is on its way
    put(state.frame.contentDocument, new DOMParser().parseFromString(html, "text/html"));
    fit(state);
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
