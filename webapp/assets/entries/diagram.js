// Islands that show a diagram: <div data-diagram="URL" data-marks="{…}">, see modules/viewer.js.
import { showDiagram } from "../modules/viewer.js";

function start(scope) {
  for (const element of scope.querySelectorAll("[data-diagram]:not([data-shown])")) showDiagram(element);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => start(document));
else start(document);
document.addEventListener("htmx:afterSwap", (event) => start(event.target));
