// Small behaviors without state; each starts from an attribute, so that fragments swapped in work too.

const handlers = {
  // <button data-reveal="password-id">: shows what is typed into a password field.
  reveal(button) {
    const field = document.getElementById(button.dataset.reveal);
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  },
  // <button data-print>: prints the page.
  print() {
    window.print();
  },
  // <button data-unfold aria-expanded>: on narrow windows shows what follows it.
  unfold(button) {
    button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true"));
  },
  // <button data-copy="id">: copies the text of an element.
  async copy(button) {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = "已复制";
  },
};

function onClick(event) {
  for (const [name, handle] of Object.entries(handlers)) {
    const element = event.target.closest(`[data-${name}]`);
    if (element) handle(element);
  }
}

// <form data-confirm="…">: asks before sending.
function onSubmit(event) {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
}

// <select data-submit>: sends its form when changed.
function onChange(event) {
  const element = event.target.closest("[data-submit]");
  if (element) element.form.requestSubmit();
}

// A pop-up made of <details class="z-fold"> closes when the focus goes elsewhere, and with Escape, which
// leaves the focus on what opened it.
function closeFolds(except) {
  for (const fold of document.querySelectorAll("details.z-fold[open]")) {
    if (!fold.contains(except)) fold.open = false;
  }
}

function onKey(event) {
  if (event.key !== "Escape" || event.isComposing) return;
  const left = document.activeElement?.closest("details.z-fold[open]");
  closeFolds(null);
  left?.querySelector("summary").focus();
  const unfolded = document.activeElement?.parentElement.closest(":has(> [data-unfold][aria-expanded=true])");
  const opener = unfolded?.querySelector("[data-unfold]");
  if (opener?.checkVisibility()) {
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  }
}

export function startBehaviors() {
  document.addEventListener("click", (event) => {
    onClick(event);
    closeFolds(event.target);
  });
  document.addEventListener("submit", onSubmit);
  document.addEventListener("change", onChange);
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", (event) => closeFolds(event.target));
}
