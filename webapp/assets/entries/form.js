// On pages with a form to fill in: makes every [data-form] with a schema live, see modules/form/page.js.
import { mount } from "../modules/form/page.js";

function start(scope) {
  for (const payload of scope.querySelectorAll("[data-payload]")) {
    const root = payload.closest("[data-form]");
    if (root.dataset.live) continue;
    root.dataset.live = "yes";
    mount(root);
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => start(document));
else start(document);
document.addEventListener("htmx:afterSwap", (event) => start(event.target));
