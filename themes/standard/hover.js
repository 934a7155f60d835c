// Heftfaden, standard theme: a reference shows its item, when the pointer rests on it and when the keyboard reaches it.
// `site.js` loads this script at the first reference that somebody points at. Previews are classic scripts, since a page that
// is opened as a file may load nothing else; `src/site/previews/` writes them and says how an address leads to one.
(() => {
  "use strict";

  const own = document.currentScript.src;
  const base = new URL("previews/", own), site = new URL("../", own);
  const REST = 300, GRACE = 250; // milliseconds: until it opens, and until it closes
  const GAP = 4, EDGE = 8; // pixels between it and the reference, and between it and the edge of the screen

  // ── Loading: pieces by the address of an item, each once. ──

  const waiting = new WeakMap(); // a script → what takes its content
  self.heftfadenPreviews = (content) => waiting.get(document.currentScript)?.(content);
  const load = (address) => new Promise((done, failed) => {
    const script = document.createElement("script");
    waiting.set(script, done);
    script.src = address;
    script.onload = () => script.remove();
    script.onerror = () => { script.remove(); failed(new Error(address)); };
    document.head.append(script);
  });
  const files = new Map(); // the name of a file → its content on the way
  const file = (name, address) => {
    if (!files.has(name)) files.set(name, load(address).catch((error) => { files.delete(name); throw error; }));
    return files.get(name);
  };

  // The preview of whoever writes has another index after each save; all other files are named after their content.
  const isWriting = document.querySelector("script[data-version]") !== null;
  const index = (isNew) => {
    if (isNew || isWriting) files.delete("index");
    return file("index", new URL(isNew || isWriting ? `index.js?${Date.now()}` : "index.js", base));
  };
  const find = async (key, isNew) => {
    let node = await index(isNew);
    while (node.starts) {
      const [, hash] = node.starts.findLast(([start]) => start <= key) ?? [];
      if (!hash) return null;
      const name = `${node.of}.${hash}.js`;
      node = await file(name, new URL(name, base));
    }
    const item = node.items[key];
    if (!item) return null;
    const [id, title, signs, place, text, threads, isSaid] = item;
    return { id, title, signs: node.signs[signs], place: node.places[place], text, threads: threads.map(([label, named]) => [node.labels[label], named]), isSaid };
  };
  // Where another state was published since, the files of the index at hand may be gone.
  const preview = (key) => find(key, false).catch(() => find(key, true)).catch(() => null);

  // ── Which item a reference leads to: `lastenheft/LH-310`, however it says so. Null where none can be meant. ──

  const addressOf = (link) => new URL(link.getAttribute("href") ?? link.getAttribute("xlink:href"), document.baseURI);
  const keyOf = (link) => {
    const { href, pathname, hash } = addressOf(link);
    if (!href.startsWith(site.href)) return null;
    const parts = pathname.slice(site.pathname.length).split("/");
    if (hash.length > 1) return hash[1] === "_" ? null : `${parts[0]}/${hash.slice(1)}`;
    return parts.length === 3 && parts[2] === "index.html" ? `${parts[0]}/${parts[1]}` : null;
  };

  /** Whether the reader has the item before their eyes: the link stands in it, or all of it is in sight. */
  const isInSight = (link, key) => {
    const [, name] = key.split("/");
    if (new URL(`${key}/index.html`, site).pathname === location.pathname) return true;
    const item = document.getElementById(decodeURIComponent(name));
    const head = item?.querySelector("a.id");
    if (!head || keyOf(head) !== key) return false;
    if (head === link) return true;
    const end = item.querySelector(":scope > article")?.previousElementSibling ?? item; // behind it come other items
    return item.getBoundingClientRect().top >= 0 && end.getBoundingClientRect().bottom <= innerHeight;
  };

  // ── The slip ──

  const element = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };
  const html = (name, attributes, content) => {
    const node = element(name, attributes);
    node.innerHTML = content;
    return node;
  };
  const slip = element("div", { class: "slip", id: "_slip", role: "tooltip", hidden: "" });

  const fill = ({ id, title, signs, place, text, threads, isSaid }) => slip.replaceChildren(
    element("p", { class: "slip-title" }, element("span", { class: "id" }, id), " ", element("b", { id: "_slip-title", ...isSaid ? { class: "vh" } : {} }, title)),
    ...signs ? [html("p", { class: "facts", id: "_slip-signs" }, signs)] : [],
    ...text ? [html("div", { class: "slip-text" }, text)] : [],
    ...threads.map(([label, named]) => element("p", { class: "note-line" }, element("span", {}, label), ` ${named}`)),
    element("p", { class: "note-line" }, place),
  );

  /** Beside a reference in a list or table, so that the next ones stay in reach; else below or above its line. */
  const put = (link, x) => {
    const rects = [...link.getClientRects()];
    const rect = rects.find(({ left, right }) => x >= left && x <= right) ?? rects[0] ?? link.getBoundingClientRect();
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const { offsetWidth: wide, offsetHeight: high } = slip;
    const within = (place, size, room) => Math.max(EDGE, Math.min(place, room - size - EDGE));
    let left = within(rect.left - EDGE, wide, width), top = rect.bottom + GAP;
    const right = rect.right + GAP + wide + EDGE <= width, before = rect.left - GAP - wide >= EDGE;
    if (link.closest("td, th, li") && (right || before)) {
      left = right ? rect.right + GAP : rect.left - GAP - wide;
      top = within(rect.top - EDGE, high, height);
    } else if (top + high + EDGE > height && rect.top - GAP - high >= Math.min(EDGE, height - top - high)) {
      top = rect.top - GAP - high;
    }
    slip.style.left = `${left + scrollX}px`;
    slip.style.top = `${Math.max(top + scrollY, 0)}px`;
  };

  // ── When it opens and closes (WCAG 1.4.13): it stays while the pointer is on it or on its reference, or the focus is ──
  // there; Escape closes it, and it comes again when the reference was left.

  let shown = null; // the reference whose item is shown
  let next = null; // the one that waits for its turn
  let hushed = null; // the one that Escape was pressed at
  let timer = 0, pointer = 0, isByFocus = false;

  const stay = () => {
    clearTimeout(timer);
    next = null;
  };
  const close = () => {
    stay();
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    shown = null;
    slip.hidden = true;
  };

  const open = async (link, key, content) => {
    const found = await content;
    if (next !== link || !link.isConnected) return; // left in the meantime
    close();
    if (!found || isInSight(link, key)) return;
    fill(found);
    if (!slip.isConnected) document.body.append(slip);
    slip.hidden = false;
    put(link, pointer);
    link.setAttribute("aria-describedby", found.signs ? "_slip-title _slip-signs" : "_slip-title");
    shown = link;
    isByFocus = pointer < 0;
  };

  const aim = (link, x) => {
    if (link === shown) return stay();
    if (link === next || link === hushed) return;
    const key = link.hasAttribute("aria-describedby") ? null : keyOf(link);
    if (!key || isInSight(link, key)) return;
    stay();
    next = link;
    pointer = x;
    const content = preview(key); // on its way while the pointer comes to rest
    timer = setTimeout(() => open(link, key, content), REST);
  };
  const leave = () => {
    stay();
    if (shown) timer = setTimeout(close, GRACE);
  };

  const reference = (node) => node?.closest?.(heftfaden.references);
  const isFocused = (link) => link === document.activeElement && link.matches(":focus-visible");
  let last = ""; // where the pointer was: what moves below it is not pointed at
  addEventListener("pointermove", ({ target, pointerType, clientX, clientY }) => {
    const place = `${clientX} ${clientY}`;
    if (pointerType === "touch" || place === last) return;
    last = place;
    if (slip.contains(target)) return stay();
    const link = reference(target);
    if (link) aim(link, clientX);
  }, { passive: true });
  addEventListener("pointerout", ({ target, relatedTarget }) => {
    const link = reference(target) ?? (slip.contains(target) ? slip : null);
    if (!link || link.contains(relatedTarget) || slip.contains(relatedTarget)) return;
    if (link === hushed) hushed = null;
    if (shown && isFocused(shown)) stay();
    else leave();
  });
  const focus = ({ target }) => {
    const link = reference(target);
    if (link && isFocused(link)) aim(link, -1);
  };
  addEventListener("focusin", focus);
  addEventListener("focusout", ({ target }) => {
    if (target === hushed) hushed = null;
    if (target === next || (target === shown && isByFocus)) close();
  });
  addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !(shown ?? next)) return;
    hushed = shown ?? next;
    close();
  });
  // It would stand beside another place than its reference.
  addEventListener("resize", close);
  addEventListener("scroll", ({ target }) => { if (target !== document && shown && target.contains(shown)) close(); }, true);
  addEventListener("pagehide", close);
  document.addEventListener("heftfaden:change", close); // the preview has changed the page

  // What loaded this script waits for its slip.
  const hovered = document.querySelector(`${heftfaden.references}:hover`);
  if (hovered) aim(hovered, hovered.getBoundingClientRect().left);
  else if (document.activeElement) focus({ target: document.activeElement });
})();
