// Heftfaden, standard theme: unfolding the chapters of the project's picture. Without it each chapter leads to its own
// picture. What a chapter holds is a script of its own, loaded when a reader unfolds it: a page opened as a file may load no
// other.
(() => {
  "use strict";

  const { all, behaviour } = self.heftfaden;
  const SVG = "http://www.w3.org/2000/svg";
  const ROW = 22, PAD = 8;
  const LINES = ["realised", "partial", "deviating", "excluded", "mentioned", "traced"];
  const SIGNS = { passed: "✓", failed: "✗", untested: "○" };

  const make = (name, attributes, ...children) => {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

  /** Cuts the text of a drawn <text> to a width. */
  const cut = (node, width) => {
    const whole = node.textContent;
    if (node.getComputedTextLength() <= width) return;
    let [low, high] = [0, whole.length];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      node.textContent = `${whole.slice(0, middle).trimEnd()}…`;
      if (node.getComputedTextLength() <= width) low = middle;
      else high = middle - 1;
    }
    node.textContent = `${whole.slice(0, low).trimEnd()}…`;
  };

  const levels = (svg) => {
    const open = new Set(); // the numbers of the unfolded chapters
    const frame = svg.closest("[data-graph]");
    const pieces = () => (self.heftfadenGraph ??= {});
    let nodes = new Map(); // number → { group, x, y, width, height }

    const title = (group) => group.querySelector("title").textContent;
    const tall = (number) => {
      const { height } = nodes.get(number);
      if (!open.has(number)) return height;
      const piece = pieces()[number];
      return height + (piece.rows.length + (piece.more ? 1 : 0)) * ROW + 6;
    };

    /** The rows of an unfolded chapter. */
    const rows = (number) => {
      const { group, width, height } = nodes.get(number);
      const piece = pieces()[number];
      const { root } = svg.dataset;
      const box = make("g", { class: "rows" });
      group.append(box);
      const row = (place, id, text, href, full) => {
        const link = make("a", { href: root + href, "data-n": `${number}:${place}`, transform: `translate(0 ${height + place * ROW})` }, make("title", {}, full));
        link.append(make("rect", { x: 1, width: width - 2, height: ROW }), make("text", { class: "id", x: PAD, y: 15 }, id), make("text", { y: 15 }, text));
        box.append(link);
        return link;
      };
      piece.rows.forEach(([id, text, sign, word, href], place) => {
        const link = row(place, id, text, href, `${id} ${text}${word && ` – ${word}`}`);
        const [idText, titleText] = all("text", link);
        const line = LINES.find((kind) => sign.split(" ").includes(kind));
        let right = width - PAD;
        if (sign === "dropped") link.classList.add(sign);
        else if (sign.startsWith("cov") && line) {
          right -= 28;
          const knot = line === "excluded" ? `M${right + 21} 11a3.6 3.6 0 1 1 .01 0` : "";
          link.append(make("path", { class: line === "traced" ? "realised" : line, d: `M${right} 11h28${knot}` }));
        } else if (sign) {
          const kind = sign.split(" ").pop();
          const mark = make("text", { class: `mark ${sign}`, x: right, y: 15 }, SIGNS[kind] ?? word);
          link.append(mark);
          right -= mark.getComputedTextLength();
        }
        const from = PAD + idText.getComputedTextLength() + 6;
        titleText.setAttribute("x", from);
        cut(titleText, Math.max(0, right - from - 8));
      });
      if (piece.more) {
        const more = fill(svg.dataset.more, { n: piece.more });
        all("text", row(piece.rows.length, more, "", piece.href, more)).pop().remove();
      }
    };

    /** Where a tie begins or ends: at a row of an unfolded chapter, else at the chapter. */
    const end = (number, item) => {
      const piece = pieces()[number];
      let place = -1;
      if (open.has(number) && item >= 0) {
        place = piece.starts.findLastIndex((start) => start <= item);
        if (piece.more && item > piece.starts.at(-1)) place = piece.rows.length;
      }
      return at(number, place);
    };
    const at = (number, place) => {
      const { x, y, width, height, group } = nodes.get(number);
      return {
        id: place < 0 ? group.dataset.n : `${number}:${place}`,
        x, width,
        y: place < 0 ? y + height / 2 : y + height + place * ROW + ROW / 2,
      };
    };
    const curve = (one, other) => {
      const [left, right] = one.x < other.x ? [one, other] : [other, one];
      const from = left.x + left.width;
      const half = (right.x - from) / 2;
      return [`${left.id} ${right.id}`, `M${from} ${left.y}C${from + half} ${left.y} ${right.x - half} ${right.y} ${right.x} ${right.y}`];
    };

    const draw = () => {
      const columns = Map.groupBy?.([...nodes.values()], ({ x }) => x) ?? [...nodes.values()].reduce((map, node) => map.set(node.x, [...(map.get(node.x) ?? []), node]), new Map());
      let bottom = 0;
      for (const column of columns.values()) {
        let top = 0;
        for (const node of column) {
          node.y = top;
          node.group.setAttribute("transform", `translate(${node.x} ${top})`);
          node.group.querySelector("rect").setAttribute("height", tall(node.number));
          top += tall(node.number) + Number(svg.dataset.gap);
        }
        bottom = Math.max(bottom, top);
      }
      for (const tie of all(".tie", svg)) tie.remove();
      const first = svg.querySelector(".level");
      for (const bundle of all(".bundle", svg)) {
        const pair = bundle.dataset.e.split(" ").map(Number);
        const folded = !pair.some((number) => open.has(number));
        bundle.toggleAttribute("hidden", !folded);
        if (folded) bundle.setAttribute("d", curve(end(pair[0], -1), end(pair[1], -1))[1]);
      }
      const drawn = new Set();
      for (const number of [...open].sort((a, b) => a - b)) {
        const piece = pieces()[number];
        for (const [row, other, item] of piece.ends) {
          const [ids, d] = curve(at(number, row), end(other, item));
          if (drawn.has(ids)) continue;
          drawn.add(ids);
          first.before(make("path", { class: "tie", "data-e": ids, d }));
        }
      }
      const view = svg.viewBox.baseVal;
      const height = bottom - view.y;
      if (height !== view.height) {
        svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${height}`);
        svg.setAttribute("height", height * svg.width.baseVal.value / view.width);
        frame.dispatchEvent(new Event("resized"));
      }
    };

    const show = (number) => {
      const { group } = nodes.get(number);
      const toggle = group.querySelector(".toggle");
      const is = open.has(number);
      group.querySelector(".rows")?.remove();
      if (is) rows(number);
      toggle.setAttribute("aria-expanded", is);
      toggle.querySelector("path").setAttribute("d", is ? "M8 13h10" : "M8 13h10m-5-5v10");
      draw();
    };
    const loaded = new Map(); // number → the piece that is loaded
    const unfold = (number) => {
      const { piece } = nodes.get(number).group.dataset;
      const ready = () => { loaded.set(number, piece); open.add(number); show(number); };
      if (loaded.get(number) === piece) return ready();
      const script = document.createElement("script");
      script.src = piece;
      script.onload = ready;
      script.onerror = () => { script.remove(); nodes.get(number).group.querySelector(".note").textContent = svg.dataset.failed; };
      document.head.append(script);
    };
    const toggle = (number) => { if (open.delete(number)) show(number); else unfold(number); };

    svg.addEventListener("click", (event) => {
      const button = event.target.closest(".toggle");
      if (button) toggle(Number(button.closest(".level").dataset.n));
    });
    svg.addEventListener("keydown", (event) => {
      if (!event.target.matches?.(".toggle") || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      toggle(Number(event.target.closest(".level").dataset.n));
    });

    return () => {
      nodes = new Map();
      for (const group of all(".level", svg)) {
        const number = Number(group.dataset.n);
        const rect = group.querySelector("rect");
        nodes.set(number, {
          number, group,
          x: Number(/[\d.-]+/.exec(group.getAttribute("transform"))[0]),
          y: 0, width: rect.width.baseVal.value, height: Number(group.dataset.h),
        });
        if (!group.dataset.piece || group.querySelector(".toggle")) continue;
        const name = fill(svg.dataset.unfold, { title: title(group) });
        group.append(make("g", { class: "toggle", role: "button", tabindex: 0, "aria-expanded": false, "aria-label": name, transform: `translate(${rect.width.baseVal.value - 27} 1)` },
          make("rect", { width: 26, height: 26 }), make("path", { d: "M8 13h10m-5-5v10" })));
      }
      // The page may have changed under it: what a chapter holds is read again.
      for (const number of [...open]) {
        open.delete(number);
        nodes.get(number)?.group.querySelector(".rows")?.remove();
        if (nodes.get(number)?.group.dataset.piece) unfold(number);
      }
    };
  };

  behaviour("svg.levels", levels);
})();
