// Two small courtesies; every page works without them.
(() => {
  "use strict";

  // Tell the server the reader's time zone, in forms that ask for it.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const input of document.querySelectorAll('input[type="hidden"][name="time_zone"]')) {
    if (zone) input.value = zone;
  }

  // A second click on a form that is already on its way does nothing. The button keeps its name and value, because it
  // is marked, not disabled; the mark goes after a few seconds, or when the reader comes back to the page.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
    setTimeout(release, 8000);
  });
  window.addEventListener("pageshow", release);

  function release() {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    }
  }
})();
