// Small help while typing: how many characters are left, sums in groups, ready phrases, the position.
import { cleanText } from "./normalizing.js";

export function assist(root) {
  root.addEventListener("input", (event) => describe(event.target));
  root.addEventListener("click", (event) => {
    const phrase = event.target.closest("[data-phrase]");
    const locate = event.target.closest("[data-locate]");
    const series = event.target.closest("[data-series]");
    if (phrase) insert(document.getElementById(phrase.closest("[data-phrases]").dataset.phrases), phrase.textContent);
    else if (locate) findPosition(locate);
    else if (series) answerSeries(root, JSON.parse(series.dataset.series));
  });
  root.addEventListener("change", ({ target }) => follow(root, target));
  for (const element of root.querySelectorAll("textarea, [data-money]")) describe(element);
}

// One press answers a series of questions; what was answered already stays.
function answerSeries(root, values) {
  for (const [name, value] of Object.entries(values)) {
    const answers = [...root.querySelectorAll(`input[type=radio][name="${name}"]`)];
    if (!answers.some((one) => one.checked)) answers.find((one) => one.value === value)?.click();
  }
}

// An answer brings its usual words along, as long as nobody wrote words of his own.
function follow(root, answer) {
  for (const element of root.querySelectorAll("[data-follows]")) {
    const { field, texts = {} } = JSON.parse(element.dataset.follows);
    const usual = ["", ...Object.values(texts)];
    if (answer.name !== element.name.replace(/[^.]*$/, field) || !usual.includes(element.value.trim())) continue;
    element.value = texts[answer.value] ?? "";
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function describe(element) {
  const field = element.closest?.("[data-field]");
  const count = field?.querySelector(":scope > label [data-count]");
  const grouped = field?.querySelector(":scope > label [data-grouped]");
  if (count && element.matches("textarea")) {
    const length = [...element.value.trim()].length;
    const max = Number(count.dataset.count);
    count.textContent = `${length}/${max} 字`;
    count.classList.toggle("z-over", length > max);
  }
  if (grouped && element.matches("[data-money]")) grouped.textContent = inGroups(element.value);
}

// 60000 → 60,000.00; short sums need no help.
export function inGroups(text) {
  const money = cleanText(text, "money");
  if (!/^[0-9]{4,13}\.[0-9]{2}$/.test(money)) return "";
  const [whole, part] = money.split(".");
  return `${whole.replace(/\B(?=([0-9]{3})+$)/g, ",")}.${part}`;
}

function insert(element, words) {
  const { selectionStart: start, selectionEnd: end } = element;
  element.setRangeText(words, start ?? element.value.length, end ?? element.value.length, "end");
  element.focus();
  element.dispatchEvent(new Event("input", { bubbles: true }));
  element.dispatchEvent(new Event("change", { bubbles: true }));
}

const REFUSALS = { 1: "没有获得定位许可，请手工填写", 2: "本机没有定位信号，请手工填写", 3: "定位超时，请重试或手工填写" };

function findPosition(button) {
  const input = document.getElementById(button.dataset.locate);
  const note = input.closest("[data-field]").querySelector("[data-locate-note]");
  const tell = (words) => {
    note.textContent = words;
    note.hidden = !words;
  };
  if (!navigator.geolocation) return tell("本机不能定位，请手工填写");
  tell("正在定位……");
  return navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      input.value = `${coords.longitude.toFixed(6)},${coords.latitude.toFixed(6)},${Math.round(coords.accuracy)}`;
      tell(`误差约 ${Math.round(coords.accuracy)} 米`);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    ({ code }) => tell(REFUSALS[code] ?? REFUSALS[2]),
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 0 },
  );
}
