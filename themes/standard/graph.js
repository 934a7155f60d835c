// Heftfaden, standard theme: pictures of traces. They are drawn already; this changes their size, moves them, walks from node
// to node along the thread, and lets everything but the thread of a node step back.
(() => {
  "use strict";

  const { all, behaviour } = self.heftfaden;
  const LEAST = .15, MOST = 4;

  const graph = (frame) => {
    const box = frame.querySelector(".scroll");
    let svg, size, scale = 1;

    // ── Size: the drawing itself grows, and its box scrolls. ──

    const zoom = (wanted, x = box.clientWidth / 2, y = box.clientHeight / 2) => {
      const next = Math.min(MOST, Math.max(LEAST, wanted));
      const [left, top] = [(box.scrollLeft + x) / scale, (box.scrollTop + y) / scale];
      scale = next;
      svg.setAttribute("width", size.width * scale);
      svg.setAttribute("height", size.height * scale);
      box.scrollLeft = left * scale - x;
      box.scrollTop = top * scale - y;
      fits();
    };
    const fit = () => zoom(Math.min(box.clientWidth / size.width, innerHeight * .86 / size.height, 1));
    const ACTIONS = { in: () => zoom(scale * 1.25), out: () => zoom(scale / 1.25), fit, full: () => zoom(1) };
    const KEYS = { "+": "in", "=": "in", "-": "out", 0: "full", f: "fit" };

    frame.addEventListener("click", (event) => {
      const button = event.target.closest("[data-zoom]");
      if (button) ACTIONS[button.dataset.zoom]();
    });
    box.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const at = box.getBoundingClientRect();
      zoom(scale * Math.exp(-event.deltaY / 400), event.clientX - at.left, event.clientY - at.top);
    }, { passive: false });

    // ── The pointer holds the paper and moves it. A node that it lets go of is not opened. ──

    let held = null;
    box.addEventListener("dragstart", (event) => event.preventDefault());
    box.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.pointerType !== "mouse" || event.target === box) return; // fingers scroll by themselves, and so do scroll bars
      held = { x: event.clientX, y: event.clientY, left: box.scrollLeft, top: box.scrollTop, moved: false };
    });
    addEventListener("pointermove", (event) => {
      if (!held) return;
      const [x, y] = [event.clientX - held.x, event.clientY - held.y];
      if (!held.moved && Math.hypot(x, y) < 5) return;
      held.moved = true;
      frame.classList.add("held");
      box.scrollLeft = held.left - x;
      box.scrollTop = held.top - y;
    });
    const release = () => { frame.classList.remove("held"); setTimeout(() => { held = null; }); };
    addEventListener("pointerup", release);
    addEventListener("pointercancel", release);
    box.addEventListener("click", (event) => { if (held?.moved) { event.preventDefault(); event.stopPropagation(); } }, true);

    // ── The thread of a node: all that leads to it, and all that it leads to. Ties beside the chain go one step. ──

    const ends = (path) => path.dataset.e.split(" ");
    const thread = (id) => {
      const nodes = new Set([id]);
      const found = new Set();
      const inside = (end, own) => end === own || end.startsWith(`${own}:`); // a chapter has its items' ties
      const deep = !svg.classList.contains("levels");
      const paths = all("path[data-e]", svg).map((path) => [path, ...ends(path)]);
      for (const way of [0, 1]) {
        const ways = new Map();
        for (const [path, ...pair] of paths) {
          const from = pair[way];
          if (!ways.has(from)) ways.set(from, []);
          ways.get(from).push([path, pair[1 - way]]);
        }
        const seen = new Set();
        let next = [...ways.keys()].filter((end) => inside(end, id));
        for (let step = 0; next.length; step += 1) {
          const from = next;
          next = [];
          for (const end of from) {
            for (const [path, other] of ways.get(end) ?? []) {
              if (path.classList.contains("aside") && step) continue;
              found.add(path);
              nodes.add(other);
              if (deep && !path.classList.contains("aside") && !seen.has(other)) { seen.add(other); next.push(other); }
            }
          }
        }
      }
      return [nodes, found];
    };

    let lit = null;
    const light = (id) => {
      if (id === lit) return;
      lit = id;
      frame.classList.toggle("dimming", id !== null);
      for (const node of all(".lit", svg)) node.classList.remove("lit");
      if (id === null) return;
      const [nodes, paths] = thread(id);
      for (const path of paths) path.classList.add("lit");
      for (const node of all("[data-n]", svg)) node.classList.toggle("lit", nodes.has(node.dataset.n));
    };
    const owner = (node) => node?.closest?.("[data-n]")?.dataset.n ?? null;
    let soon = 0;
    box.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "mouse" || held) return;
      clearTimeout(soon);
      soon = setTimeout(() => light(owner(event.target)), 90);
    });
    box.addEventListener("pointerleave", () => { clearTimeout(soon); light(owner(document.activeElement?.matches(":focus-visible") && box.contains(document.activeElement) ? document.activeElement : null)); });
    box.addEventListener("focusin", (event) => { if (event.target.matches(":focus-visible")) light(owner(event.target)); });
    box.addEventListener("focusout", () => light(null));
    addEventListener("keydown", (event) => { if (event.key === "Escape") light(null); });

    // ── Keys: on the paper they scroll and change its size; on a node the arrows lead to the next one. ──

    const place = (node) => node.getBoundingClientRect();
    const link = (node) => (node.matches("a") ? node : node.querySelector("a"));
    const step = (node, key) => {
      const nodes = all("[data-n]", svg).filter(link);
      const own = place(node);
      if (key === "ArrowUp" || key === "ArrowDown") {
        const column = nodes.filter((other) => Math.abs(place(other).left - own.left) < 8).sort((a, b) => place(a).top - place(b).top);
        return column[column.indexOf(node) + (key === "ArrowUp" ? -1 : 1)];
      }
      const way = key === "ArrowRight" ? 1 : 0;
      const others = new Set(all("path[data-e]", svg).map(ends).filter((pair) => pair[1 - way] === node.dataset.n).map((pair) => pair[way]));
      const level = (other) => Math.abs(place(other).top - own.top);
      return nodes.filter((other) => others.has(other.dataset.n) && (place(other).left > own.left) === (way === 1)).sort((a, b) => level(a) - level(b))[0];
    };
    box.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const action = event.target === box ? KEYS[event.key] : undefined;
      if (action) {
        event.preventDefault();
        ACTIONS[action]();
      }
      const node = event.target.closest?.("[data-n]");
      if (!node || !event.key.startsWith("Arrow")) return;
      event.preventDefault();
      const next = step(node, event.key);
      if (next) link(next).focus();
    });

    const measure = () => {
      svg = frame.querySelector("svg");
      const view = svg.viewBox.baseVal;
      size = { width: view.width, height: view.height };
      if (scale !== 1) zoom(scale);
      fits();
    };
    const fits = () => frame.classList.toggle("wider", scale !== 1 || size.width > box.clientWidth + 1);
    new ResizeObserver(fits).observe(box);
    frame.addEventListener("resized", measure); // a chapter was unfolded

    measure();
    if (frame.classList.contains("small") && size.width > box.clientWidth) { // what the picture is about comes into sight
      const own = svg.querySelector(".own").getBoundingClientRect();
      box.scrollLeft = own.left - svg.getBoundingClientRect().left - (box.clientWidth - own.width) / 2;
    }
    return () => { measure(); lit = null; };
  };

  behaviour("[data-graph]", graph);
})();
