// The live preview in the page: hears what changed, brings the page up to date where it stands, and keeps what the
// reader did to it. What it shows itself is in parts.js; what it does to the page, in morph.js.
import { Mirror } from "./morph.js";
import { Parts } from "./parts.js";

const root = document.documentElement;
const own = document.querySelector("script[data-page][data-version]");
const { page } = own.dataset;
let { version } = own.dataset;

// Taken before the page's own scripts change it: they wait for DOMContentLoaded, which waits for this module.
const mirror = new Mirror(document);
mirror.sent.querySelector("script[data-page][data-version]").remove();

const parts = new Parts();

// ── What the reader has before their eyes stays where it is, and so does the cursor. ──

const HOLDS = "table, thead, tbody, tfoot, ul, ol, dl, div, details, nav, header, article, section, main";
const BLOCK = `p, li, dt, dd, tr, th, td, h1, h2, h3, h4, h5, h6, pre, figure, blockquote, summary, form, ${HOLDS}`;

/** The box that scrolls `node`, other than the page. */
const scroller = (node) => {
  for (let box = node.parentElement; box && box !== document.body; box = box.parentElement) {
    if (box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY)) return box;
  }
  return null;
};

const SLIVER = 24; // what shows no more than this is not read

/** Some blocks in sight, in their order, each with its place. What sticks to the screen is no measure of scrolling. */
const inSight = () => {
  const found = [];
  const visit = (parent) => {
    for (const node of parent.children) {
      if (found.length > 9) return;
      const { top, bottom } = node.getBoundingClientRect();
      if (bottom < SLIVER || top >= innerHeight || !node.matches(BLOCK)) continue;
      if (/sticky|fixed/.test(getComputedStyle(node).position)) continue;
      const before = found.length;
      if (top < 0 || node.matches(HOLDS)) visit(node);
      if (found.length === before) found.push([node, top]);
    }
  };
  visit(document.querySelector("main") ?? document.body);
  return found;
};

/** Remembers the place of what is in sight; the answer puts it there again after a change. */
const keepPlace = () => {
  const seen = inSight().map(([block, top]) => ({ block, top, box: scroller(block) }));
  const boxes = new Map();
  for (const { box } of seen) if (box) boxes.set(box, box.getBoundingClientRect().top);
  const wasAtTop = scrollY === 0;
  root.style.overflowAnchor = "none"; // or the browser would correct what is corrected here
  return () => {
    const first = seen.find(({ block }) => block.isConnected && block.getClientRects().length);
    if (first && !wasAtTop) {
      const now = (first.box ?? first.block).getBoundingClientRect().top;
      scrollBy({ top: now - (first.box ? boxes.get(first.box) : first.top), behavior: "instant" });
    }
    if (first?.box?.scrollTop) {
      const before = first.top - boxes.get(first.box);
      const now = first.block.getBoundingClientRect().top - first.box.getBoundingClientRect().top;
      first.box.scrollTop += now - before;
    }
    root.style.removeProperty("overflow-anchor");
  };
};

const keepFocus = () => {
  const focused = document.activeElement;
  const selected = [focused?.selectionStart, focused?.selectionEnd, focused?.selectionDirection];
  return () => {
    if (focused === document.activeElement || !focused?.isConnected) return;
    focused.focus({ preventScroll: true });
    if (typeof selected[0] === "number") focused.setSelectionRange(...selected);
  };
};

// ── The page ──

const scriptsOf = (from) => [...from.querySelectorAll("script, meta[http-equiv]")].map((node) => node.outerHTML).join();
let isFirst = true;

/**
 * Brings the page to what `payload` holds. Returns the live elements that changed, or null where nothing did, and a way
 * to learn which live elements come from where: that can wait until the reader sees the change. Returns null where the
 * page has to be loaded anew.
 */
const patch = ({ html, version: next }) => {
  const wanted = new DOMParser().parseFromString(html, "text/html");
  const sources = new Map();
  for (const node of wanted.querySelectorAll("[data-source]")) {
    sources.set(node, node.getAttribute("data-source"));
    node.removeAttribute("data-source");
  }

  let touched = null;
  if (isFirst) {
    // What scripts and the browser's extensions did to the page before this script came is theirs and stays.
    const { documentElement: sent } = mirror.sent;
    for (const { name } of [...sent.attributes]) sent.removeAttribute(name);
    for (const { name, value } of wanted.documentElement.attributes) sent.setAttribute(name, value);
    if (next === version) mirror.morph(wanted, false);
    isFirst = false;
  }
  if (next !== version && !mirror.sent.isEqualNode(wanted)) {
    // Scripts cannot be unloaded, and a page keeps the policy that it came with.
    if (scriptsOf(mirror.sent) !== scriptsOf(wanted)) {
      location.reload();
      return null;
    }
    const [putPlace, putFocus] = [keepPlace(), keepFocus()];
    touched = mirror.morph(wanted);
    document.dispatchEvent(new CustomEvent("heftfaden:change"));
    putPlace();
    putFocus();
  }
  return { touched, sources: () => mirror.follow(wanted, sources) };
};

