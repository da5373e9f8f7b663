// The slider over the grades of a discretion benchmark: it moves the amount, the amount moves it.
const WAN = 10_000;
const CLOSE = 0.07; // of the width: amounts nearer than that would be printed over one another

export function startBands(root) {
  for (const band of root.querySelectorAll("[data-band]")) start(root, band);
  root.addEventListener("faxun:redrawn", ({ target }) => {
    const band = target.querySelector("[data-band]");
    if (band) start(root, band);
  });
}

function start(root, band) {
  const range = band.querySelector("input[type=range]");
  const output = band.querySelector("output");
  const target = root.querySelector(`[name="${band.dataset.target}"]`);
  const grades = [...band.querySelectorAll("label")].map((label) => ({
    label,
    input: label.querySelector("input"),
    min: Number(label.dataset.min),
    max: Number(label.dataset.max),
  }));
  const [low, high] = [grades[0].min, grades.at(-1).max];
  if (!target || !(high > low)) return;
  layOut(band, grades, low, high);
  range.hidden = false;
  output.hidden = false;

  const show = (amount) => {
    const inside = amount >= low && amount <= high;
    const grade = inside ? grades.find(({ max }) => amount <= max) : undefined;
    for (const { label, input } of grades) {
      label.classList.toggle("z-on", input === grade?.input);
      input.checked = input === grade?.input;
    }
    range.value = String(amount);
    const words = amount ? `${amount.toLocaleString("zh-CN")} 元` : "未填金额";
    output.textContent = inside || !amount ? words : `${words}，在幅度之外`;
    range.setAttribute("aria-valuetext", grade ? `${words}，${gradeName(grade)}` : output.textContent);
    const share = (Math.min(high, Math.max(low, amount)) - low) / (high - low);
    output.style.left = `${Math.min(94, Math.max(6, share * 100))}%`;
  };

  const amountOf = () => Number(target.value.replace(/[,，\s]/g, "")) || 0;
  range.addEventListener("input", () => {
    target.value = Number(range.value).toFixed(2);
    show(Number(range.value));
    target.dispatchEvent(new Event("input", { bubbles: true }));
  });
  range.addEventListener("change", () => target.dispatchEvent(new Event("change", { bubbles: true })));
  const follow = () => (band.isConnected ? show(amountOf()) : target.removeEventListener("input", follow));
  target.addEventListener("input", follow);
  show(amountOf());
}

const gradeName = ({ label }) => label.childNodes[1].textContent.trim();

// The server cannot write widths under the content policy; the object model may.
function layOut(band, grades, low, high) {
  const bars = band.querySelector(".z-bars");
  bars.style.gridTemplateColumns = grades.map(({ min, max }) => `${max - min}fr`).join(" ");
  bars.setAttribute("aria-hidden", "true");
  for (const { input } of grades) input.tabIndex = -1;
  const share = (amount) => (amount - low) / (high - low);
  const apart = [low];
  for (const { min } of grades) if (Math.min(share(min) - share(apart.at(-1)), 1 - share(min)) > CLOSE) apart.push(min);
  const ticks = [...apart, high].map((amount) => {
    const tick = document.createElement("span");
    tick.textContent = amount >= WAN ? `${amount / WAN} 万` : String(amount);
    tick.style.left = `${share(amount) * 100}%`;
    return tick;
  });
  band.querySelector(".z-ticks").replaceChildren(...ticks);
}
