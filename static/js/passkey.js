// Say on the page, not in the console, that a passkey or security key did not work.
document.addEventListener("allauth.error", (event) => {
  const note = document.querySelector("[data-passkey-problem]");
  if (!note) return;
  event.preventDefault();
  note.hidden = false;
});
