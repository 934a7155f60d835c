// Heftfaden, standard theme. Without this script everything can be read and every link works; it adds
// theme choice, filters, sorting, CSV, the way to the search, where the reader is, the curved threads of the synopsis and their dimming.
// Every word that it shows stands in the page; it waits for `data-…` attributes and does nothing without them.
// A behaviour takes its element and returns what brings it up to date with the page: called at the start, and again
// whenever the page has changed under it.
(() => {
  "use strict";

  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const words = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

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

  // ── Filters: form[data-filter="#list"]. Each control's name is a data attribute of the list's [data-row]s; ──
  // "q" searches their text. Rows may hold several values, separated by blanks. The state lives in the address.

  const readHash = () => new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : "");

  const filter = (form) => {
    const controls = () => [...form.elements].filter((control) => control.name && control.tagName !== "OUTPUT");
    const text = new Map();
    const textOf = (row) => {
      if (!text.has(row)) text.set(row, words(row).toLocaleLowerCase(root.lang));
      return text.get(row);
    };
    const holds = (row, key, value) => (row.dataset[key] ?? "").split(" ").includes(value);

    let list, rows, groups, tallies, none;
    const run = () => {
      const wanted = [];
      for (const control of controls()) {
        const value = control.type === "checkbox" ? (control.checked ? control.value : "") : control.value.trim();
        if (value) wanted.push([control.name, value]);
      }
      let shown = 0;
      for (const row of rows) {
        row.hidden = !wanted.every(([key, value]) => key === "q"
          ? value.toLocaleLowerCase(root.lang).split(/\s+/).every((word) => textOf(row).includes(word))
          : holds(row, key, value));
        if (!row.hidden) shown += 1;
      }
      for (const group of groups) group.hidden = !group.querySelector("[data-row]:not([hidden])");
      for (const [node, key, value] of tallies) {
        node.textContent = rows.filter((row) => !row.hidden && holds(row, key, value)).length;
      }
      const output = form.querySelector("output");
      if (output) output.textContent = fill(form.dataset.count, { n: shown, of: rows.length });
      if (none) none.hidden = shown > 0;
      const state = new URLSearchParams(wanted).toString();
      if (state !== readHash().toString()) {
        try { history.replaceState(null, "", state ? `#?${state}` : location.pathname + location.search); } catch { /* file:// in some browsers */ }
      }
      list?.dispatchEvent(new Event("filtered"));
    };

    const restore = () => {
      const hash = readHash();
      for (const control of controls()) {
        const value = hash.get(control.name);
        if (control.type === "checkbox") control.checked = value === control.value;
        else if (control.tagName !== "SELECT" || value === null || [...control.options].some((option) => option.value === value)) control.value = value ?? "";
      }
    };

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", run);
    form.addEventListener("reset", () => setTimeout(run));
    addEventListener("hashchange", () => { if (location.hash.startsWith("#?")) { restore(); run(); } });
    restore();
    return () => {
      list = document.querySelector(form.dataset.filter);
      rows = list ? all("[data-row]", list) : [];
      groups = list ? all("[data-group]", list) : [];
      tallies = all("[data-tally]").map((node) => [node, ...node.dataset.tally.split(":")]);
      none = document.querySelector(form.dataset.none);
      text.clear();
      run();
    };
  };

  // ── Sorting: table[data-sort]; a head with data-sort="text" or "number" gets a button. A cell's data-v stands before its text. ──

  const sorting = (table) => {
    const collator = new Intl.Collator(root.lang, { numeric: true });
    const sort = () => {
      const head = table.querySelector("thead th[aria-sort]");
      if (!head) return;
      const value = (cell) => cell.dataset.v ?? words(cell);
      const compare = head.dataset.sort === "number" ? ([a], [b]) => Number(a) - Number(b) : ([a], [b]) => collator.compare(a, b);
      const [body] = table.tBodies;
      const rows = [...body.rows].map((row) => [value(row.cells[head.cellIndex]), row]).sort(compare).map(([, row]) => row);
      if (head.getAttribute("aria-sort") === "descending") rows.reverse();
      if (rows.some((row, place) => row !== body.rows[place])) body.append(...rows);
    };
    return () => {
      for (const head of all("thead th[data-sort]", table)) {
        if (head.querySelector("button")) continue;
        const button = document.createElement("button");
        button.type = "button";
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener("click", () => {
          const down = head.getAttribute("aria-sort") === "ascending";
          for (const other of all("thead th", table)) other.removeAttribute("aria-sort");
          head.setAttribute("aria-sort", down ? "descending" : "ascending");
          sort();
        });
      }
      sort();
    };
  };

  // ── CSV: button[data-csv="#table"] saves the rows that are shown. ──

  const cell = (node) => {
    const parts = all("li", node);
    let text = parts.length ? parts.map(words).join(", ") : words(node);
    if (/^[=+\-@\t\r]/.test(text)) text = `'${text}`; // a spreadsheet must not run it
    return `"${text.replaceAll('"', '""')}"`;
  };
  const csv = (button) => button.addEventListener("click", () => {
    const table = document.querySelector(button.dataset.csv);
    const lines = [...table.rows].filter((row) => !row.hidden)
      .map((row) => [...row.cells].map(cell).join(button.dataset.separator || ";"));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" }));
    link.download = button.dataset.filename;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });

  // ── Synopsis: threads as curves across the gutter, drawn for the rows in sight; a hovered or focused item keeps only its thread. ──

  const SVG = "http://www.w3.org/2000/svg";
  const SIGNS = ["realised", "partial", "deviating", "excluded", "mentioned"];

  const synopsis = (book) => {
    const inSight = new Set();
    const wide = matchMedia("(min-width: 60em)");

    const measure = (row) => {
      const svg = row.querySelector(".threads");
      const box = svg.getBoundingClientRect();
      const line = (node) => {
        const range = document.createRange(); // the title's first line, however long the title
        range.selectNodeContents(node);
        const first = [...range.getClientRects()].find((rect) => rect.width > 0) ?? node.getBoundingClientRect();
        return first.top + first.height / 2 - box.top;
      };
      const from = line(row.querySelector(".left h4"));
      return [svg, box.width, from, all(".reals > li", row).map((real) => [real, line(real.querySelector("h4"))])];
    };
    const draw = ([svg, width, from, reals]) => {
      svg.replaceChildren(...reals.map(([real, to]) => {
        const path = document.createElementNS(SVG, "path");
        const knot = real.classList.contains("excluded");
        const end = width;
        const bend = Math.min(width * .55, 24 + Math.abs(to - from));
        let d = Math.abs(to - from) < 2 ? `M0 ${from}H${end}` : `M0 ${from}C${bend} ${from} ${end - bend} ${to} ${end} ${to}`;
        if (knot) d += `M${end - 9} ${to}a3.6 3.6 0 1 1 .01 0`;
        path.setAttribute("d", d);
        path.setAttribute("class", SIGNS.find((sign) => real.classList.contains(sign)) ?? "");
        if (real.classList.contains("lit")) path.classList.add("lit");
        return path;
      }));
    };
    let waiting = 0;
    const redraw = () => {
      if (waiting || !wide.matches) return;
      waiting = requestAnimationFrame(() => {
        waiting = 0;
        [...inSight].filter((row) => !row.hidden).map(measure).forEach(draw); // all reading before all writing
      });
    };

    const watch = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) inSight[isIntersecting ? "add" : "delete"](target);
      redraw();
    }, { rootMargin: "300px" });
    new ResizeObserver(redraw).observe(book);
    book.addEventListener("filtered", redraw);
    book.addEventListener("toggle", redraw, true);
    addEventListener("scroll", redraw, { passive: true }); // a left item follows a long right column
    document.fonts?.ready.then(redraw);

    const places = new Map(); // an item's ID → [row, which of its realisations, or -1 for its left page]
    const place = (id, ...where) => { if (!places.has(id)) places.set(id, []); places.get(id).push(where); };
    let lit = null;
    const light = (id) => {
      if (id === lit) return;
      lit = id;
      for (const node of all(".lit", book)) node.classList.remove("lit");
      book.classList.toggle("dimming", id !== null);
      if (id === null) return;
      for (const [row, index] of places.get(id) ?? []) {
        const parts = [".reals > li", ".threads path"].flatMap((kind) => index < 0 ? all(kind, row) : [all(kind, row)[index]]);
        for (const part of [row.querySelector(".left > div"), row.querySelector(".nothing"), ...parts]) part?.classList.add("lit");
      }
    };
    const owner = (node) => node?.closest?.("[data-id]")?.dataset.id ?? null;
    let soon = 0;
    book.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "mouse") return;
      clearTimeout(soon);
      soon = setTimeout(() => light(owner(event.target)), 90);
    });
    book.addEventListener("pointerleave", () => { clearTimeout(soon); light(owner(document.activeElement?.matches(":focus-visible") ? document.activeElement : null)); });
    book.addEventListener("focusin", (event) => { if (event.target.matches(":focus-visible")) light(owner(event.target)); });
    book.addEventListener("focusout", () => light(null));
    addEventListener("keydown", (event) => { if (event.key === "Escape") light(null); });

    return () => {
      book.classList.add("drawn");
      places.clear();
      watch.disconnect();
      inSight.clear();
      for (const row of all(".row", book)) {
        if (!row.querySelector(".threads")) {
          const svg = document.createElementNS(SVG, "svg");
          svg.setAttribute("class", "threads");
          svg.setAttribute("aria-hidden", "true");
          row.append(svg);
        }
        place(row.querySelector(".left").dataset.id, row, -1);
        all(".reals > li", row).forEach((real, index) => place(real.dataset.id, row, index));
        watch.observe(row);
      }
    };
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
      script = document.createElement("script");
      script.src = button.dataset.search;
      script.onerror = () => { script = null; button.textContent = button.dataset.searchFailed; };
      document.head.append(script);
    };
    // A key without Ctrl can be in the way of who speaks to the machine: the dialog lets them turn it off.
    const slash = () => { try { return localStorage.getItem("heftfaden-slash") !== "off"; } catch { return true; } };
    button.addEventListener("click", open);
    addEventListener("keydown", (event) => {
      const { key, ctrlKey, metaKey, altKey } = event;
      const withControl = (ctrlKey || metaKey) && !altKey && key.toLowerCase() === "k";
      const alone = key === "/" && !ctrlKey && !metaKey && !altKey && slash() && !document.querySelector("dialog[open]") && !event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
      if (event.defaultPrevented || !(withControl || alone)) return;
      event.preventDefault();
      open();
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

  // ── Start, and every change of the page ──

  const BEHAVIOURS = [
    ["[data-theme-switch]", themeSwitch],
    ["table[data-sort]", sorting],
    ["[data-csv]", csv],
    ["[data-here]", here],
    ["[data-search]", search],
    ["[data-synopsis]", synopsis],
    ["form[data-filter]", filter],
  ];
  const updates = new WeakMap(); // an element → what brings it up to date
  const update = () => {
    for (const node of all("[data-script]")) node.hidden = false; // what is of no use without the script
    for (const [selector, behaviour] of BEHAVIOURS) {
      for (const node of all(selector)) {
        if (!updates.has(node)) updates.set(node, behaviour(node));
        updates.get(node)?.();
      }
    }
  };
  document.addEventListener("DOMContentLoaded", update);
  document.addEventListener("heftfaden:change", update); // the preview has changed the page
})();
