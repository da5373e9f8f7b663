// The path of a case on its diagrams: one at a time, with the way down into called processes and back.
//   <div data-track="id of a JSON script">      the diagrams; ?at=… in the address says which one
//   <div data-player="the same id">             a slider over the time, with a button to play it
import { marksAt } from "./folding.js";
import { showDiagram } from "./viewer.js";

const SECONDS = 9; // how long playing takes
const STEPS = 1000;
const NEAR = 0.055; // marks closer than this share of the scale are left out

export function startTracks(scope) {
  for (const element of scope.querySelectorAll("[data-track]:not([data-live])")) mount(element);
}

function mount(element) {
  element.dataset.live = "";
  const track = JSON.parse(document.getElementById(element.dataset.track).textContent);
  const state = { element, track, scope: track.at in track.views ? track.at : "", at: track.now, diagram: null };
  element.addEventListener("diagram:open", (event) => {
    event.preventDefault();
    go(state, track.views[state.scope].calls[event.detail.id]);
  });
  window.addEventListener("popstate", () => {
    const wanted = new URL(window.location).searchParams.get("at") ?? "";
    if (wanted in track.views) draw(state, wanted);
  });
  const player = document.querySelector(`[data-player="${element.dataset.track}"]`);
  if (player) startPlayer(player, state);
  draw(state, state.scope);
}

function go(state, scope, { focus = true } = {}) {
  window.history.pushState(null, "", addressOf(scope));
  draw(state, scope);
  if (focus) state.element.querySelector("[aria-current]")?.focus();
}

function addressOf(scope) {
  const address = new URL(window.location);
  if (scope) address.searchParams.set("at", scope);
  else address.searchParams.delete("at");
  return `${address.pathname}${address.search}`;
}

function draw(state, scope) {
  const { track, element } = state;
  const view = track.views[scope];
  state.scope = scope;
  const diagram = document.createElement("div");
  diagram.className = "z-diagram";
  diagram.setAttribute("role", "group");
  diagram.setAttribute("aria-label", `流程图：${view.title}`);
  diagram.dataset.diagram = track.files.replace("PROCESS", view.process);
  diagram.dataset.marks = JSON.stringify(marksAt(track, scope, state.at));
  diagram.dataset.called = JSON.stringify(
    Object.fromEntries(Object.entries(view.calls).map(([id, below]) => [id, addressOf(below)])),
  );
  state.diagram = diagram;
  element.replaceChildren(...(scope ? [wayBack(state)] : []), diagram);
  showDiagram(diagram);
}

// 行政处罚普通程序 / 告知与陈述申辩 / 送达
function wayBack(state) {
  const nav = document.createElement("nav");
  nav.className = "z-crumbs z-way";
  nav.setAttribute("aria-label", "子流程位置");
  const list = document.createElement("ol");
  const parts = state.scope.split("/");
  for (let depth = 0; depth <= parts.length; depth += 1) {
    const scope = parts.slice(0, depth).join("/");
    const item = document.createElement("li");
    const here = scope === state.scope;
    const place = document.createElement(here ? "span" : "a");
    place.textContent = state.track.views[scope].title;
    if (here) {
      place.setAttribute("aria-current", "location");
      place.tabIndex = -1;
    } else {
      place.href = addressOf(scope);
      place.addEventListener("click", (event) => {
        event.preventDefault();
        go(state, scope);
      });
    }
    item.append(place);
    list.append(item);
  }
  nav.append(list);
  return nav;
}

function startPlayer(player, state) {
  const { track } = state;
  const slider = player.querySelector("input[type=range]");
  const shown = player.querySelector("output");
  const until = document.getElementById("track-until");
  const first = track.frames[0]?.[0] ?? track.now;
  const span = Math.max(1, track.now - first);
  const show = () => {
    const share = Number(slider.value) / STEPS;
    state.at = share >= 1 ? track.now : first + Math.round(span * share);
    const day = new Date(state.at * 1000).toLocaleDateString("zh-CN", { month: "long", day: "numeric" });
    shown.textContent = day;
    slider.setAttribute("aria-valuetext", day);
    if (until) until.textContent = `截至 ${day}`;
    state.diagram?.dispatchEvent(new CustomEvent("diagram:mark", { detail: marksAt(track, state.scope, state.at) }));
  };
  slider.addEventListener("input", show);
  slider.setAttribute("aria-valuetext", shown.textContent);
  addMarks(player.querySelector(".z-marks"), track.marks ?? [], first, span);
  play(player.querySelector("[data-play]"), slider, show);
}

function play(button, slider, show) {
  const words = button.querySelector("span");
  let timer = null;
  const stop = () => {
    clearInterval(timer);
    timer = null;
    words.textContent = "播放";
  };
  button.addEventListener("click", () => {
    if (timer) return stop();
    if (Number(slider.value) >= STEPS) slider.value = "0";
    words.textContent = "暂停";
    const ticks = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? SECONDS : SECONDS * 8;
    timer = setInterval(() => {
      slider.value = String(Math.min(STEPS, Number(slider.value) + STEPS / ticks));
      show();
      if (Number(slider.value) >= STEPS) stop();
    }, (SECONDS * 1000) / ticks);
  });
}

function addMarks(place, marks, first, span) {
  let last = -1;
  for (const [at, words] of [...marks].sort(([one], [other]) => one - other)) {
    const share = (at - first) / span;
    if (share < 0 || share > 1 || share - last < NEAR) continue;
    last = share;
    const mark = document.createElement("span");
    mark.textContent = words;
    mark.style.left = `calc(8px + (100% - 16px) * ${share})`;
    place.append(mark);
  }
}
