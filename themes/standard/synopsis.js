// Heftfaden, standard theme: the synopsis' threads.
(() => {
  "use strict";

  const { all, behaviour } = self.heftfaden;

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

  behaviour("[data-synopsis]", synopsis);
})();
