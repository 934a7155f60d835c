// In the page's margin: marks of what was found, and the way from a block to its line in its file.
import { SIGNS, hintOf, levelOf, make, placeOf, sign, where, word } from "./words.js";

const LEVELS = Object.keys(SIGNS);
const KEY = "Q"; // with Alt: to the source
const GAP = 4;
const ROOM = 50; // how much of it a mark needs beside its block
const [TIGHT, BESIDE, EDGE] = [24, 40, 78]; // how high a mark is: its sign alone, beside its block, at the screen's edge

export class Margin {
  #root;
  #say;
  #layer = make("div", { className: "layer" });
  #card = make("div", { className: "card", popover: "auto" });
  #sources = new Map(); // a live block → its file:line
  #marks = []; // [a live block, the mark of its findings, what it says]
  #editor = null;
  #handle = null;
  #block = null; // the block that the handle belongs to
  #back = null; // where the focus was before the handle took it
  #timer = 0;
  #isPlacing = false;

  constructor(root, say) {
    this.#root = root;
    this.#say = say;
    const keys = `Alt+${KEY}`;
    const way = make("button", { className: "way", type: "button", ariaKeyShortcuts: keys }, `${word("source.show")} (${keys})`);
    way.addEventListener("click", () => this.#toSource());
    root.append(way, this.#layer, this.#card);
    this.#card.addEventListener("keydown", ({ key }) => { if (key === "Escape") this.#card.hidePopover(); });

    const soon = () => this.soon();
    new ResizeObserver(soon).observe(document.body);
    addEventListener("resize", soon);
    for (const event of ["filtered", "toggle"]) document.addEventListener(event, soon, true);
    document.addEventListener("scroll", ({ target }) => { if (target !== document) soon(); }, { capture: true, passive: true });

    document.addEventListener("pointerover", ({ pointerType, target }) => { if (pointerType === "mouse") this.#hover(target); });
    document.addEventListener("focusin", ({ target }) => { if (target.matches(":focus-visible")) this.#hover(target); });
    document.addEventListener("click", ({ pointerType, target }) => {
      if (pointerType !== "mouse" && !target.closest("a, button, input, select, summary, label")) this.#hover(target);
    });
    addEventListener("keydown", (event) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== `Key${KEY}`) return;
      if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
      event.preventDefault();
      this.#toSource();
    });
  }

  /** Learns which live blocks come from where, in the order of the page, and what was found in them. */
  learn(sources, { findings, editor, root }) {
    const shown = this.#block && this.#sources.get(this.#block);
    this.#sources = sources;
    this.#editor = editor ? { template: editor, root } : null;
    if (shown && shown !== sources.get(this.#block)) this.#renew();
    const first = new Map();
    for (const [block, source] of this.#sources) if (!first.has(source)) first.set(source, block);
    const whole = document.querySelector("main h1") ?? document.querySelector("main") ?? document.body;
    const groups = new Map();
    for (const finding of findings) {
      const block = first.get(finding.at) ?? whole;
      if (!groups.has(block)) groups.set(block, []);
      groups.get(block).push(finding);
    }
    // A mark that says the same stays, and with it the focus that it may have.
    const old = new Map(this.#marks.map(([block, mark, says]) => [block, { mark, says }]));
    this.#marks = [...groups].map(([block, list]) => {
      const says = JSON.stringify(list);
      const kept = old.get(block)?.says === says ? old.get(block).mark : null;
      return [block, kept ?? this.#mark(list), says];
    });
    const marks = new Set(this.#marks.map(([, mark]) => mark));
    for (const { mark } of old.values()) if (!marks.has(mark)) mark.remove();
    for (const mark of marks) if (!mark.isConnected) this.#layer.append(mark);
    this.soon();
  }

  #mark(list) {
    list.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
    const [{ level, title }] = list;
    const values = { n: list.length, level: word(level), title };
    const number = list.length > 1 ? make("span", { className: "number" }, list.length) : null;
    const ariaLabel = word(number ? "finding.many" : "finding", values);
    const text = make("span", { className: "word" }, word(level));
    const mark = make("button", { type: "button", className: `mark ${level}`, ariaLabel }, sign(level), text, number && " ", number);
    this.#opens(mark, () => list.map((finding) => make("section", null,
      make("h2", null, levelOf(finding), ` ${finding.title ?? ""}`),
      make("p", null, finding.message),
      hintOf(finding),
      where(finding, this.#say))));
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
      style.top = isAbove ? "auto" : `${bottom + scrollY + GAP}px`;
      style.bottom = isAbove ? `${clientHeight - top - scrollY + GAP}px` : "auto";
      style.maxHeight = `${(isAbove ? top : clientHeight - bottom) - 2 * GAP}px`;
    });
  }

  // ── From a block to its source ──

  #hover(node) {
    clearTimeout(this.#timer);
    if (node === this.#root.host) return;
    if (this.#handle && (this.#root.activeElement === this.#handle || this.#card.matches(":popover-open"))) return;
    let block = node;
    while (block && !this.#sources.has(block)) block = block.parentElement;
    if (block && block === this.#block) return;
    this.#timer = setTimeout(() => (block ? this.#attach(block) : this.#hide()), block ? 120 : 700);
  }

  #hide() {
    this.#handle?.remove();
    this.#handle = this.#block = null;
  }

  /** After the source of the handle's block has moved. */
  #renew() {
    const hadFocus = this.#root.activeElement === this.#handle;
    if (!this.#sources.has(this.#block)) return this.#hide();
    this.#attach(this.#block);
    if (hadFocus) this.#handle.focus({ preventScroll: true });
  }

  #attach(block) {
    this.#hide();
    const [, file, line, column] = /^(.*?):(\d+)(?::(\d+))?$/.exec(this.#sources.get(block)) ?? [];
    if (!file) return;
    const href = this.#address(file, line, column ?? 1);
    const place = placeOf({ file, line, column });
    const label = word(href ? "source.open" : "source", { place });
    const properties = { className: "handle", ariaLabel: label, title: `${label} (Alt+${KEY})` };
    const text = [make("span", { className: "pen" }), line];
    const handle = make(href ? "a" : "button", { ...properties, ...(href ? { href } : { type: "button" }) }, ...text);
    if (!href) this.#opens(handle, () => [where({ file, line, column }, this.#say)]);
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
    clearTimeout(this.#timer);
    const { top, bottom } = block.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) block.scrollIntoView({ block: "nearest", behavior: "instant" });
    this.#attach(block);
    this.#handle?.focus({ preventScroll: true });
  }

  // ── Where marks and handle stand: right of their block, or at the screen's edge where there is no room ──

  /** Puts everything in its place with the next frame. */
  soon() {
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
      const isClipped = frame && (box.top < frame.top - 1 || box.top > frame.bottom - 12);
      if (!block.isConnected || !box.width || isClipped) return null;
      let column = block; // marks stand outside of all that is beside their block
      while (column.parentElement && !column.matches("main, main > *, body > *")) column = column.parentElement;
      const right = Math.max(Math.min(box.right, frame?.right ?? Infinity), column.getBoundingClientRect().right);
      return { top: box.top - origin.top, right, isBeside: width - right >= ROOM };
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
      free = top + (isTight ? TIGHT : isBeside ? BESIDE : EDGE);
      if (at && top < at.top + TIGHT && free > at.top) at.top = free;
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
