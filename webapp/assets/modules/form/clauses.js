// Find provisions by law, number or words: among those offered, and at the server where it offers a search.
const SHOWN = 8;
const PAUSE = 250;
const DIGITS = "零一二三四五六七八九";

export function startClauses(root) {
  for (const box of root.querySelectorAll("[data-clauses]")) start(box);
  root.addEventListener("faxun:row", ({ detail }) => detail.row.querySelectorAll("[data-clauses]").forEach(start));
  root.addEventListener("faxun:redrawn", ({ target }) => target.querySelectorAll("[data-clauses]").forEach(start));
}

function start(box) {
  const input = box.querySelector("input[type=search]");
  let timer;
  input.addEventListener("input", (event) => {
    event.stopPropagation(); // searching changes nothing of the form
    filter(box, input.value);
    clearTimeout(timer);
    if (box.dataset.search && input.value.trim()) timer = setTimeout(() => ask(box, input.value.trim()), PAUSE);
  });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  filter(box, "");
}

// 122 is 一百二十二, so that a number typed finds the article.
export function numeral(number) {
  const units = ["", "十", "百", "千"];
  const digits = [...String(number)].map(Number);
  let words = "";
  digits.forEach((digit, at) => {
    const unit = units[digits.length - 1 - at];
    if (digit) words += DIGITS[digit] + unit;
    else if (words && !words.endsWith("零")) words += "零";
  });
  return words.replace(/零$/, "").replace(/^一十/, "十");
}

export function isMatch(text, query) {
  const plain = text.replaceAll("《", "").replaceAll("》", "");
  return query
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => plain.includes(word) || (/^[0-9]{1,4}$/.test(word) && plain.includes(`第${numeral(word)}条`)) || isSubsequence(word, plain));
}

// 食安法 stands for 食品安全法: the letters in this order, inside one name.
function isSubsequence(word, text) {
  if (!/^[\u4e00-\u9fff]{2,8}法?$/.test(word)) return false;
  const name = text.split("第")[0];
  let at = -1;
  return [...word].every((letter) => (at = name.indexOf(letter, at + 1)) >= 0);
}

function filter(box, query) {
  let shown = 0;
  let matched = 0;
  for (const item of box.querySelectorAll("[data-choice]")) {
    const picked = item.querySelector("input").checked;
    const fits = isMatch(item.textContent, query);
    if (fits) matched += 1;
    item.hidden = !picked && (!fits || shown >= SHOWN);
    if (!item.hidden && !picked) shown += 1;
  }
  const note = box.querySelector("[data-found]");
  note.textContent = !query.trim() ? "" : matched ? `找到 ${matched} 条` : "没有找到相符的条文";
}

async function ask(box, query) {
  const url = new URL(box.dataset.search, location.href);
  url.searchParams.set("q", query);
  const note = box.querySelector("[data-found]");
  try {
    const answer = await fetch(url, { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    for (const choice of (await answer.json()).items) offer(box, choice);
    filter(box, box.querySelector("input[type=search]").value);
  } catch {
    note.textContent = "检索没有成功，请稍后再试";
  }
}

function offer(box, choice) {
  const list = box.querySelector("[data-picks]");
  if (list.querySelector(`input[value="${CSS.escape(choice.value)}"]`)) return;
  const item = document.importNode(box.querySelector("template").content, true).firstElementChild;
  const input = item.querySelector("input");
  const id = `${list.id}-${list.children.length + 1}`;
  input.id = id;
  input.value = choice.value;
  input.disabled = Boolean(choice.disabled);
  item.classList.toggle("z-out", Boolean(choice.disabled));
  item.querySelector("label").htmlFor = id;
  for (const part of item.querySelectorAll("[data-part]")) {
    const words = choice[part.dataset.part] ?? "";
    part.textContent = words;
    if (["tag", "state"].includes(part.dataset.part)) part.hidden = !words;
    if (part.dataset.part === "state" && choice.tone) part.classList.add(choice.tone === "ok" ? "z-good" : `z-${choice.tone}`);
  }
  list.append(item);
}
