// A draft is saved while it is written. Without this, the button saves it; whatever cannot be sent stays in the form.
(() => {
  "use strict";

  const form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch) return;
  const status = form.querySelector("[data-saved]");
  const WAIT = 1500;
  let timer = 0;
  let underWay = null;
  let again = false;

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  }

  async function save() {
    clearTimeout(timer);
    timer = 0;
    if (underWay) {
      again = true;
      return underWay;
    }
    underWay = send();
    await underWay;
    underWay = null;
    if (again) {
      again = false;
      return save();
    }
    return undefined;
  }

  async function send() {
    try {
      const answer = await fetch(form.action || window.location.href, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1" },
        credentials: "same-origin",
      });
      if (!(answer.headers.get("content-type") || "").includes("json")) throw new Error("no answer");
      const { said, seen } = await answer.json();
      if (seen) form.elements.seen.value = seen;
      status.textContent = said;
    } catch {
      status.textContent = status.dataset.offline;
      timer = setTimeout(save, 10 * WAIT);
    }
  }

  form.addEventListener("input", later);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!underWay) return;
    // What is on its way changes what the form has to say that it saw.
    event.preventDefault();
    const button = event.submitter;
    again = false;
    underWay.then(() => setTimeout(() => form.requestSubmit(button || undefined)));
  }, true);
  document.addEventListener("visibilitychange", () => {
    if (timer && document.visibilityState === "hidden") save();
  });
})();
