"use strict";
// On every page of somebody who is signed in: local times, "opened", log-off when idle, nothing left behind.
(() => {
  const data = document.body.dataset;
  const post = (url) => fetch(url, { method: "POST", keepalive: true, credentials: "same-origin" }).catch(() => {});

  // As the reader writes dates, where that is in the language of the page.
  const page = document.documentElement.lang;
  const own = navigator.languages.find((tag) => tag.split("-")[0] === page) || page;
  for (const time of document.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    const style = time.dataset.style === "date" ? { dateStyle: "long" } : { dateStyle: "long", timeStyle: "short" };
    if (!Number.isNaN(at.getTime())) time.textContent = new Intl.DateTimeFormat(own, { ...style, calendar: "gregory", numberingSystem: "latn" }).format(at);
  }

  // Shown means painted in a tab that somebody looks at, not fetched in the background.
  if (data.opened) {
    const tell = () => {
      if (document.visibilityState !== "visible") return;
      document.removeEventListener("visibilitychange", tell);
      requestAnimationFrame(() => requestAnimationFrame(() => post(data.opened)));
    };
    document.addEventListener("visibilitychange", tell);
    tell();
  }

  const wipe = () => document.body.replaceChildren();
  if (data.wipe) addEventListener("pagehide", wipe);
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  // Nothing is waited for: the page is empty before the finger has left it, and its place in the history is taken.
  for (const form of document.querySelectorAll("form[data-hide]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      wipe();
      document.title = "";
      post(form.action);
      location.replace("/hidden");
    });
  }

  const idle = Number(data.idle) * 1000;
  if (!(idle > 0)) return;
  const warnAt = Math.max(idle - 60000, idle / 2);
  let last = Date.now();
  let told = last;
  let banner = null;
  const active = () => {
    last = Date.now();
    if (banner) {
      banner.remove();
      banner = null;
      told = 0;
    }
    // The server's own clock for the session goes by requests.
    if (last - told > Math.min(60000, idle / 4)) {
      told = last;
      post(data.alive);
    }
  };
  for (const kind of ["pointerdown", "keydown", "scroll", "input"]) addEventListener(kind, active, { passive: true });
  const warn = () => {
    if (banner) return;
    banner = document.createElement("div");
    banner.className = "banner warn floating";
    banner.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.textContent = data.warning;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "primary";
    button.textContent = data.stay;
    button.addEventListener("click", active);
    banner.append(words, button);
    document.body.append(banner);
  };
  const timer = setInterval(() => {
    const quiet = Date.now() - last;
    if (quiet >= idle) {
      clearInterval(timer);
      wipe();
      post(data.leave).finally(() => location.replace(data.left));
    } else if (quiet >= warnAt) warn();
  }, 500);
})();
