// From one state that the server sent to the next, three ways: what it sent before, what it sends now, and what the
// reader has. Only what differs between the two states sent is done to the live page, so whatever scripts and readers
// changed there stays: open details, sorted and hidden rows, text in fields, elements that a script added.

const BLANK = /^\s*$/;

/** What a node is known by among its siblings: a name of its own, or else all that it holds. Blank text has nothing. */
const sign = (node) => {
  if (node.nodeType !== Node.ELEMENT_NODE) return BLANK.test(node.data) ? null : `${node.nodeName} ${node.data}`;
  const name = node.getAttribute("id") || node.getAttribute("data-id")
    || (node.localName === "tr" && node.querySelector(".id")?.textContent);
  return name ? `${node.nodeName}#${name}` : node.outerHTML;
};

/** The places in `list` of a longest row of increasing numbers; -1 stands in none. */
const increasing = (list) => {
  const ends = []; // ends[n]: where the row of n + 1 numbers ends that ends lowest
  const before = [];
  list.forEach((number, place) => {
    if (number < 0) return;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[ends[middle]] < number) low = middle + 1;
      else high = middle;
    }
    before[place] = ends[low - 1] ?? -1;
    ends[low] = place;
  });
  const row = new Set();
  for (let place = ends.at(-1) ?? -1; place >= 0; place = before[place]) row.add(place);
  return row;
};

/**
 * Which old node becomes which of `nexts`: first by name or equal content, wherever it stands; then, between those that
 * keep their order, the rest by kind. Returns for each of `nexts` the place of its partner or -1, and those that stay put.
 */
const match = (olds, nexts) => {
  const partners = nexts.map(() => -1);
  const used = new Set();
  if (olds.length > 1 || nexts.length > 1) {
    const waiting = new Map();
    for (let place = olds.length - 1; place >= 0; place -= 1) {
      const name = sign(olds[place]);
      if (name === null) continue;
      if (waiting.has(name)) waiting.get(name).push(place);
      else waiting.set(name, [place]);
    }
    nexts.forEach((node, place) => {
      const found = waiting.get(sign(node))?.pop();
      if (found === undefined) return;
      partners[place] = found;
      used.add(found);
    });
  }
  const fixed = increasing(partners);
  let from = 0; // the first old node that the gap at hand may use
  let gap = [];
  for (let place = 0; place <= nexts.length; place += 1) {
    if (place < nexts.length && !fixed.has(place)) {
      if (partners[place] < 0) gap.push(place);
      continue;
    }
    const end = place < nexts.length ? partners[place] : olds.length;
    const spent = new Set(); // kinds of which no old node is left here
    for (const open of gap) {
      const kind = nexts[open].nodeName;
      if (spent.has(kind)) continue;
      let old = from;
      while (old < end && (used.has(old) || olds[old].nodeName !== kind)) old += 1;
      if (old === end) {
        spent.add(kind);
        continue;
      }
      partners[open] = old;
      fixed.add(open);
      from = old + 1;
    }
    gap = [];
    from = end + 1;
  }
  return { partners, fixed };
};

