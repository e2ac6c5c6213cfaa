// What every page does: the language, the state in the address (#at=anchor&lang=zh&...), and links that keep the language.
"use strict";
const red = window.red = (() => {
  const root = document.documentElement;
  const listeners = [];

  function read() {
    const text = location.hash.slice(1);
    if (text && !text.includes("=")) return new URLSearchParams([["at", safely(text)]]);
    return new URLSearchParams(text);
  }

  function safely(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }

  function written(state) {
    const keys = [...state.keys()];
    if (keys.length === 1 && keys[0] === "at") return encodeURIComponent(state.get("at"));
    return state.toString();
  }

  // Put values into the address; empty ones leave it.
  function remember(values) {
    const state = read();
    for (const [key, value] of Object.entries(values)) {
      if (value === "" || value === null) state.delete(key); else state.set(key, value);
    }
    const text = written(state);
    if (text !== location.hash.slice(1)) history.replaceState(null, "", text ? "#" + text : location.pathname);
  }

  const language = () => (read().get("lang") === "zh" ? "zh" : "en");

  function speak() {
    const lang = language();
    root.lang = lang === "zh" ? "zh-Hans" : "en";
    root.dataset.lang = lang;
    document.title = root.dataset[lang === "zh" ? "titleZh" : "titleEn"] + document.title.replace(/^.* · /, " · ");
    for (const each of document.querySelectorAll("[data-zh-aria-label]")) {
      each.dataset.enAriaLabel ??= each.getAttribute("aria-label");
      each.setAttribute("aria-label", each.dataset[lang + "AriaLabel"]);
    }
    for (const each of document.querySelectorAll("option[data-en]")) each.textContent = each.dataset[lang];
    listeners.forEach(listener => listener(lang));
  }

  // Show what the address points at: open what hides it, scroll to it, and mark it.
  function show() {
    for (const each of document.querySelectorAll(".here")) each.classList.remove("here");
    const at = read().get("at");
    const found = at && document.getElementById(at);
    if (!found) return;
    for (let each = found; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
    let place = found;
    while (place.matches("a.anchor") && place.nextElementSibling) place = place.nextElementSibling;
    place.classList.add("here");
    place.scrollIntoView({block: "center"});
    if (!place.hasAttribute("tabindex") && !place.href) place.tabIndex = -1;
    place.focus({preventScroll: true});
  }

  // An address inside the site, with the language that is on.
  function address(href) {
    if (language() !== "zh") return href;
    const [path, hash = ""] = href.split("#");
    const state = new URLSearchParams(hash.includes("=") ? hash : hash ? [["at", safely(hash)]] : []);
    state.set("lang", "zh");
    return path + "#" + state;
  }

  document.addEventListener("click", event => {
    const link = event.target.closest?.("a[href]");
    const href = link?.getAttribute("href");
    if (href && !/^[a-z]+:/i.test(href) && !link.hasAttribute("download")) link.setAttribute("href", address(href));
  }, true);

  window.addEventListener("hashchange", () => { speak(); show(); });
  document.getElementById("switch-language").addEventListener("click", () => {
    remember({lang: language() === "zh" ? "" : "zh"});
    speak();
  });
  document.addEventListener("DOMContentLoaded", () => { speak(); show(); });

  return {read, remember, language, address, root: root.dataset.root, onLanguage: listener => listeners.push(listener)};
})();
