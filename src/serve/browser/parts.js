// What the preview shows beside the page, in one element after its body: here faults and a note of what changed; marks of
// findings and the way to the source are in margin.js.
import { Margin } from "./margin.js";
import { SIGNS, hintOf, levelOf, make, placeOf, where, word } from "./words.js";

const FOLDED = "heftfaden-folded";
const SEEN = 12000; // how long a note of a change stays
const LOST = 2500; // how long a server may be away before it is worth a word

/** Of what a compiler would print, the lines of the file: message, place and hint have places of their own here. */
const linesOf = (excerpt) => excerpt.split("\n").filter((line) => /^\s*(\d+ )?\||^\s*:::/.test(line)).join("\n") || excerpt;
const isQuiet = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** What a changed block is known by: the ID of the item that it is in. */
const nameOf = (block) => {
  const named = block.closest("article[id], tr[id], [data-id]");
  return named?.dataset.id ?? named?.id ?? block.closest("tr")?.querySelector(".id")?.textContent;
};

export class Parts {
  #margin;
  #status = make("p", { className: "vh", role: "status" });
  #note = make("div", { className: "note", hidden: true });
  #faults = make("section", { className: "faults", hidden: true, "aria-labelledby": "title" });
  #told = "[]"; // the faults that are shown, as JSON
  #noteTimer = 0;
  #lostTimer = 0;
  #watch = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) this.#hush("changed"); });

  constructor() {
    const host = make("heftfaden-preview", { id: "_preview", role: "complementary", ariaLabel: word("preview"), hidden: true });
    const root = host.attachShadow({ mode: "open" });
    const style = make("link", { rel: "stylesheet", href: "/_heftfaden/preview.css" });
    this.#margin = new Margin(root, (text) => this.#say(text));
    style.addEventListener("load", () => {
      host.hidden = false;
      this.#margin.soon();
    });
    root.prepend(style);
    root.append(make("div", { className: "dock" }, this.#note, this.#faults), this.#status);
    document.documentElement.append(host);
  }

  /** Learns which live blocks come from where, in the order of the page, and what was found in them. */
  learn(sources, payload) {
    this.#margin.learn(sources, payload);
  }

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
    }, LOST);
  }

  // ── What changed ──

  /** Marks `blocks` for a moment, and offers the way to the first where none is in sight. */
  changed(blocks) {
    this.#hush("changed");
    const shown = blocks.filter((block) => block.getClientRects().length);
    const [first] = shown;
    const what = first && nameOf(first);
    this.#say(what ? word("changed", { what }) : word("updated"));
    for (const block of shown.slice(0, 100)) this.#flash(block);
    const boxes = shown.map((block) => block.getBoundingClientRect());
    const foot = innerHeight - this.#faults.offsetHeight;
    if (!first || boxes.some(({ top, bottom }) => bottom > 0 && top < foot)) return;
    const isAbove = boxes[0].bottom <= 0;
    const arrow = make("span", { ariaHidden: "true" }, isAbove ? "↑ " : "↓ ");
    const jump = make("button", { type: "button" }, arrow, word("jump"));
    jump.addEventListener("click", () => {
      this.#hush("changed");
      first.scrollIntoView({ block: "center", behavior: isQuiet() ? "instant" : "smooth" });
      this.#flash(first);
    });
    const close = make("button", { type: "button", className: "close", ariaLabel: word("close") }, "×");
    close.addEventListener("click", () => this.#hush("changed"));
    const text = what ? word("changed", { what }) : word(isAbove ? "changed.above" : "changed.below");
    this.#show("changed", text, jump, close);
    this.#watch.observe(first);
    const wait = () => {
      const leave = () => (this.#note.matches(":hover, :focus-within") ? wait() : this.#hush("changed"));
      this.#noteTimer = setTimeout(leave, SEEN);
    };
    wait();
  }

  #flash(block) {
    const colour = getComputedStyle(this.#note).getPropertyValue("--mark");
    const isCell = block.matches("tr, td, th");
    const frame = (colour) => ({ backgroundColor: colour, boxShadow: isCell ? "none" : `0 0 0 .3rem ${colour}` });
    const on = frame(colour);
    const frames = isQuiet() ? [on, on] : [on, { ...on, offset: 0.4 }, frame("transparent")];
    block.animate(frames, { duration: 2200, easing: "ease-out" });
  }

  // ── Faults ──

  faults(list) {
    const told = JSON.stringify(list);
    if (told === this.#told) return;
    this.#told = told;
    this.#faults.hidden = !list.length;
    if (!list.length) {
      this.#faults.replaceChildren();
      document.documentElement.style.removeProperty("scroll-padding-bottom");
      return this.#say(word("solved"));
    }
    const title = word(list.length > 1 ? "faults.many" : "faults.one", { n: list.length });
    const fold = make("button", { type: "button", "aria-controls": "list" });
    const body = make("ol", { id: "list" }, ...list.map((fault) => make("li", null,
      where(fault, (text) => this.#say(text)),
      make("p", null, levelOf(fault), " ", fault.message),
      fault.excerpt ? make("pre", { tabIndex: 0 }, linesOf(fault.excerpt)) : null,
      hintOf(fault))));
    const set = (isFolded) => {
      this.#faults.classList.toggle("folded", isFolded);
      body.hidden = isFolded;
      fold.ariaExpanded = String(!isFolded);
      fold.textContent = word(isFolded ? "unfold" : "fold");
      // What has the focus must not lie behind it.
      document.documentElement.style.scrollPaddingBottom = `${this.#faults.offsetHeight + 16}px`;
    };
    fold.addEventListener("click", () => {
      const isFolded = !body.hidden;
      try { sessionStorage.setItem(FOLDED, isFolded ? "1" : ""); } catch { /* then for this page */ }
      set(isFolded);
    });
    const heading = make("h2", { id: "title" }, make("span", { ariaHidden: "true" }, `${SIGNS.error} `), title);
    this.#faults.replaceChildren(make("header", null, heading, make("p", null, word("faults.state")), fold), body);
    let isFolded = false;
    try { isFolded = sessionStorage.getItem(FOLDED) === "1"; } catch { /* open, then */ }
    set(isFolded);
    this.#say(`${title}: ${list[0].message} ${placeOf(list[0])}`);
  }
}
