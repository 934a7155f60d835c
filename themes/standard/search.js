// Heftfaden, standard theme: the search. `site.js` loads it when somebody searches for the first time; it loads the index,
// looks into it at each key, and shows what it finds in a dialog. The index is a few classic scripts, since a page that is
// opened as a file may load nothing else; `src/site/search/` writes them and says what is in them.
(() => {
  "use strict";

  const button = document.querySelector("[data-search]");
  const base = new URL(button.dataset.searchIndex, document.baseURI); // …/assets/search/index.js
  const site = new URL("../../", base);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  const stored = (store, key) => { try { return self[store].getItem(key); } catch { return null; } };
  const store = (store, key, value) => { try { self[store].setItem(key, value); } catch { /* kept for this page alone */ } };

  // ── Words: the same letters as `fold.rs` makes of them. ──

  const EXPANDED = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ς": "σ" };
  const fold = (text) => /^[\x00-\x7f]*$/.test(text)
    ? text.toLowerCase()
    : text.normalize("NFKD").replace(/[\p{M}\u00ad\u200b-\u200f\u2060\ufeff]/gu, "").toLowerCase()
      .replace(/\p{M}/gu, "").replace(/[ßæœøłđς]/g, (letter) => EXPANDED[letter]);
  const WORD = /[\p{Alphabetic}\p{N}]+(?:[-\u2010'’._][\p{Alphabetic}\p{N}]+)*/gu;
  const LONGEST = 64;
  const wordsOf = (folded) => (folded.match(WORD) ?? [])
    .map((word) => [...word.replace(/[-\u2010'’._]/g, "")].slice(0, LONGEST).join(""));

  // What a word is without its ending, so that "Prüfungen" finds "Prüfung".
  const ENDINGS = document.documentElement.lang === "de" ? [["ern", 4], ["en", 4], ["er", 4], ["es", 4], ["em", 4], ["e", 4], ["n", 5], ["s", 4]] : [["es", 4], ["s", 3]];
  const stem = (word) => {
    const found = ENDINGS.find(([ending, least]) => word.endsWith(ending) && word.length - ending.length >= least);
    return found && !/\d/.test(word) ? word.slice(0, -found[0].length) : word;
  };

  // "Prufung", "Pruefung" and "Prüfung" are one: behind a, o and u an e may stand or not.
  const pattern = (word) => word.replace(/([aou])e?/g, "$1e?");

  // How a word is looked for. Short ones only where a word begins, figures only where a figure begins.
  const query = (word) => {
    const part = stem(word);
    const before = /^\d+$/.test(word) ? "[^\\d]" : word.length < 3 ? "[\\n ]" : "";
    const looks = [{ word: new RegExp(before + pattern(word), "g"), skip: before ? 1 : 0, stem: false }];
    if (part !== word && !before) looks.push({ word: new RegExp(pattern(part), "g"), skip: 0, stem: true });
    return { word, looks, mark: new RegExp(`${before === "[^\\d]" ? "(?<!\\d)" : before ? "(?<![\\p{Alphabetic}\\p{N}])" : ""}(?:${pattern(word)}|${pattern(part)})`, "gu") };
  };

  // ── The index ──

  const waiting = new WeakMap(); // a script → what takes its content
  self.heftfadenSearch = (content) => waiting.get(document.currentScript)?.(content);
  const load = (address) => new Promise((done, failed) => {
    const script = document.createElement("script");
    waiting.set(script, done);
    script.src = address;
    script.onload = () => script.remove();
    script.onerror = () => { script.remove(); failed(new Error(address)); };
    document.head.append(script);
  });
  const file = (name, hash) => load(new URL(`${name}.${hash}.js`, base));

  const VALUES = new Uint8Array(128);
  [..."!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"].forEach((sign, value) => { VALUES[sign.charCodeAt(0)] = value; });

  const fronts = (text, between) => {
    let last = "";
    return text === "" ? [] : text.split(between).map((word) => (last = last.slice(0, VALUES[word.charCodeAt(0)]) + word.slice(1)));
  };

  // Lines of text in which words are found: one long text, and where each line starts.
  const lines = (list) => {
    const starts = new Uint32Array(list.length + 1);
    let at = 0;
    list.forEach((line, number) => { starts[number] = at; at += line.length + 1; });
    starts[list.length] = at;
    return { text: `\n${list.join("\n")}\n`, starts };
  };

  // Calls `each` with the number of a line that has the word, and how well it fits there: 4 a whole word, 3 the start of
  // one, 2 inside of one, 1 its stem. A line may come more than once.
  const look = ({ text, starts }, { looks }, each) => {
    for (const { word, skip, stem } of looks) {
      let line = 0, match;
      word.lastIndex = 0;
      while ((match = word.exec(text))) {
        const from = match.index + skip, to = match.index + match[0].length;
        while (starts[line + 1] < from) line += 1;
        const before = text.charCodeAt(from - 1), after = text.charCodeAt(to);
        const starting = before === 10 || before === 32;
        each(line, stem ? 1 : !starting ? 2 : after === 10 || after === 32 ? 4 : 3);
        word.lastIndex = skip ? to : from + 1;
      }
    }
  };

  const readPart = ({ first, size, terms, lists }) => {
    const words = fronts(terms, " ");
    const starts = new Uint32Array(words.length + 1), entries = new Uint32Array(size);
    let at = 0, filled = 0;
    const next = () => {
      const sign = VALUES[lists.charCodeAt(at++)];
      const value = () => VALUES[lists.charCodeAt(at++)];
      if (sign < 60) return sign;
      if (sign < 88) return 60 + (sign - 60) * 92 + value();
      if (sign < 91) return 2636 + ((sign - 88) * 92 + value()) * 92 + value();
      let number = 0;
      for (let i = 0; i < 5; i += 1) number = number * 92 + value();
      return number;
    };
    for (let word = 0; word < words.length; word += 1) {
      let entry = first - 1;
      for (let count = next(); count > 0; count -= 1) entries[filled++] = entry += next() + 1;
      starts[word + 1] = filled;
    }
    return { words: lines(words), starts, entries };
  };

  const readNames = (names) => {
    const titles = names.signs ? names.titles.split("\n") : [], anchors = names.anchors.split("\n"), ids = fronts(names.ids, "\n");
    const count = names.signs.length;
    const mark = (entry) => names.marks[VALUES[names.signs.charCodeAt(entry)]];
    const index = { ...names, count, titles, mark, pageOf: new Uint32Array(count), ids: new Array(count), anchors: new Array(count), keys: new Array(count), byKey: new Map() };
    let entry = 0, id = 0, anchor = 0;
    names.pages.forEach(([, , , size], page) => { for (const end = entry + size; entry < end; entry += 1) index.pageOf[entry] = page; });
    const found = titles.map((title, entry) => {
      const line = wordsOf(fold(title));
      if (mark(entry)[2]) {
        index.ids[entry] = ids[id++];
        const key = fold(index.ids[entry]).replace(/[^\p{Alphabetic}\p{N}]/gu, "");
        index.keys[entry] = key;
        index.byKey.set(key, [...index.byKey.get(key) ?? [], entry]);
        line.unshift(key);
      } else index.anchors[entry] = anchors[anchor++];
      return line.join(" ");
    });
    index.lines = lines(found);
    return index;
  };

  // What is loaded; none of it before somebody searches.
  let loaded = null;

  // Loads what there is now: the preview may have written another index since, and so may whoever publishes.
  const refresh = async () => {
    const content = await load(`${base.href}?${Date.now()}`);
    const version = JSON.stringify(content);
    if (loaded?.version === version) return;
    const state = { version, words: content.words, texts: content.texts, parts: [], pieces: new Map(), index: null, missing: content.parts.length + 1 };
    loaded = state;
    const come = (file, read) => file.then((content) => {
      read(content);
      state.missing -= 1;
    }).then(() => {
      if (state !== loaded) return;
      search();
      // Once for nothing: the first key need not wait until the browser has made machine code of it.
      if (!state.missing) setTimeout(() => find(state, [query("e"), query("prufungen")]));
    }, () => { if (state === loaded) fail(); });
    come(file("names", content.names), (names) => { state.index = readNames(names); });
    content.parts.forEach((hash, number) => come(file("part", hash), (part) => { state.parts[number] = readPart(part); }));
  };

  // The text of an entry, once its file is there.
  const textOf = async (state, entry) => {
    const number = state.texts.findLastIndex(([first]) => first <= entry);
    const [first, hash] = state.texts[number];
    if (!state.pieces.has(number)) state.pieces.set(number, file("text", hash));
    const { texts } = await state.pieces.get(number);
    return texts[entry - first];
  };

  // ── Finding ──

  const IN_TITLE = [0, 5, 7, 9, 12], IN_TEXT = [0, 1, 3, 4, 6]; // by how well a word fits
  const SAME_ID = 100, ID_STARTS = 50, ID_ENDS = 20, SAME_TITLE = 4, ITEM = 2;

  // The entries that have all words, the best first.
  const find = ({ index, parts }, queries) => {
    const { count } = index;
    const total = new Uint16Array(count), words = new Uint8Array(count), best = new Uint8Array(count);
    for (const query of queries) {
      best.fill(0);
      look(index.lines, query, (line, fit) => { if (IN_TITLE[fit] > best[line]) best[line] = IN_TITLE[fit]; });
      for (const part of parts) {
        if (!part) continue;
        look(part.words, query, (word, fit) => {
          const points = IN_TEXT[fit];
          for (let at = part.starts[word]; at < part.starts[word + 1]; at += 1) {
            const entry = part.entries[at];
            if (points > best[entry]) best[entry] = points;
          }
        });
      }
      for (let entry = 0; entry < count; entry += 1) {
        if (best[entry]) { total[entry] += best[entry]; words[entry] += 1; }
      }
    }
    // "LH 310" and "lh310" mean LH-310.
    queries.forEach((_, last) => {
      const key = queries.slice(0, last + 1).map(({ word }) => word).join("");
      for (const entry of index.byKey.get(key) ?? []) total[entry] += SAME_ID;
    });
    const all = queries.map(({ word }) => word), key = all.join(""), line = all.join(" ");
    const { text, starts } = index.lines;
    const found = [];
    for (let entry = 0; entry < count; entry += 1) {
      if (words[entry] < queries.length) continue;
      const own = index.keys[entry];
      if (own !== undefined) total[entry] += ITEM;
      if (own !== undefined && /\d/.test(key)) {
        if (own.startsWith(key)) total[entry] += ID_STARTS;
        else if (own.endsWith(key) && !/\d/.test(own.at(-key.length - 1))) total[entry] += ID_ENDS;
      }
      if (starts[entry + 1] - starts[entry] - 1 === line.length && text.startsWith(line, starts[entry] + 1)) total[entry] += SAME_TITLE;
      found.push((65535 - total[entry]) * 16777216 + entry);
    }
    return Array.from(Float64Array.from(found).sort(), (rank) => rank % 16777216);
  };

  // ── Marking what was found ──

  const letters = new Map(); // a letter → its folded form
  const foldedLetter = (letter) => {
    if (!letters.has(letter)) letters.set(letter, fold(letter));
    return letters.get(letter);
  };

  // The places of the words in a text, as [from, to], without overlaps.
  const places = (text, queries) => {
    let folded = "";
    const at = []; // a letter of `folded` → where it comes from
    let from = 0;
    for (const letter of text) {
      const form = foldedLetter(letter);
      for (let i = 0; i < form.length; i += 1) at.push(from);
      folded += form;
      from += letter.length;
    }
    at.push(from);
    // What holds the parts of a word together is no part of it.
    let joined = "";
    const kept = [];
    const joiner = /(?<=[\p{Alphabetic}\p{N}])[-\u2010'’._](?=[\p{Alphabetic}\p{N}])/uy;
    for (let i = 0; i < folded.length; i += 1) {
      joiner.lastIndex = i;
      if (joiner.test(folded)) continue;
      joined += folded[i];
      kept.push(i);
    }
    kept.push(folded.length);
    const found = [];
    for (const { mark } of queries) {
      for (const match of joined.matchAll(mark)) {
        const last = kept[match.index + match[0].length - 1];
        let to = last + 1;
        while (to < folded.length && at[to] === at[last]) to += 1; // the whole of a letter that became two
        if (match[0]) found.push([at[kept[match.index]], at[to]]);
      }
    }
    found.sort(([a, b], [c, d]) => a - c || d - b);
    return found.filter(([from, to], number) => found.slice(0, number).every(([, before]) => before <= from) && to > from);
  };

  const element = (name, attributes = {}, ...content) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...content);
    return node;
  };

  const marked = (node, text, found, start = 0, end = text.length) => {
    let from = start;
    node.replaceChildren();
    if (start > 0) node.append("… ");
    for (const [first, last] of found) {
      if (first < from || last > end) continue;
      node.append(text.slice(from, first), element("mark", {}, text.slice(first, last)));
      from = last;
    }
    node.append(text.slice(from, end), end < text.length ? " …" : "");
  };

  const AROUND = 240; // letters of an excerpt
  const BEFORE = innerWidth < 600 ? 16 : 40; // and of them before the first word that was found
  const NEAR = 20000; // letters that are looked through for an excerpt

  const excerpt = (node, text, queries) => {
    let shift = 0;
    let part = text.slice(0, NEAR);
    let found = places(part, queries);
    for (; !found.length && shift + NEAR < text.length; found = places(part, queries)) {
      shift += NEAR - 100;
      part = text.slice(shift, shift + NEAR);
    }
    const first = found[0]?.[0] ?? 0;
    const start = first <= BEFORE ? 0 : part.indexOf(" ", first - BEFORE) + 1 || first;
    marked(node, part, found, Math.min(start, first), Math.min(part.length, start + AROUND));
  };

  // ── The dialog ──

  const FIRST = 6, MORE = 50; // entries of a document that are shown, and that each "more" adds
  const KEPT = "heftfaden-search", SLASH = "heftfaden-slash";
  let box = null, input, list, status, options = [], active = -1, limits = new Map(), asked = "", speaking = 0, watch = null;

  const say = (text) => {
    clearTimeout(speaking);
    speaking = setTimeout(() => { status.textContent = text; }, 150);
  };
  const fail = () => {
    loaded = heftfaden.typed = null;
    if (box) say(button.dataset.searchFailed);
    else button.textContent = button.dataset.searchFailed;
  };

  const choose = (number, reveal = true) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = options.length ? (number + options.length) % options.length : -1;
    const option = options[active];
    if (!option) return void input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    if (!reveal) return;
    if (active === 0) list.scrollTop = 0;
    else option.scrollIntoView({ block: "nearest" });
  };

  const addressOf = (index, entry) => {
    const [group, , path] = index.pages[index.pageOf[entry]];
    const own = index.paths[entry] ?? (index.keys[entry] === undefined ? path : `${index.groups[group][1]}/${index.ids[entry]}/index.html`);
    const anchor = index.anchors[entry];
    const address = new URL(own.split("/").map(encodeURIComponent).join("/"), site);
    if (anchor) address.hash = anchor;
    return address.href;
  };

  const option = (attributes, name, ...content) => {
    const node = element(name, { role: "option", id: `_hit-${options.length}`, tabindex: "-1", "aria-selected": "false", ...attributes }, ...content);
    options.push(node);
    return node;
  };

  const hit = (state, entry, queries) => {
    const { index } = state;
    const title = element("span", { class: "name" }), text = element("span", { class: "excerpt" });
    const line = element("span", { class: "hit" });
    if (index.ids[entry] !== undefined) {
      const id = element("span", { class: "id" });
      marked(id, index.ids[entry], places(index.ids[entry], queries));
      line.append(id, " ");
    }
    marked(title, index.titles[entry], places(index.titles[entry], queries));
    const [sign, word] = index.mark(entry);
    line.append(title, ...word ? [" ", element("span", { class: sign }, word)] : []);
    const page = index.pages[index.pageOf[entry]][1];
    const where = page === index.titles[entry] ? [] : [element("span", { class: "where" }, page), " "];
    const node = option({ href: addressOf(index, entry) }, "a", line, element("span", { class: "about" }, ...where, text));
    node.tell = () => textOf(state, entry)
      .then((whole) => excerpt(text, whole, queries))
      .catch(() => { /* without an excerpt it is found all the same */ });
    return node;
  };

  const show = (state, found, queries) => {
    const { index } = state;
    const groups = new Map();
    for (const entry of found) {
      const [group] = index.pages[index.pageOf[entry]];
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(entry);
    }
    options = [];
    const shown = [...groups].map(([group, entries]) => {
      const limit = limits.get(group) ?? (groups.size === 1 ? 3 * FIRST : FIRST);
      const label = element("div", { class: "group", id: `_group-${group}`, role: "presentation" }, index.groups[group][0], " ", element("small", {}, String(entries.length)));
      const node = element("div", { role: "group", "aria-labelledby": label.id }, label, ...entries.slice(0, limit).map((entry) => hit(state, entry, queries)));
      if (entries.length > limit) {
        const more = option({ class: "more" }, "div", fill(state.words.more, { n: entries.length - limit, document: index.groups[group][0] }));
        more.more = () => { limits.set(group, limit + MORE); };
        node.append(more);
      }
      return node;
    });
    watch?.disconnect();
    watch = new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) {
        if (!isIntersecting) continue;
        watch.unobserve(target);
        target.tell();
      }
    }, { root: list });
    list.replaceChildren(...shown);
    list.hidden = !shown.length;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    for (const node of options) if (node.tell) watch.observe(node);
    return groups.size;
  };

  const search = (place = 0) => {
    if (!box?.open || !loaded) return;
    const state = loaded, started = performance.now();
    const text = input.value;
    if (text !== asked) limits = new Map();
    asked = text;
    store("sessionStorage", KEPT, text);
    const queries = [...new Set(wordsOf(fold(text)))].slice(0, 12).map(query);
    const found = state.index && queries.length ? find(state, queries) : [];
    const documents = state.index ? show(state, found, queries) : 0;
    choose(place);
    performance.measure("heftfaden-search", { start: started, detail: { text, found: found.length } });
    const { words } = state;
    if (!queries.length) say("");
    else if (state.missing && !found.length) say(words.loading);
    else if (!found.length) say(words.none);
    else say(`${found.length === 1 ? words.one : fill(words.many, { n: found.length })} ${documents === 1 ? words["in-one"] : fill(words["in-many"], { n: documents })}`);
  };

  const activate = (event) => {
    const chosen = options[active];
    if (!chosen) return;
    if (!chosen.more) {
      const { ctrlKey, metaKey, shiftKey } = event;
      return void chosen.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
    }
    chosen.more();
    search(active);
  };

  const KEYS = {
    ArrowDown: () => choose(active + 1),
    ArrowUp: () => choose(active - 1),
    PageDown: () => choose(Math.min(active + 8, options.length - 1)),
    PageUp: () => choose(Math.max(active - 8, 0)),
    Enter: activate,
    Escape: () => box.close(),
  };

  const build = (words) => {
    input = element("input", {
      type: "search", role: "combobox", "aria-label": words.label, placeholder: words.label, "aria-expanded": "false",
      "aria-controls": "_search-list", "aria-autocomplete": "list", "aria-describedby": "_search-keys", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go",
    });
    status = element("p", { role: "status", class: "note-line" });
    list = element("div", { role: "listbox", id: "_search-list", "aria-label": words.title, hidden: "" });
    const close = element("button", { type: "button" }, words.close);
    const slash = element("input", { type: "checkbox" });
    slash.checked = stored("localStorage", SLASH) !== "off";
    const foot = element("div", { class: "keys note-line" }, element("span", { id: "_search-keys" }, words.keys), element("label", {}, slash, " ", words.slash));
    box = element("dialog", { class: "search-box", "aria-label": words.title }, element("div", { class: "head" }, input, close), status, list, foot);
    close.addEventListener("click", () => box.close());
    slash.addEventListener("change", () => store("localStorage", SLASH, slash.checked ? "on" : "off"));
    input.addEventListener("input", () => search());
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.altKey || !KEYS[event.key]) return;
      event.preventDefault();
      KEYS[event.key](event);
    });
    list.addEventListener("pointermove", ({ target }) => {
      const over = options.indexOf(target.closest("[role=option]"));
      if (over >= 0 && over !== active) choose(over, false);
    });
    list.addEventListener("click", (event) => {
      const chosen = event.target.closest("[role=option]");
      if (chosen?.more) {
        choose(options.indexOf(chosen), false);
        activate(event);
        input.focus();
      } else if (chosen && !event.ctrlKey && !event.metaKey && !event.shiftKey) box.close();
    });
    // What is pressed must not take the focus from the field.
    list.addEventListener("pointerdown", (event) => { if (event.pointerType === "mouse" && event.button === 0) event.preventDefault(); });
    box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
    // Where nothing had the focus before, it must not stay in what is closed.
    box.addEventListener("close", () => { if (box.contains(document.activeElement)) document.activeElement.blur(); });
    document.body.append(box);
    input.value = stored("sessionStorage", KEPT) ?? "";
  };

  const open = async () => {
    if (box && !box.open) {
      box.showModal();
      search();
    }
    input?.focus();
    input?.select();
    try {
      await refresh();
    } catch {
      return void fail();
    }
    await dressed;
    if (box) return;
    build(loaded.words);
    // What was typed on the way here goes on in the field.
    const { typed } = heftfaden;
    heftfaden.typed = null;
    if (typed) input.value = typed;
    const opened = open();
    if (typed) input.setSelectionRange(typed.length, typed.length);
    await opened;
  };

  const dressed = new Promise((done) => {
    const style = element("link", { rel: "stylesheet", href: button.dataset.searchStyle });
    style.onload = style.onerror = done; // without its sheet the search is plain, but there
    document.head.append(style);
  });

  document.addEventListener("heftfaden:search", open);
  document.addEventListener("heftfaden:change", () => { if (box?.open) refresh().catch(fail); }); // in the preview
  open();
})();
