// On pages with a form that makes something: uploads, signature pads; on a task its draft and its document.
import { startDrafts } from "../modules/task/drafts.js";
import { startPads } from "../modules/task/pads.js";
import { startPreview } from "../modules/task/preview.js";
import { startUploads } from "../modules/task/uploads.js";

const content = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => !name.startsWith("_")));

function start() {
  for (const form of document.querySelectorAll("form[data-uploads]")) {
    startUploads(form);
    startPads(form, form.dataset.uploads, () => form.dataset.content ?? content(form));
  }
  for (const form of document.querySelectorAll("form[data-task]")) {
    startDrafts(form);
    if (form.dataset.preview) startPreview(form);
  }
  document.getElementById("refusals")?.focus();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
