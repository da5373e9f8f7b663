// On pages with a form that makes something: uploads, signature pads; its draft and its document.
import { startFiles } from "../modules/form/files.js";
import { startDrafts } from "../modules/task/drafts.js";
import { startPads } from "../modules/task/pads.js";
import { followForm, startDesk, watchSheet } from "../modules/task/preview.js";
import { startUploads } from "../modules/task/uploads.js";

const content = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => !name.startsWith("_")));

function start() {
  const desk = startDesk();
  for (const form of document.querySelectorAll("form[data-uploads]")) {
    startUploads(form);
    startPads(form, form.dataset.uploads, () => form.dataset.content ?? content(form));
  }
  for (const place of document.querySelectorAll("[data-sign]")) startFiles(place);
  for (const form of document.querySelectorAll("form[data-task]")) {
    startDrafts(form);
    if (desk && form.dataset.preview) followForm(desk, form);
  }
  document.getElementById("refusals")?.focus();
}

document.addEventListener("htmx:afterSwap", ({ target }) => target.querySelectorAll("[data-sheet]").forEach(watchSheet));
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
