// A pad to sign on: picture and strokes are kept as files, with the digest of what was on the page.
// [data-pad="field"] is empty and becomes the pad; it answers with faxun:signed (modules/form/files.js).
import SignaturePad from "signature_pad";
import { sendFile } from "../sending.js";

const INK = "#10213a";

export function startPads(scope, address, content) {
  for (const place of scope.querySelectorAll("[data-pad]:empty")) start(place, address, content);
}

function start(place, address, content) {
  const canvas = document.createElement("canvas");
  canvas.className = "z-pad-sheet";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "签名板：请用手写笔、手指或者鼠标签名；不便手写的，可选纸质签名后扫描");
  const note = document.createElement("span");
  note.className = "z-note";
  note.setAttribute("role", "status");
  note.textContent = "请在框内签名";
  const row = document.createElement("div");
  row.className = "z-row";
  const keep = button("完成签名", "btn btn-sm btn-primary");
  const wipe = button("重签", "btn btn-sm");
  row.append(keep, wipe, note);
  place.append(canvas, row);

  const pad = new SignaturePad(canvas, { penColor: INK, minWidth: 0.8, maxWidth: 2.6 });
  new ResizeObserver(() => fit(canvas, pad)).observe(place);
  pad.addEventListener("endStroke", () => (note.textContent = "签好后点“完成签名”"));
  wipe.addEventListener("click", () => {
    pad.clear();
    note.textContent = "请在框内签名";
  });
  keep.addEventListener("click", async () => {
    if (pad.isEmpty()) {
      note.textContent = "还没有签名";
      return;
    }
    keep.disabled = true;
    note.textContent = "正在保存签名……";
    try {
      place.dispatchEvent(
        new CustomEvent("faxun:signed", { bubbles: true, detail: await store(canvas, pad, address, content) }),
      );
      note.textContent = "签名已保存";
    } catch (error) {
      note.textContent = error.message;
    }
    keep.disabled = false;
  });
}

// A canvas drawn on keeps its strokes when it changes its size.
function fit(canvas, pad) {
  if (!canvas.offsetWidth) return;
  const ratio = Math.max(window.devicePixelRatio || 1, 1);
  if (canvas.width === Math.round(canvas.offsetWidth * ratio)) return;
  const strokes = pad.toData();
  canvas.width = Math.round(canvas.offsetWidth * ratio);
  canvas.height = Math.round(canvas.offsetHeight * ratio);
  canvas.getContext("2d").scale(ratio, ratio);
  pad.fromData(strokes);
}

async function store(canvas, pad, address, content) {
  const picture = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  const strokes = {
    content_digest: await digest(content()),
    signed_at: new Date().toISOString(),
    width: canvas.offsetWidth,
    height: canvas.offsetHeight,
    strokes: pad.toData(),
  };
  const text = new Blob([JSON.stringify(strokes)], { type: "text/plain" });
  const [file, lines] = await Promise.all([
    sendFile(address, picture, "手写签名.png"),
    sendFile(address, text, "签名笔迹.txt"),
  ]);
  return { file: file.digest, strokes_file: lines.digest };
}

async function digest(text) {
  if (!window.crypto?.subtle) return "";
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function button(words, look) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = look;
  element.textContent = words;
  return element;
}
