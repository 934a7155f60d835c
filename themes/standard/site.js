// Heftfaden, standard theme: what every page does. Without scripts everything can be read and every link works; this one adds
// theme choice, the way to the search and where the reader is. Some kinds of page load a script of their own behind it.
// Every word that scripts show stands in the page; they wait for `data-…` attributes and do nothing without them.
// A behaviour takes its element and returns what brings it up to date with the page: called at the start, and again
// whenever the page has changed under it.
(() => {
  "use strict";

  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // What is of no use without scripts shows from the first moment, so that nothing moves when it is ready. Nor does anything
  // move where the address names a view: until the page shows that one, it shows none.
  root.dataset.scripts = "";
  if (location.hash.startsWith("#?")) root.dataset.pending = "";

  // ── Theme. Runs while the head is read, so that no page flashes in the wrong colours. ──

  const KEY = "heftfaden-theme";
  const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const applyTheme = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  applyTheme(stored());
  addEventListener("storage", (event) => { if (event.key === KEY) applyTheme(event.newValue); });

  const themeSwitch = (select) => {
    select.addEventListener("change", () => {
      applyTheme(select.value);
      try {
        if (select.value === "auto") localStorage.removeItem(KEY);
        else localStorage.setItem(KEY, select.value);
      } catch { /* a browser that keeps nothing: the choice lasts for this page */ }
    });
    return () => { select.value = root.dataset.theme ?? "auto"; };
  };

  // ── Where the reader is: nav[data-here] marks the link to what stands at the top of the screen, and scrolls to it. ──

  const here = (nav) => {
    const box = nav.querySelector("details");
    const links = new Map();
    const inSight = new Set();
    let current = null;
    const watch = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) inSight[isIntersecting ? "add" : "delete"](target);
      const link = [...links].findLast(([target]) => inSight.has(target))?.[1]; // the last is the innermost
      if (!link || link === current) return;
      current?.removeAttribute("aria-current");
      link.setAttribute("aria-current", "location");
      current = link;
      const [own, outer] = [link.getBoundingClientRect(), box.getBoundingClientRect()];
      if (own.top < outer.top || own.bottom > outer.bottom) box.scrollTop += own.top - outer.top - outer.height / 3;
    }, { rootMargin: "-10% 0px -85% 0px" });
    return () => {
      watch.disconnect();
      inSight.clear();
      links.clear();
      for (const link of all("a[href^='#']", nav)) {
        const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
        if (!target) continue;
        links.set(target, link);
        watch.observe(target);
      }
    };
  };

  // ── Search: button[data-search] opens it, as do "/" and Ctrl-K. Its script and its index are loaded when it is first used. ──

  const search = (button) => {
    let script = null;
    const open = () => {
      if (script) return void document.dispatchEvent(new Event("heftfaden:search"));
      heftfaden.typed = ""; // until the dialog is there
      script = document.createElement("script");
      script.src = button.dataset.search;
      script.onerror = () => { script = heftfaden.typed = null; button.textContent = button.dataset.searchFailed; };
      document.head.append(script);
    };
    // A key without Ctrl can be in the way of who speaks to the machine: the dialog lets them turn it off.
    const slash = () => { try { return localStorage.getItem("heftfaden-slash") !== "off"; } catch { return true; } };
    button.addEventListener("click", open);
    addEventListener("keydown", (event) => {
      const { key, ctrlKey, metaKey, altKey } = event;
      const plain = !ctrlKey && !metaKey && !altKey;
      const withControl = (ctrlKey || metaKey) && !altKey && key.toLowerCase() === "k";
      const early = plain && heftfaden.typed != null && key.length === 1;
      const alone = key === "/" && plain && slash() && !document.querySelector("dialog[open]") && !event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
      if (event.defaultPrevented || !(early || withControl || alone)) return;
      event.preventDefault();
      if (early) heftfaden.typed += key;
      else open();
    });
  };
  // ── Terms: what one means goes away with Escape, until the pointer or the focus has left it (WCAG 1.4.13). ──

  addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const term of all(".term:is(:hover, :focus-within)")) term.classList.add("hushed");
  });
  for (const kind of ["pointerout", "focusout"]) {
    addEventListener(kind, ({ target, relatedTarget }) => {
      const term = target.closest?.(".term.hushed");
      if (term && !term.contains(relatedTarget)) term.classList.remove("hushed");
    });
  }

  // ── References: what shows their items is loaded when the first is pointed at, or reached by keyboard. ──

  const REFERENCES = ":is(a.ref, a.id, a[data-item], .onpage a, [data-kind=item] .turn a)";
  const reach = ({ type, target, pointerType }) => {
    if (pointerType === "touch" || !target.closest?.(REFERENCES) || (type === "focusin" && !target.matches(":focus-visible"))) return;
    for (const kind of REACHING) removeEventListener(kind, reach);
    const script = document.createElement("script");
    script.src = document.body.dataset.hover;
    document.head.append(script);
  };
  const REACHING = ["pointerover", "focusin"];
  for (const kind of REACHING) addEventListener(kind, reach);

  // ── Start, and every change of the page ──

  const BEHAVIOURS = [
    ["[data-theme-switch]", themeSwitch],
    ["[data-here]", here],
    ["[data-search]", search],
  ];
  // What a page's own script adds: heftfaden.behaviour("selector", behaviour), while the head is read.
  self.heftfaden = { all, references: REFERENCES, behaviour: (...one) => BEHAVIOURS.push(one) };
  const updates = new WeakMap(); // an element → what brings it up to date
  const update = () => {
    for (const node of all("[data-script][hidden]")) node.hidden = false; // as templates of a project's own may have it
    try {
      for (const [selector, behaviour] of BEHAVIOURS) {
        for (const node of all(selector)) {
          if (!updates.has(node)) updates.set(node, behaviour(node));
          updates.get(node)?.();
        }
      }
    } finally {
      delete root.dataset.pending;
    }
  };
  document.addEventListener("DOMContentLoaded", update);
  document.addEventListener("heftfaden:change", update); // the preview has changed the page
})();
