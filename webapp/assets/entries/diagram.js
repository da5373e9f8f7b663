// Islands that show a diagram: <div data-diagram="URL" data-marks="{…}">, see modules/viewer.js, and the
// path of a case over several of them: <div data-track="…">, see modules/track.js.
import { startTracks } from "../modules/track.js";
import { showDiagram } from "../modules/viewer.js";

function start(scope) {
  for (const element of scope.querySelectorAll("[data-diagram]:not([data-shown])")) showDiagram(element);
  startTracks(scope);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => start(document));
else start(document);
document.addEventListener("htmx:afterSwap", (event) => start(event.target));
