// One diagram in its place: draws the file, marks the path, fits it, drills into called processes.
//
// Attributes of the element:
//   data-diagram   address of the BPMN file
//   data-marks     JSON, see below (or data-marks-from: address that answers with it)
//   data-called    JSON {callActivityId: page address}: a double click or the link on it goes there
//   data-height    "fixed" keeps the height that the style gives; otherwise as high as needed
//
// Marks: {past: [ids], current: [ids], overdue: [ids], heat: {id: 1…4},
//         badges: {id: "words"}, late: [ids whose badge is red], notes: {id: "words"}, focus: id}
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

const LANES = ["bpmn:Participant", "bpmn:Lane"];
// The font is named outright: texts are measured outside the diagram before they are drawn in it.
const look = () => ({
  additionalModules: [{ zoomScroll: ["value", null] }], // the wheel scrolls the page
  bpmnRenderer: { defaultStrokeColor: "#66758a", defaultLabelColor: "#1e2a38" },
  textRenderer: {
    defaultStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 14, lineHeight: 1.25 },
    externalStyle: { fontSize: 13, lineHeight: 1.25 },
  },
});
const PADDING = 28;
const LOWEST = 200;
const HIGHEST = 620;
const MOST = 1.15;
const LEAST = 0.78; // below this the text cannot be read: the diagram scrolls instead

export async function showDiagram(element) {
  element.dataset.shown = "";
  const words = element.querySelector("p");
  try {
    const [xml, marks] = await Promise.all([text(element.dataset.diagram), marksOf(element)]);
    const viewer = new NavigatedViewer({ container: element, ...look() });
    await viewer.importXML(xml);
    words?.remove();
    mark(viewer, marks);
    addTools(element, viewer, marks);
    fitWindow(element, viewer, marks.focus ?? marks.overdue?.[0] ?? marks.current?.[0]);
    followCalls(element, viewer);
    element.addEventListener("diagram:mark", (event) => {
      remark(viewer, event.detail);
      linkCalls(element, viewer);
    });
    element.dispatchEvent(new CustomEvent("diagram:shown", { bubbles: true, detail: { viewer } }));
  } catch (error) {
    const say = words ?? element.appendChild(document.createElement("p"));
    say.textContent = "流程图暂时无法显示，请刷新页面重试。";
    console.error(error);
  }
}

async function text(address) {
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.text();
}

async function marksOf(element) {
  if (element.dataset.marksFrom) return JSON.parse(await text(element.dataset.marksFrom));
  return JSON.parse(element.dataset.marks ?? "{}");
}

function mark(viewer, marks) {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  const past = new Set(marks.past ?? []);
  const open = new Set([...(marks.current ?? []), ...(marks.overdue ?? [])]);
  registry.forEach((shape) => {
    if (LANES.includes(shape.type)) canvas.addMarker(shape, "z-d-lane");
    else if (shape.type !== "label" && marks.past && !past.has(shape.id) && !open.has(shape.id))
      canvas.addMarker(shape, "z-d-ahead");
  });
  const each = (ids, name) =>
    (ids ?? []).forEach((id) => registry.get(id) && canvas.addMarker(id, name));
  each(marks.past?.filter((id) => !open.has(id)), "z-d-past");
  each(marks.current?.filter((id) => !marks.overdue?.includes(id)), "z-d-current");
  each(marks.overdue, "z-d-overdue");
  for (const [id, degree] of Object.entries(marks.heat ?? {})) each([id], `z-d-heat-${degree}`);
  for (const [id, words] of Object.entries(marks.badges ?? {}))
    attach(viewer, id, "z-d-badge", words, { top: -24 }, marks.late?.includes(id));
  for (const [id, words] of Object.entries(marks.notes ?? {}))
    attach(viewer, id, "z-d-note", words, { bottom: -2 });
}

function remark(viewer, marks) {
  const canvas = viewer.get("canvas");
  viewer.get("overlays").clear();
  viewer.get("elementRegistry").forEach((shape, gfx) => {
    for (const name of [...gfx.classList]) if (name.startsWith("z-d-")) canvas.removeMarker(shape, name);
  });
  mark(viewer, marks);
}

