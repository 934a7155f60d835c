// What the preview shows beside the page, in one element after its body: faults, a note of what changed, marks of findings
// in the margin, and the way from a block to its source. Text comes in as text only, never as HTML.

const WORDS = {
  de: {
    preview: "Vorschau",
    error: "Fehler", warning: "Warnung", hint: "Hinweis",
    "faults.one": "Ein Fehler", "faults.many": "{n} Fehler",
    "faults.state": "Zu sehen ist der letzte gute Stand.",
    fold: "Einklappen", unfold: "Zeigen",
    solved: "Der Fehler ist behoben.",
    updated: "Die Seite ist aktualisiert.",
    changed: "Geändert: {what}", "changed.above": "Weiter oben geändert", "changed.below": "Weiter unten geändert",
    jump: "Dorthin", close: "Schließen",
    gone: "Diese Seite gibt es nicht mehr; zu sehen ist ihr letzter Stand.", home: "Zur Startseite",
    lost: "Die Verbindung zur Vorschau ist unterbrochen. Sie kommt von selbst wieder.",
    copy: "Kopieren", copied: "Kopiert",
    source: "Quelle: {place}", "source.open": "Im Editor öffnen: {place}", "source.show": "Zur Quelle der Absätze",
    finding: "{level}: {title}", "finding.many": "{n} Befunde, {level}: {title}",
  },
  en: {
    preview: "Preview",
    error: "Error", warning: "Warning", hint: "Hint",
    "faults.one": "One error", "faults.many": "{n} errors",
    "faults.state": "You see the last good state.",
    fold: "Fold", unfold: "Show",
    solved: "The error is mended.",
    updated: "The page is up to date.",
    changed: "Changed: {what}", "changed.above": "Changed further up", "changed.below": "Changed further down",
    jump: "Go there", close: "Close",
    gone: "This page is no longer there; you see its last state.", home: "To the home page",
    lost: "The preview has lost its server. It comes back by itself.",
    copy: "Copy", copied: "Copied",
    source: "Source: {place}", "source.open": "Open in the editor: {place}", "source.show": "To the source of the paragraphs",
    finding: "{level}: {title}", "finding.many": "{n} findings, {level}: {title}",
  },
};
const SIGNS = { error: "✗", warning: "△", hint: "○" };
const LEVELS = Object.keys(SIGNS);
const KEY = "q"; // with Alt: to the source
const FOLDED = "heftfaden-folded";
const GAP = 4;
const [BESIDE, EDGE] = [40, 78]; // how high a mark is, beside its block and at the screen's edge
const SEEN = 12000; // how long a note of a change stays

const word = (key, values = {}) => {
  const words = document.documentElement.lang.startsWith("de") ? WORDS.de : WORDS.en;
  return words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
};

