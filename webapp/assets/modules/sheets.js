// A diagram on paper: A4 landscape, as many sheets side by side as its text needs to be read.
const SVG = "http://www.w3.org/2000/svg";
const SHEET = { width: 270, height: 165 }; // mm inside the margins, the title line left out
const SMALLEST = 0.2; // mm for a unit of the diagram: 14 units of text are 8 pt
const LARGEST = 0.26;
const EDGE = 30; // room for the badges around the outermost shapes

export function printWell(element, viewer) {
  let sheets = null;
  window.addEventListener("beforeprint", () => {
    if (sheets || !element.isConnected) return;
    sheets = document.createElement("div");
    sheets.className = "z-sheets";
    sheets.append(...drawn(viewer, element.getAttribute("aria-label") ?? "流程图"));
    element.after(sheets);
  });
  window.addEventListener("afterprint", () => {
    sheets?.remove();
    sheets = null;
  });
}

function drawn(viewer, title) {
  const canvas = viewer.get("canvas");
  const { inner } = canvas.viewbox();
  const box = { x: inner.x - EDGE, y: inner.y - EDGE, width: inner.width + 2 * EDGE, height: inner.height + 2 * EDGE };
  const whole = Math.min(SHEET.width / box.width, SHEET.height / box.height);
  const scale = Math.max(SMALLEST, Math.min(LARGEST, whole));
  const across = Math.ceil((box.width * scale) / SHEET.width - 0.01);
  const down = Math.ceil((box.height * scale) / SHEET.height - 0.01);
  const part = { width: box.width / across, height: box.height / down };
  const found = [];
  for (let row = 0; row < down; row += 1)
    for (let column = 0; column < across; column += 1) {
      const words = across * down > 1 ? `${title}（${found.length + 1}/${across * down}）` : title;
      const from = { x: box.x + column * part.width, y: box.y + row * part.height, ...part };
      found.push(sheet(canvas, words, from, scale));
    }
  return found;
}

function sheet(canvas, words, { x, y, width, height }, scale) {
  const figure = document.createElement("figure");
  const caption = document.createElement("figcaption");
  caption.textContent = words;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  svg.setAttribute("width", `${width * scale}mm`);
  svg.setAttribute("height", `${height * scale}mm`);
  const shapes = canvas._viewport.cloneNode(true);
  shapes.removeAttribute("transform");
  svg.append(...[...canvas._svg.querySelectorAll(":scope > defs")].map((one) => one.cloneNode(true)), shapes);
  svg.append(...overlays(canvas));
  rename(svg, `${x}-${y}`);
  figure.append(caption, svg);
  return figure;
}

// Arrowheads are named by id, and those of the drawing itself are not there on paper.
function rename(svg, mark) {
  for (const one of svg.querySelectorAll("marker[id]")) {
    const fresh = `${one.id}-${mark}`.replace(/[^\w-]/g, "_");
    for (const line of svg.querySelectorAll(`[style*="${one.id}"]`))
      for (const end of ["markerStart", "markerMid", "markerEnd"])
        if (line.style[end].includes(one.id)) line.style[end] = `url("#${fresh}")`;
    one.id = fresh;
  }
}

// Badges and notes are HTML over the drawing; on paper they are text in it.
function* overlays(canvas) {
  for (const place of canvas.getContainer().querySelectorAll(".djs-overlays")) {
    for (const one of place.querySelectorAll(".z-d-badge, .z-d-note")) {
      const text = document.createElementNS(SVG, "text");
      const top = one.parentElement.offsetTop + (one.classList.contains("z-d-badge") ? 14 : 12);
      text.setAttribute("x", place.offsetLeft + one.parentElement.offsetLeft);
      text.setAttribute("y", place.offsetTop + top);
      text.setAttribute("class", one.className);
      text.textContent = one.textContent;
      yield text;
    }
  }
}
