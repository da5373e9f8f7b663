// Who sends a form sees that it is on its way, and sends it once. A page that comes back from history, or an
// answer that leaves the page where it is, frees the form again.
const LONGEST = 30_000;
const WORDS = "正在提交，请稍候";

export function startBusy() {
  const status = document.createElement("div");
  status.className = "z-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);
  // On the window: whatever stops the sending has spoken before.
  window.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || (submitter?.formTarget || form.target) === "_blank") return;
    if ("busy" in form.dataset) return event.preventDefault();
    form.dataset.busy = "";
    submitter?.setAttribute("aria-disabled", "true");
    status.textContent = WORDS;
    setTimeout(free, LONGEST, form, submitter);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-busy]")) free(form, null);
    for (const button of document.querySelectorAll("button[aria-disabled]")) free(null, button);
  });

  function free(form, submitter) {
    delete form?.dataset.busy;
    submitter?.removeAttribute("aria-disabled");
    status.textContent = "";
  }
}