/** An element; what is given as a child comes in as text unless it is a node. */
const make = (name, properties, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (key in node && key !== "role") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

const level = (name) => make("span", { className: `level ${name}` }, make("span", { ariaHidden: "true" }, SIGNS[name]), ` ${word(name)}`);
const placeOf = ({ file, line, column }) => [file, line, column].filter(Boolean).join(":");
/** Of what a compiler would print, the lines of the file: message, place and hint have places of their own here. */
const linesOf = (excerpt) => excerpt.split("\n").filter((line) => /^\s*(\d+ )?\||^\s*:::/.test(line)).join("\n") || excerpt;
const isQuiet = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Parts {
  #root;
  #layer = make("div", { className: "layer" });
  #status = make("p", { className: "vh", role: "status" });
  #note = make("div", { className: "note", hidden: true });
  #faults = make("section", { className: "faults", hidden: true });
  #card = make("div", { className: "card", popover: "auto" });
  #handle = null;
  #block = null; // the block that the handle belongs to
  #back = null; // where the focus was before the handle took it
  #sources = new Map(); // a live block → its file:line
  #marks = []; // [a live block, the mark of its findings]
  #editor = null;
  #noteTimer = 0;
  #watch = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) this.#hush("changed"); });
  #lostTimer = 0;
  #handleTimer = 0;
  #isPlacing = false;

  constructor() {
    const host = make("heftfaden-preview", { id: "_preview", role: "complementary", ariaLabel: word("preview"), hidden: true });
    this.#root = host.attachShadow({ mode: "open" });
    const style = make("link", { rel: "stylesheet", href: "/_heftfaden/preview.css" });
    style.addEventListener("load", () => { host.hidden = false; this.#place(); });
    const way = make("button", { className: "way", type: "button", ariaKeyShortcuts: `Alt+${KEY.toUpperCase()}` }, `${word("source.show")} (Alt+${KEY.toUpperCase()})`);
    way.addEventListener("click", () => this.#toSource());
    const dock = make("div", { className: "dock" }, this.#note, this.#faults);
    this.#root.append(style, way, this.#layer, dock, this.#card, this.#status);
    document.documentElement.append(host);

    const soon = () => this.#soon();
    new ResizeObserver(soon).observe(document.body);
    addEventListener("resize", soon);
    for (const event of ["filtered", "toggle"]) document.addEventListener(event, soon, true);
    document.addEventListener("scroll", ({ target }) => { if (target !== document) soon(); }, { capture: true, passive: true });

    document.addEventListener("pointerover", (event) => { if (event.pointerType === "mouse") this.#hover(event.target); });
    document.addEventListener("focusin", ({ target }) => { if (target !== host && target.matches(":focus-visible")) this.#hover(target); });
    document.addEventListener("click", (event) => {
      if (event.pointerType === "mouse" || event.target === host || event.target.closest("a, button, input, select, summary, label")) return;
      this.#hover(event.target);
    });
    addEventListener("keydown", (event) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== `Key${KEY.toUpperCase()}`) return;
      if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
      event.preventDefault();
      this.#toSource();
    });
    this.#card.addEventListener("keydown", ({ key }) => { if (key === "Escape") this.#card.hidePopover(); });
  }

  // ── Words to the reader ──

  #say(text) {
    this.#status.textContent = "";
    setTimeout(() => { this.#status.textContent = text; }, 50); // the same words twice are two events
  }

  #show(kind, text, ...more) {
    clearTimeout(this.#noteTimer);
    this.#note.dataset.kind = kind;
    this.#note.replaceChildren(make("p", null, text), ...more);
    this.#note.hidden = false;
  }

  #hush(...kinds) {
    if (!kinds.includes(this.#note.dataset.kind)) return;
    clearTimeout(this.#noteTimer);
    this.#watch.disconnect();
    this.#note.hidden = true;
    this.#note.dataset.kind = "";
  }

  /** The page is no longer part of the site, or is again. */
  gone(isGone) {
    if (!isGone) return this.#hush("gone");
    this.#show("gone", word("gone"), make("a", { href: "/" }, word("home")));
    this.#say(word("gone"));
  }

  /** A server that starts again is back at once; only one that stays away is worth a word. */
  connected(isConnected) {
    if (isConnected) {
      clearTimeout(this.#lostTimer);
      this.#lostTimer = 0;
      return this.#hush("lost");
    }
    this.#lostTimer ||= setTimeout(() => {
      if (this.#note.dataset.kind !== "gone") this.#show("lost", word("lost"));
      this.#say(word("lost"));
    }, 2500);
  }

  // ── What changed ──

  /** Marks `blocks` for a moment, and offers the way to the first where none is in sight. */
  changed(blocks) {
    this.#hush("changed");
    const shown = blocks.filter((block) => block.getClientRects().length && !block.hidden);
    const [first] = shown;
    const name = first?.closest("[id], [data-id]:not([id])");
    const id = name?.matches("article, tr, li, [data-id]") ? name.dataset.id ?? name.id : first?.closest("tr")?.querySelector(".id")?.textContent;
    this.#say(id ? word("changed", { what: id }) : word("updated"));
    if (!first) return;
    for (const block of shown.slice(0, 100)) this.#flash(block);
    const isSeen = ({ top, bottom }) => bottom > 0 && top < innerHeight - (this.#faults.hidden ? 0 : this.#faults.offsetHeight);
    const boxes = shown.map((block) => block.getBoundingClientRect());
    if (boxes.some(isSeen)) return;
    const isAbove = boxes[0].bottom <= 0;
    const jump = make("button", { type: "button" }, make("span", { ariaHidden: "true" }, isAbove ? "↑ " : "↓ "), word("jump"));
    jump.addEventListener("click", () => {
      this.#hush("changed");
      first.scrollIntoView({ block: "center", behavior: isQuiet() ? "instant" : "smooth" });
      this.#flash(first);
    });
    const close = make("button", { type: "button", className: "close", ariaLabel: word("close") }, "×");
    close.addEventListener("click", () => this.#hush("changed"));
    this.#show("changed", id ? word("changed", { what: id }) : word(isAbove ? "changed.above" : "changed.below"), jump, close);
    this.#watch.observe(first);
    const wait = () => {
      this.#noteTimer = setTimeout(() => (this.#note.matches(":hover, :focus-within") ? wait() : this.#hush("changed")), SEEN);
    };
    wait();
  }

  #flash(block) {
    const colour = getComputedStyle(this.#layer).getPropertyValue("--mark");
    const on = { backgroundColor: colour, boxShadow: `0 0 0 .3rem ${colour}` };
    const off = { backgroundColor: "transparent", boxShadow: "0 0 0 .3rem transparent" };
    if (block.matches("tr, td, th")) delete on.boxShadow, delete off.boxShadow;
    block.animate(isQuiet() ? [on, on] : [on, { ...on, offset: 0.4 }, off], { duration: 2200, easing: "ease-out" });
  }

  // ── Faults ──

  faults(list) {
    const wasShown = !this.#faults.hidden;
    this.#faults.hidden = !list.length;
    if (!list.length) {
      this.#faults.replaceChildren();
      if (wasShown) this.#say(word("solved"));
      document.documentElement.style.removeProperty("scroll-padding-bottom");
      return;
    }
    const title = word(list.length > 1 ? "faults.many" : "faults.one", { n: list.length });
    const fold = make("button", { type: "button" });
    const body = make("ol", { id: "faults" }, ...list.map((fault) => make("li", null,
      make("p", { className: "where" }, this.#link(fault), fault.code ? make("span", null, fault.code) : null),
      make("p", null, level(fault.level), " ", fault.message),
      fault.excerpt ? make("pre", { tabIndex: 0 }, linesOf(fault.excerpt)) : null,
      fault.hint ? make("p", { className: "hint" }, fault.hint) : null)));
    fold.setAttribute("aria-controls", "faults");
    const set = (isFolded) => {
      this.#faults.classList.toggle("folded", isFolded);
      body.hidden = isFolded;
      fold.ariaExpanded = String(!isFolded);
      fold.textContent = word(isFolded ? "unfold" : "fold");
      document.documentElement.style.scrollPaddingBottom = `${this.#faults.offsetHeight + 16}px`; // focus is not hidden behind it
    };
    fold.addEventListener("click", () => {
      const isFolded = !body.hidden;
      try { sessionStorage.setItem(FOLDED, isFolded ? "1" : ""); } catch { /* then for this page */ }
      set(isFolded);
    });
    this.#faults.replaceChildren(
      make("header", null, make("h2", { id: "faults-title" }, make("span", { ariaHidden: "true" }, `${SIGNS.error} `), title), make("p", null, word("faults.state")), fold),
      body);
    this.#faults.setAttribute("aria-labelledby", "faults-title");
    let isFolded = false;
    try { isFolded = sessionStorage.getItem(FOLDED) === "1"; } catch { /* open, then */ }
    set(isFolded);
    this.#say(`${title}: ${list[0].message} ${placeOf(list[0])}`);
  }

  /** A place in a file: a link where an editor is set, and otherwise text to copy. */
  #link(place) {
    const text = placeOf(place);
    if (place.href) return make("a", { className: "place", href: place.href }, text);
    const code = make("code", { className: "place" }, text);
    const copy = make("button", { type: "button" }, word("copy"));
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        copy.textContent = word("copied");
        this.#say(word("copied"));
        setTimeout(() => { copy.textContent = word("copy"); }, 2000);
      } catch {
        getSelection().selectAllChildren(code);
      }
    });
    const both = document.createDocumentFragment();
    both.append(code, " ", copy);
    return both;
  }

  // ── Sources and findings ──

  /** Learns which live blocks come from where, in the order of the page, and what was found in them. */
  learn(sources, { findings, editor, root }) {
    this.#sources = sources;
    if (this.#block && !sources.has(this.#block)) this.#hide();
    this.#editor = editor ? { template: editor, root } : null;
    const first = new Map();
    for (const [block, source] of this.#sources) if (!first.has(source)) first.set(source, block);
    const groups = new Map();
    for (const finding of findings) {
      const block = first.get(finding.at) ?? document.querySelector("main h1") ?? document.querySelector("main") ?? document.body;
      if (!groups.has(block)) groups.set(block, []);
      groups.get(block).push(finding);
    }
    for (const [, mark] of this.#marks) mark.remove();
    this.#marks = [...groups].map(([block, list]) => [block, this.#mark(list)]);
    this.#layer.append(...this.#marks.map(([, mark]) => mark));
    this.#soon();
  }

  #mark(list) {
    list.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
    const [{ level: kind, title }] = list;
    const many = list.length > 1;
    const mark = make("button", {
      type: "button",
      className: `mark ${kind}`,
      ariaLabel: word(many ? "finding.many" : "finding", { n: list.length, level: word(kind), title }),
    }, make("span", { className: "sign" }, SIGNS[kind]), make("span", { className: "word" }, word(kind)), many ? make("span", { className: "number" }, list.length) : null);
    this.#opens(mark, () => list.map((finding) => make("section", null,
      make("h2", null, level(finding.level), finding.title ? ` ${finding.title}` : ""),
      make("p", null, finding.message),
      finding.hint ? make("p", { className: "hint" }, finding.hint) : null,
      make("p", { className: "where" }, this.#link(finding), make("span", null, finding.code)))));
    return mark;
  }

  /** Makes `button` open the card with what `content` returns. */
  #opens(button, content) {
    button.popoverTargetElement = this.#card;
    button.addEventListener("click", () => {
      if (this.#card.matches(":popover-open")) return;
      this.#card.replaceChildren(...content());
      const { left, top, bottom } = button.getBoundingClientRect();
      const { clientWidth, clientHeight } = document.documentElement;
      const isAbove = bottom > clientHeight * 0.6;
      const { style } = this.#card;
      style.display = "block"; // only to be measured
      style.left = `${Math.max(8, Math.min(left, clientWidth - this.#card.offsetWidth - 8)) + scrollX}px`;
      style.display = "";
      [style.top, style.bottom] = isAbove ? ["auto", `${clientHeight - top - scrollY + GAP}px`] : [`${bottom + scrollY + GAP}px`, "auto"];
      style.maxHeight = `${(isAbove ? top : clientHeight - bottom) - 2 * GAP}px`;
    });
  }

  // ── From a block to its source ──

  #hover(node) {
    if (node === this.#root.host) return clearTimeout(this.#handleTimer);
    if (this.#root.activeElement === this.#handle && this.#handle) return;
    clearTimeout(this.#handleTimer);
    let block = node;
    while (block && !this.#sources.has(block)) block = block.parentElement;
    if (block && block === this.#block) return;
    this.#handleTimer = setTimeout(() => (block ? this.#attach(block) : this.#hide()), block ? 120 : 700);
  }

  #hide() {
    this.#handle?.remove();
    this.#handle = this.#block = null;
  }

  #attach(block) {
    this.#hide();
    const [, file, line, column] = /^(.*?):(\d+)(?::(\d+))?$/.exec(this.#sources.get(block)) ?? [];
    if (!file) return;
    const href = this.#address(file, line, column ?? 1);
    const place = placeOf({ file, line, column });
    const label = word(href ? "source.open" : "source", { place });
    const text = [make("span", { className: "pen" }), line];
    const handle = href ? make("a", { className: "handle", href }, ...text) : make("button", { className: "handle", type: "button" }, ...text);
    handle.ariaLabel = label;
    handle.title = `${label} (Alt+${KEY.toUpperCase()})`;
    if (!href) this.#opens(handle, () => [make("p", { className: "where" }, this.#link({ file, line, column }))]);
    handle.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      if (step) {
        event.preventDefault();
        this.#step(step);
      } else if (event.key === "Escape" && !this.#card.matches(":popover-open")) {
        this.#hide();
        this.#back?.focus({ preventScroll: true });
      }
    });
    [this.#handle, this.#block] = [handle, block];
    this.#layer.append(handle);
    this.#place();
  }

  #address(file, line, column) {
    if (!this.#editor) return null;
    const { template, root } = this.#editor; // the root comes encoded
    const values = { path: `${root}/${file.split("/").map(encodeURIComponent).join("/")}`, line, column };
    return template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  #visible() {
    return [...this.#sources.keys()].filter((block) => block.getClientRects().length);
  }

  /** By keyboard: to the block that has the focus, or to the first in sight; arrow keys go on from there. */
  #toSource() {
    this.#back = document.activeElement;
    let block = this.#back;
    while (block && !this.#sources.has(block)) block = block.parentElement;
    block ??= this.#block ?? this.#visible().find((one) => one.getBoundingClientRect().top >= 0);
    if (block) this.#focus(block);
  }

  #step(step) {
    const blocks = this.#visible();
    const block = blocks[blocks.indexOf(this.#block) + step];
    if (block) this.#focus(block);
  }

  #focus(block) {
    clearTimeout(this.#handleTimer);
    const { top, bottom } = block.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) block.scrollIntoView({ block: "nearest", behavior: "instant" });
    this.#attach(block);
    this.#handle?.focus({ preventScroll: true });
  }

  // ── Where marks and handle stand: right of their block, or at the screen's edge where there is no room ──

  #soon() {
    if (this.#isPlacing) return;
    this.#isPlacing = true;
    requestAnimationFrame(() => {
      this.#isPlacing = false;
      this.#place();
    });
  }

  #place() {
    const origin = this.#layer.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const seen = (block) => {
      const box = block.getBoundingClientRect();
      const frame = block.closest(".scroll")?.getBoundingClientRect();
      if (!block.isConnected || !box.width || (frame && (box.top < frame.top - 1 || box.top > frame.bottom - 12))) return null;
      let column = block; // marks stand outside of all that is beside their block
      while (column.parentElement && !column.matches("main, main > *, body > *")) column = column.parentElement;
      const right = Math.max(Math.min(box.right, frame?.right ?? Infinity), column.getBoundingClientRect().right);
      return { top: box.top - origin.top, right, isBeside: width - right >= 50 };
    };
    const places = this.#marks.map(([block]) => seen(block));
    const at = this.#handle && seen(this.#block);
    // All reading is done before all writing.
    this.#marks.forEach(([, mark], index) => { mark.hidden = !places[index]; });
    const marks = this.#marks.map(([, mark], index) => ({ mark, ...places[index] })).filter(({ mark }) => !mark.hidden);
    marks.sort((a, b) => a.top - b.top);
    let free = -Infinity; // from where on the margin is free
    marks.forEach(({ mark, top: wanted, right, isBeside }, index) => {
      const top = Math.max(wanted, free);
      const isTight = (marks[index + 1]?.top ?? Infinity) - top < (isBeside ? BESIDE : EDGE);
      mark.classList.toggle("beside", isBeside);
      mark.classList.toggle("tight", isTight);
      mark.style.top = `${top}px`;
      mark.style.left = isBeside ? `${right + GAP - origin.left}px` : "auto";
      mark.style.right = isBeside ? "auto" : `${origin.left - width}px`;
      free = top + (isTight ? 24 : isBeside ? BESIDE : EDGE);
      if (at && top < at.top + 24 && free > at.top) at.top = free;
    });
    if (this.#handle) {
      this.#handle.hidden = !at;
      if (!at) return;
      const { style } = this.#handle;
      style.top = `${Math.max(at.top, 8 - origin.top)}px`;
      style.left = at.isBeside ? `${at.right + GAP - origin.left}px` : "auto";
      style.right = at.isBeside ? "auto" : `${origin.left - width}px`;
    }
  }
}
