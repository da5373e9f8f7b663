// One diagram in its place: draws the file, marks the path, fits it, drills into called processes, prints.
//
// Attributes of the element:
//   data-diagram   address of the BPMN file
//   data-marks     JSON, see below (or data-marks-from: address that answers with it)
//   data-called    JSON {callActivityId: page address}: a click on it or on its link goes there
//   data-height    "fixed" keeps the height that the style gives; otherwise as high as needed
//
// Marks: {past: [ids], current: [ids], overdue: [ids], heat: {id: 1…4},
//         badges: {id: "words"}, late: [ids whose badge is red], notes: {id: "words"}, focus: id}
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { printWell } from "./sheets.js";

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
const LEAST = 0.4; // smaller than this only its shape is seen: on a phone the diagram scrolls instead
const READABLE = 0.85;

export async function showDiagram(element) {
  element.dataset.shown = "";
  const words = element.querySelector("p");
  try {
    const [xml, marks] = await Promise.all([text(element.dataset.diagram), marksOf(element)]);
    const viewer = new NavigatedViewer({ container: element, ...look() });
    await viewer.importXML(xml);
    words?.remove();
    mark(viewer, marks);
    const focus = marks.focus ?? marks.overdue?.[0] ?? marks.current?.[0];
    addTools(element, viewer, focus);
    fitWindow(element, viewer, focus);
    followCalls(element, viewer);
    printWell(element, viewer);
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

// The scale at which the whole width is seen; where it would be too small, one that can be read.
function openingScale({ inner, outer }) {
  const whole = (outer.width - 2 * PADDING) / inner.width;
  return whole < LEAST ? READABLE : Math.min(MOST, whole);
}

// A diagram is as high as it needs to be, within bounds.
function takeRoom(element, viewer) {
  if (element.dataset.height === "fixed") return;
  const canvas = viewer.get("canvas");
  const box = canvas.viewbox();
  const height = box.inner.height * openingScale(box) + 2 * PADDING;
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
    const box = viewer.get("canvas").viewbox();
    const scale = openingScale(box);
    show(viewer, scale === READABLE ? scale : Math.min(scale, (box.outer.height - 2 * PADDING) / box.inner.height), focus);
  };
  again();
  new ResizeObserver(again).observe(element);
}

// Show a diagram at a scale: all of it in the middle, or what fits around the current step.
function show(viewer, scale, focus) {
  const canvas = viewer.get("canvas");
  const { inner, outer } = canvas.viewbox();
  if (!inner.width || !inner.height) return;
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

function addTools(element, viewer, focus) {
  const canvas = viewer.get("canvas");
  const zoom = (factor) => canvas.zoom(Math.max(0.2, Math.min(3, canvas.zoom() * factor)));
  const tools = document.createElement("div");
  tools.className = "z-diagram-tools";
  const actions = [
    ["放大", "＋", () => zoom(1.2)],
    ["缩小", "－", () => zoom(1 / 1.2)],
    ["显示全图", "⤢", () => canvas.zoom("fit-viewport", "auto")],
    ["原大小，看当前环节", "◎", () => show(viewer, 1, focus)],
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
  viewer.on("element.click", ({ element: shape }) => open(shape.id));
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
    viewer.get("canvas").addMarker(shape, "z-d-open");
    const link = document.createElement("a");
    link.className = "z-d-call";
    link.href = address;
    link.dataset.call = id;
    link.title = `展开子流程：${shape.businessObject.name ?? id}`;
    link.setAttribute("aria-label", link.title);
    viewer.get("overlays").add(id, { position: { bottom: 24, left: shape.width / 2 - 11 }, html: link });
  }
}
