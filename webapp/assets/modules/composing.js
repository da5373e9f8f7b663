// Text composed with an input method (输入法): until it is committed nobody hears of it, neither drafts nor
// filters nor previews. The value from before stands on the element, so that bundles share it.
export function startComposing() {
  document.addEventListener("compositionstart", ({ target }) => {
    if ("value" in target) target.dataset.composing = target.value;
  });
  window.addEventListener("input", (event) => event.isComposing && event.stopImmediatePropagation(), true);
  document.addEventListener("compositionend", ({ target }) => {
    delete target.dataset.composing;
    target.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// What a field holds, leaving out what is still being composed.
export const settled = (element) => element.dataset.composing ?? element.value;

// What a form holds, likewise.
export function settledData(form) {
  const data = new FormData(form);
  for (const element of form.querySelectorAll("[data-composing][name]")) data.set(element.name, settled(element));
  return data;
}
