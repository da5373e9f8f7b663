// What is typed is kept on the server after a pause; the answer brings the safeguards as they stand now.
import { sendJson } from "../sending.js";

export function startDrafts(form) {
  const saved = document.getElementById("saved");
  const safeguards = document.getElementById("safeguards");
  let last = "";
  form.addEventListener("faxun:change", async ({ detail }) => {
    const text = JSON.stringify(detail.values);
    if (text === last) return;
    last = text;
    try {
      const answer = await (await sendJson(form.dataset.draft, detail.values)).json();
      say(saved, `草稿 ${answer.saved} 已自动保存`, false);
      if (safeguards) safeguards.innerHTML = answer.safeguards; // made by our own template
    } catch (error) {
      last = "";
      say(saved, `草稿没有保存：${error.message}`, true);
    }
  });
}

function say(place, words, isBad) {
  place.classList.toggle("z-bad", isBad);
  place.textContent = words;
}
