// Files picked in a form go to the server at once; the form keeps their digests. Lists of files listen for
// faxun:uploaded (modules/form/files.js).
import { sendFile } from "../sending.js";

const LARGEST = 200 * 1024 * 1024;

export function startUploads(form) {
  form.addEventListener("change", (event) => {
    const input = event.target.closest("input[data-upload]");
    if (!input) return;
    event.stopPropagation();
    upload(form, input).finally(() => (input.value = ""));
  });
}

async function upload(form, input) {
  const list = input.closest("[data-files]");
  const note = list.querySelector("[data-upload-note]");
  const wrong = [];
  for (const file of [...input.files]) {
    try {
      if (file.size > LARGEST) throw new Error(`“${file.name}”超过 200 MB，不能上传`);
      const { digest, name, size } = await sendFile(form.dataset.uploads, file, file.name, (share) => {
        note.textContent = `正在上传 ${file.name}，${Math.round(share * 100)}%`;
      });
      input.dispatchEvent(new CustomEvent("faxun:uploaded", { bubbles: true, detail: { digest, name, size } }));
    } catch (error) {
      wrong.push(error.message);
    }
  }
  note.classList.toggle("z-bad", wrong.length > 0);
  if (wrong.length) note.textContent = wrong.join("；");
}