/** Puts `text` into a text node so that a selection in what stays is not lost. */
const retype = (node, text) => {
  const old = node.data;
  const most = Math.min(old.length, text.length);
  let start = 0;
  while (start < most && old[start] === text[start]) start += 1;
  let end = 0;
  while (end < most - start && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
  node.replaceData(start, old.length - start - end, text.slice(start, text.length - end));
};

const older = new WeakMap(); // a style sheet → the one whose place it takes

/** A style sheet in place of `link`, which goes once the new one is there: the page is never without style. */
const restyle = (link, href) => {
  const next = link.cloneNode();
  next.href = href;
  older.set(next, link);
  const done = () => {
    for (let old = older.get(next); old; old = older.get(old)) old.remove();
    older.delete(next);
  };
  next.addEventListener("load", done);
  next.addEventListener("error", done);
  link.after(next);
  return next;
};

/** The live document beside an inert copy of what the server sent; `morph` brings both to the next state. */
export class Mirror {
  #twins = new WeakMap(); // a node of the copy → its live node
  #touched;
  #isLive;

  constructor(live) {
    this.sent = live.cloneNode(true);
    this.#pair(this.sent, live);
  }

  /** The live node of a node of `sent`; none where a script of someone else took it away. */
  twin(node) {
    return this.#twins.get(node);
  }

  /** A style sheet from a new address, while the copy keeps the one that the server gave. */
  restyle(node, href) {
    const live = this.#twins.get(node);
    if (live) this.#twins.set(node, restyle(live, href));
  }

  /**
   * Makes `sent` the same as `next`, and does to the live page what that takes. Returns the live elements whose content
   * changed. With `isLive` false the live page is as it should be and only the copy follows.
   */
  morph(next, isLive = true) {
    this.#touched = new Set();
    this.#isLive = isLive;
    this.#children(this.sent, next);
    return this.#touched;
  }

  /** For a page that `sent` is the same as: its nodes in `known`, as live nodes with what is known of them. */
  follow(page, known) {
    const sent = this.sent.querySelectorAll("*");
    const found = new Map();
    page.querySelectorAll("*").forEach((node, place) => {
      const live = known.has(node) && this.#twins.get(sent[place]);
      if (live) found.set(live, known.get(node));
    });
    return found;
  }

  #pair(sent, live) {
    const [left, right] = [sent, live].map((node) => document.createTreeWalker(node));
    do this.#twins.set(left.currentNode, right.currentNode); while (left.nextNode() && right.nextNode());
  }

  #live(node) {
    return this.#isLive ? this.#twins.get(node) : undefined;
  }

  #touch(live) {
    if (live) this.#touched.add(live);
  }

  #children(parent, next) {
    const [olds, nexts] = [[...parent.childNodes], [...next.childNodes]];
    let start = 0;
    let [oldEnd, nextEnd] = [olds.length, nexts.length];
    while (start < oldEnd && start < nextEnd && olds[start].isEqualNode(nexts[start])) start += 1;
    // The pair at `start` is known to differ; comparing it again would cost as much as it holds, on each level of the tree.
    while (Math.min(oldEnd, nextEnd) > start + 1 && olds[oldEnd - 1].isEqualNode(nexts[nextEnd - 1])) {
      oldEnd -= 1;
      nextEnd -= 1;
    }
    const left = olds.slice(start, oldEnd);
    const right = nexts.slice(start, nextEnd);
    const isPair = left.length === 1 && right.length === 1;
    const { partners, fixed } = match(left, right);
    const kept = new Set(partners);
    left.forEach((node, place) => { if (!kept.has(place)) this.#remove(node); });
    let previous = olds[start - 1] ?? null;
    right.forEach((wanted, place) => {
      const isNew = partners[place] < 0;
      const node = isNew ? this.sent.importNode(wanted, true) : left[partners[place]];
      if (isNew || !fixed.has(place)) this.#put(node, parent, previous, isNew);
      if (!isNew && (isPair || !node.isEqualNode(wanted))) this.#patch(node, wanted);
      previous = node;
    });
  }

  #patch(node, next) {
    const live = this.#live(node);
    if (node.nodeType === Node.ELEMENT_NODE) {
      this.#attributes(node, next, live);
      this.#children(node, next);
    } else if (node.nodeType !== Node.DOCUMENT_TYPE_NODE) {
      if (live) retype(live, next.data);
      node.data = next.data;
      if (!BLANK.test(next.data)) this.#touch(live?.parentElement);
    }
  }

  #attributes(node, next, live) {
    for (const { name } of [...node.attributes]) {
      if (next.hasAttribute(name)) continue;
      if (live) {
        if (name === "class") live.classList.remove(...node.classList);
        if (name !== "class" || !live.classList.length) live.removeAttribute(name);
      }
      node.removeAttribute(name);
    }
    for (const { name, value, namespaceURI } of next.attributes) {
      if (node.getAttribute(name) === value) continue;
      if (live) {
        if (name === "class") {
          live.classList.remove(...[...node.classList].filter((word) => !next.classList.contains(word)));
          live.classList.add(...next.classList);
        } else if (name === "href" && live.matches("link[rel~=stylesheet]")) {
          this.#twins.set(node, restyle(live, value));
        } else {
          live.setAttributeNS(namespaceURI, name, value);
        }
        if (name === "src") this.#touch(live);
      }
      node.setAttributeNS(namespaceURI, name, value);
    }
  }

  #remove(node) {
    this.#live(node)?.remove();
    node.remove();
  }

  /** Puts a node of the copy behind `previous`, and its live node behind that of a neighbour, wherever scripts have it. */
  #put(node, parent, previous, isNew) {
    parent.insertBefore(node, previous ? previous.nextSibling : parent.firstChild);
    if (!this.#isLive) return;
    let live = this.#live(node);
    if (isNew) {
      live = document.importNode(node, true);
      this.#pair(node, live);
    }
    if (!live) return;
    const [place, next] = this.#where(node, parent);
    if (!place) return;
    if (live.isConnected && place.moveBefore) place.moveBefore(live, next); // keeps focus and the like
    else place.insertBefore(live, next);
    if (isNew) this.#touch(live.nodeType === Node.ELEMENT_NODE ? live : BLANK.test(live.data) ? null : live.parentElement);
  }

  #where(node, parent) {
    for (let near = node.previousSibling; near; near = near.previousSibling) {
      const live = this.#live(near);
      if (live?.isConnected) return [live.parentNode, live.nextSibling];
    }
    for (let near = node.nextSibling; near; near = near.nextSibling) {
      const live = this.#live(near);
      if (live?.isConnected) return [live.parentNode, live];
    }
    return [this.#live(parent), null];
  }
}
