// Lists of uploaded files and signatures. The page's upload script answers on the list's element with
//   faxun:uploaded {digest, name, size}; a signature pad on its own with faxun:signed {file, strokes_file}.
export function startFiles(root) {
  root.addEventListener("faxun:uploaded", (event) => {
    const list = event.target.closest("[data-files]");
    if (list) attach(list, event.detail);
  });
  root.addEventListener("faxun:signed", (event) => {
    const name = event.target.closest("[data-pad]")?.dataset.pad;
    const list = root.querySelector(`[data-files="${name}.file"]`);
    if (!list) return;
    root.querySelector(`input[name="${name}.strokes_file"]`).value = event.detail.strokes_file;
    attach(list, { digest: event.detail.file, name: "手写签名" });
  });
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-detach]");
    if (!button) return;
    const list = button.closest("[data-files]");
    button.closest("li").remove();
    list.querySelector("[data-upload]")?.focus();
    changed(list);
  });
}

function attach(list, { digest, name, size }) {
  const body = list.querySelector("[data-body]");
  const note = list.querySelector("[data-upload-note]");
  const max = Number(list.dataset.max);
  if (body.querySelector(`input[value="${CSS.escape(digest)}"]`)) {
    note.textContent = "这个文件已经在列表中";
    return;
  }
  if (max === 1) body.replaceChildren();
  if (body.children.length >= max) {
    note.textContent = `最多 ${max} 个文件`;
    return;
  }
  const item = document.importNode(list.querySelector("template").content, true).firstElementChild;
  item.querySelector("input").value = digest;
  item.querySelector('[data-part="label"]').textContent = name || digest.slice(0, 12);
  item.querySelector('[data-part="note"]').textContent = size ? sizeInWords(size) : "";
  body.append(item);
  note.textContent = "";
  changed(list);
}

function sizeInWords(bytes) {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

const changed = (list) => list.dispatchEvent(new Event("change", { bubbles: true }));