/** Of what changed, the blocks that a reader reads: not navigation, and none inside of another. */
const blocksOf = (touched) => {
  const blocks = new Set();
  for (const node of touched) {
    const block = node.isConnected && node.closest("main") && !node.closest("nav") && node.closest(BLOCK);
    if (block) blocks.add(block);
  }
  return [...blocks].filter((block) => {
    for (let outer = block.parentElement; outer; outer = outer.parentElement) if (blocks.has(outer)) return false;
    return true;
  });
};

const KEEP = "heftfaden-scroll";

const leaveFor = (to) => {
  try { sessionStorage.setItem(KEEP, JSON.stringify([to, scrollY])); } catch { /* then the page begins at its top */ }
  location.replace(`/${to.split("/").map(encodeURIComponent).join("/")}${location.hash}`);
};

const arrive = () => {
  try {
    const [to, top] = JSON.parse(sessionStorage.getItem(KEEP)) ?? [];
    sessionStorage.removeItem(KEEP);
    if (to === page) scrollTo({ top, behavior: "instant" });
  } catch { /* nothing was kept */ }
};

const take = (payload) => {
  if (!payload) return void (isStale = true); // the server went away
  const wasGone = payload.version === version; // a page that never was says so itself
  const patched = payload.html && patch(payload);
  version = payload.version;
  post({ version });
  if (payload.gone) {
    if (payload.to) leaveFor(payload.to);
    else if (!wasGone) parts.gone(true);
    return;
  }
  parts.gone(false);
  if (!patched) return;
  if (patched.touched) parts.changed(blocksOf(patched.touched));
  requestAnimationFrame(() => setTimeout(() => parts.learn(patched.sources(), payload)));
};

// ── Files that changed under the same name ──

const HASHED = /\.[0-9a-f]{12}\.\w+$/; // names that change with the content
const SHOWS = "img, source, video, audio, script[src], link[href]";

const refresh = (files) => {
  const stamp = Date.now().toString(36);
  const fresh = (address) => {
    try {
      const url = new URL(address, location.href);
      const path = decodeURIComponent(url.pathname.slice(1));
      if (url.origin !== location.origin || !(files ? files.includes(path) : !HASHED.test(path))) return null;
      url.searchParams.set("v", stamp);
      return url.href;
    } catch {
      return null; // no address
    }
  };
  const isSize = /^[\d.]+[wx]$/; // in a srcset, beside the addresses
  const freshSet = (set) => set.replace(/[^\s,]\S*[^\s,]/g, (word) => (isSize.test(word) ? word : fresh(word) ?? word));
  for (const node of mirror.sent.querySelectorAll(SHOWS)) {
    const live = mirror.twin(node);
    for (const name of ["src", "poster", "href"]) {
      const address = node.hasAttribute(name) && fresh(node.getAttribute(name));
      if (!address || !live) continue;
      if (node.localName === "script") {
        if (files) return void location.reload();
      } else if (node.matches("link[rel~=stylesheet]")) mirror.restyle(node, address);
      else if (node.matches(":not(link), [rel~=icon]")) live.setAttribute(name, address);
    }
    const set = node.getAttribute("srcset");
    if (set) live?.setAttribute("srcset", freshSet(set));
  }
};

// ── The worker, and when this tab is registered with it ──

let port = null;
let isFetching = false;
let isStale = true; // the first fetch brings sources and findings

const post = (message) => port?.postMessage(message);

const fetchPage = () => {
  isStale = true;
  if (isFetching || document.hidden) return;
  isFetching = true;
  isStale = false;
  post({ fetch: page });
};

const hear = ({ data }) => {
  if ("fetched" in data) {
    isFetching = false;
    const isLate = isStale;
    take(data.payload);
    if (isLate) fetchPage();
  }
  if (data.isChanged || (data.isConnected && isStale)) fetchPage();
  if ("files" in data) refresh(data.files);
  if ("faults" in data) parts.faults(data.faults);
  if ("isConnected" in data) parts.connected(data.isConnected);
};

const connect = () => {
  const address = "/_heftfaden/worker.js";
  port = window.SharedWorker ? new SharedWorker(address).port : new Worker(address);
  isFetching = false;
  port.onmessage = hear;
};

const show = () => {
  post({ show: document.hidden ? null : { page, version } });
  if (!document.hidden && isStale) fetchPage();
};

document.addEventListener("visibilitychange", show);
addEventListener("pagehide", () => {
  post({ leave: true });
  port.terminate?.();
  port.close?.();
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  connect();
  show();
  refresh(null);
});
addEventListener("load", arrive);

connect();
show();
