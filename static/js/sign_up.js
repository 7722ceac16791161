// Fields are checked as they are left. Whoever has come back to a field meanwhile is not interrupted, and whoever stands
// among the offices while they are exchanged goes on there.
(() => {
  "use strict";

  let among = false;

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target } = event.detail;
    if (target && target.contains(document.activeElement)) event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target } = event.detail;
    among = Boolean(target && target.id === "offices-part" && target.contains(document.activeElement));
  });
  document.addEventListener("htmx:oobAfterSwap", () => {
    if (!among) return;
    among = false;
    document.querySelector("#offices-part input, #id_exploring")?.focus();
  });
  // A check that gets no answer says nothing: the form is checked again when it is sent.
})();
