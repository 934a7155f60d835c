// The preview's way to its server, one for all tabs: a page may not fetch by its own policy, and a browser opens no more
// than six connections to a host. Where there is no SharedWorker, each tab runs one of its own.
"use strict";

const SOON = 20;
const tabs = new Map(); // port → the { page, version } that a visible tab shows; null while it is hidden
let asked = null; // the stream last asked for
let stream = null; // the stream last heard from; it lives on until its successor has begun
let timer = 0;
let wait = 250;
let server = null;
let isBehind = false; // whether files may have changed while nobody listened

const tell = (message, meant = () => true) => {
  for (const [port, shown] of tabs) if (meant(shown)) port.postMessage(message);
};

const open = () => {
  if (asked !== stream) asked.close();
  const pages = [...tabs.values()].filter((shown) => shown).map((shown) => new URLSearchParams(shown).toString());
  if (!pages.length) {
    stream?.close();
    asked = stream = null;
    isBehind = true;
    return;
  }
  const source = new EventSource(`/_heftfaden/events?${[...new Set(pages)].join("&")}`);
  asked = source;
  const on = (name, hear) => source.addEventListener(name, ({ data }) => hear(JSON.parse(data)));
  on("start", (id) => {
    if (stream !== source) stream?.close();
    stream = source;
    wait = 250;
    if (server !== null && (isBehind || server !== id)) tell({ files: null });
    server = id;
    isBehind = false;
    tell({ isConnected: true });
  });
  on("pages", (changed) => tell({ isChanged: true }, (shown) => shown && changed.includes(shown.page)));
  on("files", (files) => tell({ files }));
  on("faults", (faults) => tell({ faults }));
  source.onerror = () => {
    source.close(); // its own retry would ask with old versions
    if (source !== asked) return;
    stream?.close();
    asked = stream = null;
    isBehind = true;
    tell({ isConnected: false });
    later(wait);
    wait = Math.min(wait * 2, 2000);
  };
};

const later = (milliseconds) => {
  clearTimeout(timer);
  timer = setTimeout(open, milliseconds);
};

const fetchPage = async (page) => {
  try {
    const response = await fetch(`/_heftfaden/page?${new URLSearchParams({ path: page })}`, { cache: "no-store" });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
};

const serve = (port) => {
  port.onmessage = async ({ data }) => {
    if ("show" in data) {
      tabs.set(port, data.show);
      later(SOON);
    } else if ("version" in data) {
      const shown = tabs.get(port);
      if (shown) shown.version = data.version;
    } else if ("leave" in data) {
      tabs.delete(port);
      later(SOON);
    } else if ("fetch" in data) {
      port.postMessage({ fetched: data.fetch, payload: await fetchPage(data.fetch) });
    }
  };
};

if ("SharedWorkerGlobalScope" in self) onconnect = ({ ports: [port] }) => serve(port);
else serve(self);
