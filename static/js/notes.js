// Notes are kept as they are typed: first in this browser, then, as soon as there is a connection, with us. Newer notes
// from another window are never written over: whoever types is asked. What has reached us is kept here no longer.
// Each window has a place of its own, locked while it is open; what a window left behind is taken up by the next one.
(() => {
  "use strict";

  const PREFIX = "notes:";
  const DAYS_KEPT = 7;
  const PAUSE_MS = 700;
  const RETRY_MS = 5000;
  const store = ownStore();
  forgetWhatIsDone();
  const form = document.querySelector("form[data-draft]");
  if (form && store) keep(form);

  function keep(form) {
    const talk = PREFIX + form.dataset.talk + ":";
    const place = talk + Math.random().toString(36).slice(2);
    const status = document.querySelector("[data-status]");
    const asking = document.querySelector("[data-asking]");
    const csrf = form.elements.csrfmiddlewaretoken.value;
    const opened = JSON.stringify(typed());
    let seen = Number(form.elements.seen.value) || 0;
    let timer = 0;
    let sending = false;
    let asked = false;

    holdLock(place);
    takeUp();

    form.addEventListener("input", () => {
      write(typed());
      if (!asked) later(PAUSE_MS);
    });
    window.addEventListener("online", () => later(0));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && read(place)) send();
    });
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      write(typed());
      if (!navigator.onLine) {
        event.preventDefault();
        say("offline", "wait");
        return;
      }
      // Once a page comes back that has no form for this talk, the notes have arrived.
      form.elements.seen.value = seen;
      sessionStorage.setItem(place, "sent");
    });

    async function takeUp() {
      const from = await newestLeftBehind(talk, place);
      if (!from) return;
      const left = read(from);
      store.removeItem(from);
      if (JSON.stringify(left.said) === opened) return;
      const typedMeanwhile = read(place);
      if (left.seen !== seen || typedMeanwhile) return ask(left.said, seen);
      store.setItem(place, JSON.stringify(left));
      fill(left.said);
      later(0);
    }

    function typed() {
      const said = {};
      for (const [name, value] of new FormData(form)) {
        if (["csrfmiddlewaretoken", "form_key", "seen", "window"].includes(name)) continue;
        if (name === "flags") (said.flags = said.flags || []).push(value);
        else said[name] = value;
      }
      return said;
    }

    function fill(said) {
      for (const field of form.elements) {
        if (!field.name || field.type === "hidden" || field.type === "submit") continue;
        const value = said[field.name];
        if (field.type === "radio") field.checked = value === field.value;
        else if (field.type === "checkbox") field.checked = (value || []).includes(field.value);
        else field.value = value || "";
      }
    }

    function write(said) {
      try {
        store.setItem(place, JSON.stringify({ said, seen, at: Date.now() }));
      } catch {
        say("full", "no");
      }
    }

    function later(pause) {
      clearTimeout(timer);
      timer = setTimeout(send, pause);
    }

    async function send() {
      const left = read(place);
      if (!left || sending || asked) return;
      clearTimeout(timer);
      sending = true;
      const said = JSON.stringify(left.said);
      try {
        const answer = await fetch(form.dataset.draft, {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
          body: JSON.stringify({ ...left.said, seen, window: form.elements.window.value }),
          redirect: "manual",
          keepalive: said.length < 50_000,
        });
        await hear(answer, said);
      } catch {
        say("offline", "wait");
        later(RETRY_MS);
      } finally {
        sending = false;
      }
    }

    async function hear(answer, said) {
      if (answer.type === "opaqueredirect" || answer.status === 403) return say("signedOut", "no");
      if (answer.status >= 500) {
        say("offline", "wait");
        return later(RETRY_MS);
      }
      const told = await answer.json();
      if (answer.status === 409) return ask(typed(), told.version);
      if (!answer.ok) return say("refused", "no", told.why);
      seen = told.version;
      form.elements.seen.value = seen;
      if (JSON.stringify(typed()) === said) {
        store.removeItem(place);
        say("saved", "ok", told.at);
      } else {
        write(typed());
        later(0);
      }
    }

    function ask(said, newest) {
      asked = true;
      asking.hidden = false;
      asking.querySelector("[data-typed]").textContent = Object.values(said).flat().join("\n");
      say("newer", "no");
      asking.querySelector("[data-use]").onclick = () => {
        asked = false;
        asking.hidden = true;
        seen = newest;
        form.elements.seen.value = seen;
        fill(said);
        write(said);
        later(0);
        form.focus();
      };
      asking.querySelector("[data-drop]").onclick = () => {
        store.removeItem(place);
        location.reload();
      };
    }

    function say(what, kind, more) {
      status.textContent = status.dataset[what] + (more ? " " + more : "");
      status.className = "badge-soft badge-soft--" + kind;
    }
  }

  // Held for as long as this window is open. A browser without locks takes every place for one that was left behind.
  function holdLock(place) {
    if (navigator.locks) navigator.locks.request(place, () => new Promise(() => {}));
  }

  async function newestLeftBehind(talk, own) {
    let newest = null;
    for (const place of Object.keys(store).filter((key) => key.startsWith(talk) && key !== own)) {
      const isFree = !navigator.locks || (await navigator.locks.request(place, { ifAvailable: true }, Boolean));
      const left = isFree && read(place);
      if (left && (!newest || left.at > read(newest).at)) newest = place;
    }
    return newest;
  }

  function read(place) {
    try {
      return JSON.parse(store.getItem(place));
    } catch {
      return null;
    }
  }

  // Notes that were handed in, and those that nobody came back to for a week, do not stay on this device.
  function forgetWhatIsDone() {
    if (!store) return;
    const here = document.querySelector("form[data-draft]");
    for (const place of Object.keys(store).filter((key) => key.startsWith(PREFIX))) {
      const left = read(place);
      const isHere = here && place.startsWith(PREFIX + here.dataset.talk + ":");
      const arrived = sessionStorage.getItem(place) && !isHere;
      if (!left || arrived || Date.now() - left.at > DAYS_KEPT * 86_400_000) store.removeItem(place);
      sessionStorage.removeItem(place);
    }
  }

  function ownStore() {
    try {
      localStorage.setItem("notes?", "");
      localStorage.removeItem("notes?");
      return localStorage;
    } catch {
      return null;
    }
  }
})();