function attach(viewer, id, name, words, position, late = false) {
  const shape = viewer.get("elementRegistry").get(id);
  if (!shape || !words) return;
  const html = document.createElement("div");
  html.className = late ? `${name} z-late` : name;
  html.textContent = words;
  viewer.get("overlays").add(id, { position: { ...position, left: shape.width / 2 }, html });
}

function readableScale({ inner, outer }) {
  return Math.max(LEAST, Math.min(MOST, (outer.width - 2 * PADDING) / inner.width));
}

// A diagram is as high as it needs to be at a size that can be read, within bounds.
function takeRoom(element, viewer) {
  if (element.dataset.height === "fixed") return;
  const canvas = viewer.get("canvas");
  const box = canvas.viewbox();
  const height = box.inner.height * readableScale(box) + 2 * PADDING;
  element.style.height = `${Math.round(Math.max(LOWEST, Math.min(HIGHEST, height)))}px`;
  canvas.resized();
}

// Fit now, and again whenever the window becomes wider or narrower.
function fitWindow(element, viewer, focus) {
  let width = 0;
  const again = () => {
    if (!element.clientWidth || element.clientWidth === width) return;
    width = element.clientWidth;
    takeRoom(element, viewer);
    fit(viewer, focus);
  };
  again();
  new ResizeObserver(again).observe(element);
}

// Fit the width; a diagram too wide to be read keeps its size and starts at the current step.
function fit(viewer, focus) {
  const canvas = viewer.get("canvas");
  const box = canvas.viewbox();
  const { inner, outer } = box;
  if (!inner.width || !inner.height) return;
  const scale = Math.max(LEAST, Math.min(readableScale(box), (outer.height - 2 * PADDING) / inner.height));
  const shape = focus && viewer.get("elementRegistry").get(focus);
  const width = outer.width / scale;
  const height = outer.height / scale;
  const place = (start, size, window, at) => {
    const slack = PADDING / scale;
    if (size + 2 * slack <= window) return start - (window - size) / 2;
    return Math.min(Math.max(at - window / 2, start - slack), start + size + slack - window);
  };
  canvas.viewbox({
    x: place(inner.x, inner.width, width, shape ? shape.x + shape.width / 2 : inner.x),
    y: place(inner.y, inner.height, height, shape ? shape.y + shape.height / 2 : inner.y),
    width,
    height,
  });
}

function addTools(element, viewer, marks) {
  const canvas = viewer.get("canvas");
  const zoom = (factor) => canvas.zoom(Math.max(0.2, Math.min(3, canvas.zoom() * factor)));
  const tools = document.createElement("div");
  tools.className = "z-diagram-tools";
  const actions = [
    ["放大", "＋", () => zoom(1.2)],
    ["缩小", "－", () => zoom(1 / 1.2)],
    ["适应窗口", "▣", () => fit(viewer, marks.focus ?? marks.current?.[0])],
    ["显示全图", "⤢", () => canvas.zoom("fit-viewport", "auto")],
  ];
  for (const [title, sign, act] of actions) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = title;
    button.setAttribute("aria-label", title);
    button.textContent = sign;
    button.addEventListener("click", act);
    tools.append(button);
  }
  element.append(tools);
}

// A called process has a page of its own; the file only names it. Who shows it elsewhere (modules/track.js)
// prevents diagram:open.
function followCalls(element, viewer) {
  const open = (id) => {
    const address = calledBy(element)[id];
    const detail = { id, address };
    const event = new CustomEvent("diagram:open", { bubbles: true, cancelable: true, detail });
    if (address && element.dispatchEvent(event)) window.location.assign(address);
  };
  viewer.on("element.dblclick", ({ element: shape }) => open(shape.id));
  element.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-call]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open(link.dataset.call);
  });
  linkCalls(element, viewer);
}

const calledBy = (element) => JSON.parse(element.dataset.called ?? "{}");

function linkCalls(element, viewer) {
  for (const [id, address] of Object.entries(calledBy(element))) {
    const shape = viewer.get("elementRegistry").get(id);
    if (!shape) continue;
    const link = document.createElement("a");
    link.className = "z-d-call";
    link.href = address;
    link.dataset.call = id;
    link.title = `展开子流程：${shape.businessObject.name ?? id}`;
    link.setAttribute("aria-label", link.title);
    viewer.get("overlays").add(id, { position: { bottom: 24, left: shape.width / 2 - 11 }, html: link });
  }
}
