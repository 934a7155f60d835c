// Heftfaden, standard theme: filters, sorting, columns and CSV, for pages that list many rows.
// form[data-filter="#list"] filters the [data-row]s of a list, table[data-sort] sorts them. Where a list is split over several
// pages, the form's data-tables names the file from which all rows come, once somebody filters or sorts; then only the rows
// in sight are in the page. What is shown stands in the address: #?coverage=open&coverage=partial&q=text&sort=-title&columns=id,title
(() => {
  "use strict";

  const { all, behaviour } = self.heftfaden;
  const root = document.documentElement;
  const words = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  const number = new Intl.NumberFormat(root.lang);
  const make = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };

  // "Prufung", "Pruefung" and "Prüfung" are one: an e behind a, o and u does not count.
  const fold = (text) => (/[^\0-\x7f]/.test(text) ? text.normalize("NFD").replace(/\p{M}/gu, "") : text)
    .toLowerCase().replace(/ß/g, "ss").replace(/([aou])e/g, "$1");
  // An ID without what stands between its parts, so that "lh310" finds it.
  const bare = (id) => id.replace(/[^\p{L}\p{N}]/gu, "");
  // What stands in a label itself, without the numbers beside it.
  const labelOf = (label) => [...label.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(words).join(" ").trim();
  const parse = (code) => (code ? code.split(",").map(Number) : []);

  // ── Rows: of the page, or of all pages. Both say what a row's values, its texts and its node are. ──

  const cellWords = (cell) => {
    const parts = all("li", cell);
    return parts.length ? parts.map(words).join(", ") : words(cell);
  };

  /** The rows that stand in the page. */
  const pageRows = (list, facets) => {
    const cells = new Map(); // a column's head → its place in rows
    const text = new Map(), codes = new Map();
    const read = (row) => {
      if (row.dataset.f !== undefined) return row.dataset.f.split(";").map(parse);
      // Other lists have a data attribute for each control, with the values themselves.
      return facets.map(({ name, values }) => (row.dataset[name] ?? "").split(" ").map((value) => values.indexOf(value)).filter((at) => at >= 0));
    };
    return {
      rows: all("[data-row]", list),
      codes: (row, facet) => { if (!codes.has(row)) codes.set(row, read(row)); return codes.get(row)[facet] ?? []; },
      text: (row) => {
        if (!text.has(row)) {
          const id = row.querySelector(".id");
          text.set(row, fold(`${words(row)} ${id ? bare(words(id)) : ""}`));
        }
        return text.get(row);
      },
      part: (row, { number, column }) => fold(row.cells ? cellWords(row.cells[column]) : row.dataset[`t${number}`] ?? ""),
      cell: (row, column) => cellWords(row.cells[column]),
      key: (row, column) => row.cells[column].dataset.v ?? cellWords(row.cells[column]),
      cells,
    };
  };

  // What the scripts of the pieces call.
  const waiting = new WeakMap(); // a script → what takes its content
  self.heftfadenTable = (content) => waiting.get(document.currentScript)?.(content);
  self.heftfaden.table = { fold, bare, parse, make };
  const load = (address) => new Promise((done, failed) => {
    const script = document.createElement("script");
    waiting.set(script, done);
    script.src = address;
    script.onload = () => { script.remove(); done(); };
    script.onerror = () => { script.remove(); failed(new Error(address)); };
    document.head.append(script);
  });

  // ── A list with what filters it ──

  const readHash = () => new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : "");
  const collator = new Intl.Collator(root.lang, { numeric: true });
  const tables = new WeakMap(); // a table → what its heads call

  const filter = (form) => {
    let list, table, heads, facets, page, loaded, window_, natural = [];
    const isSplit = () => Boolean(form.dataset.tables);
    const boxes = (facet) => facet.boxes.filter((box) => box.checked);

    // ── Controls ──

    const readFacets = () => {
      const found = new Map();
      for (const control of form.elements) {
        if (!control.name || control.name === "q" || control.tagName === "OUTPUT") continue;
        const holder = control.closest("[data-facet]"), legend = holder?.querySelector("legend");
        const one = found.get(control.name) ?? {
          name: control.name,
          label: legend ? words(legend) : labelOf(control.closest("label")),
          number: holder ? Number(holder.dataset.facet) : found.size, // else the place among the controls
          boxes: [],
          values: [],
        };
        if (control.type === "checkbox") {
          one.boxes.push(control);
          one.values.push(control.value);
        } else if (control.tagName === "SELECT") {
          one.select = control;
          one.values = [...control.options].map(({ value }) => value).filter(Boolean);
        } else {
          one.input = control;
          one.column = Number(control.dataset.column);
        }
        one.details = control.closest("details.facet");
        found.set(control.name, one);
      }
      return [...found.values()];
    };
    const chosen = (facet) => [...(facet.boxes.length ? boxes(facet).map(({ value }) => value)
      : [(facet.select ?? facet.input).value.trim()].filter(Boolean)), ...foreign.getAll(facet.name)];
    const shownColumns = () => heads.map((head, at) => (head.hidden ? -1 : at)).filter((at) => at >= 0);
    const columnBoxes = () => all("[data-columns] input", form);
    const sortHead = () => heads.find((head) => head.hasAttribute("aria-sort"));

    const state = () => {
      const state = new URLSearchParams();
      const q = form.elements.q?.value.trim();
      if (q) state.append("q", q);
      for (const facet of facets) for (const value of chosen(facet)) state.append(facet.name, value);
      for (const [key, value] of foreign) if (!facets.some(({ name }) => name === key)) state.append(key, value);
      const isFiltered = [...state].length > 0;
      const head = sortHead();
      if (head) state.append("sort", (head.getAttribute("aria-sort") === "descending" ? "-" : "") + head.dataset.key);
      const needsAll = isFiltered || Boolean(head);
      const columns = columnBoxes();
      if (columns.some((box) => box.checked !== box.defaultChecked)) {
        state.append("columns", columns.filter((box) => box.checked).map(({ value }) => value).join(","));
      }
      return { state, isFiltered, needsAll };
    };
    // What an address asks for and no row has: nothing is shown then.
    let foreign = new URLSearchParams();
    const OTHERS = ["q", "sort", "columns"];
    const restore = () => {
      const hash = readHash();
      const isForeign = ([key, value]) => !OTHERS.includes(key) && !facets.some((facet) => facet.name === key && (facet.input || facet.values.includes(value)));
      foreign = new URLSearchParams([...hash].filter(isForeign));
      if (form.elements.q) form.elements.q.value = hash.get("q") ?? "";
      for (const facet of facets) {
        const values = hash.getAll(facet.name);
        for (const box of facet.boxes) box.checked = values.includes(box.value);
        if (facet.select) facet.select.value = facet.values.includes(values[0]) ? values[0] : "";
        if (facet.input) facet.input.value = values[0] ?? "";
      }
      const more = form.querySelector("details.more");
      if (more && all("input", more).some((input) => (input.type === "checkbox" ? input.checked : input.value))) more.open = true;
      const columns = hash.get("columns")?.split(",");
      for (const box of columnBoxes()) box.checked = columns ? columns.includes(box.value) : box.defaultChecked;
      const sort = hash.get("sort") ?? "";
      for (const head of heads) head.removeAttribute("aria-sort");
      const head = heads.find((head) => head.dataset.sort && head.dataset.key === sort.replace(/^-/, ""));
      head?.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
    };

    // ── Filtering ──

    // One test for each control that is used, with the control that it belongs to.
    const tests = (source) => {
      const tests = [];
      const q = fold(form.elements.q?.value.trim() ?? "").split(/\s+/).filter(Boolean);
      if (q.length) tests.push([null, (row) => { const text = source.text(row); return q.every((word) => text.includes(word)); }]);
      for (const facet of facets) {
        const values = chosen(facet);
        if (!values.length) continue;
        if (facet.input) {
          const text = fold(values[0]);
          tests.push([facet, (row) => source.part(row, facet).includes(text)]);
        } else {
          const wanted = facet.values.map((value) => values.includes(value));
          tests.push([facet, (row) => source.codes(row, facet.number).some((code) => wanted[code])]);
        }
      }
      if ([...foreign.keys()].some((key) => !facets.some(({ name }) => name === key))) tests.push([null, () => false]);
      return tests;
    };

    // The order of a source's rows by the head that sorts; those without a value come last.
    const orders = new WeakMap(); // a source → [what it is sorted by, its rows in that order]
    const ordered = (source, rows) => {
      const head = sortHead();
      if (!head) return rows;
      const isDown = head.getAttribute("aria-sort") === "descending";
      const by = `${heads.indexOf(head)} ${isDown}`;
      if (orders.get(source)?.[0] === by) return orders.get(source)[1];
      const column = heads.indexOf(head), kind = head.dataset.sort, facet = Number(head.dataset.facet);
      const key = (row) => {
        if (kind === "values") return source.codes(row, facet)[0] ?? null;
        const said = source.key(row, column);
        return said === "" ? null : kind === "number" ? Number(said) : said;
      };
      const compare = kind === "text" ? collator.compare : (a, b) => a - b;
      const sign = isDown ? -1 : 1;
      const sorted = rows.map((row, at) => [key(row), at, row])
        .sort(([a, x], [b, y]) => (a === null) - (b === null) || (a !== null && sign * compare(a, b)) || x - y)
        .map(([, , row]) => row);
      orders.set(source, [by, sorted]);
      return sorted;
    };

    const view = () => {
      const all_ = loaded && table && state().needsAll;
      const source = all_ ? loaded : page;
      const rows = ordered(source, all_ ? loaded.rows : natural);
      const passed = tests(source).map(([, test]) => test);
      return { source, all: rows, rows: passed.length ? rows.filter((row) => passed.every((test) => test(row))) : rows, isAll: Boolean(all_) };
    };

    const parts = () => (isSplit() ? all("nav.parts") : []);
    let shown;
    const run = () => {
      const started = performance.now();
      const { state: now, isFiltered, needsAll } = state();
      if (isSplit() && needsAll && !loaded) fetchRows();
      if (table) for (const nav of parts()) nav.hidden = needsAll && loaded !== null;
      shown = view();
      if (shown.isAll) {
        window_ ??= self.heftfaden.table.rows.windowOf(table);
        window_.show(shown.source, shown.rows, shownColumns());
      } else {
        window_?.leave();
        const visible = new Set(shown.rows);
        for (const row of natural) row.hidden = !visible.has(row);
        if (table) {
          const [body] = table.tBodies;
          if (shown.all.some((row, place) => row !== body.rows[place])) body.append(...shown.all);
        }
        for (const group of all("[data-group]", list)) group.hidden = !group.querySelector("[data-row]:not([hidden])");
        list.dispatchEvent(new Event("filtered"));
      }
      const none = document.querySelector(form.dataset.none);
      if (none) none.hidden = shown.rows.length > 0 || Boolean(isSplit() && !loaded && isFiltered);
      clearTimeout(soon);
      soon = setTimeout(settle, 120);
      performance.measure("heftfaden-filter", { start: started, end: performance.now(), detail: { rows: shown.all.length, shown: shown.rows.length } });
    };

    // ── What follows when the reader pauses: counts, what is read out, the address ──

    let soon = 0;
    const count = (source, rows) => {
      const used = tests(source);
      const counts = facets.map((facet) => new Uint32Array(facet.values.length));
      let passed = 0;
      const byRow = [];
      for (const row of rows) {
        let failed = 0, at = null;
        for (const [facet, test] of used) if (!test(row)) { failed += 1; at = facet; }
        byRow.push(!failed);
        if (!failed) passed += 1;
        if (failed > 1 || (failed && !at)) continue;
        facets.forEach((facet, place) => {
          if (!facet.values.length || (failed && facet !== at)) return;
          for (const code of source.codes(row, facet.number)) counts[place][code] += 1;
        });
      }
      return { passed, counts, byRow };
    };
    const settle = () => {
      const { state: now, isFiltered, needsAll } = state();
      // Of a split list, all rows are counted, whichever page shows them.
      const source = isSplit() ? loaded : page;
      if (source) {
        const { passed, counts, byRow } = count(source, isSplit() ? loaded.rows : natural);
        facets.forEach((facet, place) => facet.boxes.forEach((box, at) => {
          const node = box.closest("label").querySelector("[data-n]");
          if (node) node.textContent = number.format(counts[place][at]);
          box.closest("label").classList.toggle("nil", !counts[place][at]);
        }));
        say(fill(form.dataset.count, { n: number.format(passed), of: number.format(byRow.length) }) + elsewhere(byRow, isFiltered, now));
      } else if (!isSplit() || !needsAll) {
        say(fill(form.dataset.count, { n: number.format(shown.rows.length), of: number.format(natural.length) }));
      }
      for (const facet of facets) {
        const number_ = facet.details?.querySelector("[data-chosen]");
        if (number_) number_.textContent = chosen(facet).length || "";
      }
      const more = form.querySelector("details.more > summary [data-chosen]");
      if (more) more.textContent = facets.filter((facet) => (facet.details ?? facet.input)?.closest("details.more") && chosen(facet).length).length || "";
      for (const node of all("[data-tally]")) {
        const [name, value] = node.dataset.tally.split(":");
        const facet = facets.find((one) => one.name === name);
        const at = facet?.values.indexOf(value) ?? -1;
        node.textContent = facet ? natural.filter((row) => !row.hidden && page.codes(row, facet.number).includes(at)).length
          : natural.filter((row) => !row.hidden && (row.dataset[name] ?? "").split(" ").includes(value)).length;
      }
      describe();
      const hash = now.toString();
      if (hash !== readHash().toString()) {
        try { history.replaceState(history.state, "", hash ? `#?${hash}` : location.pathname + location.search); } catch { /* file:// in some browsers */ }
      }
    };
    let output;
    const say = (text) => { if (output && output.textContent !== text) output.textContent = text; };

    // On paper, and for whoever gets a picture: what the rows were picked by.
    const describe = () => {
      const node = form.dataset.view && document.querySelector(form.dataset.view);
      if (!node) return;
      const said = [];
      if (form.elements.q?.value.trim()) said.push(`${labelOf(form.elements.q.closest("label"))}: ${form.elements.q.value.trim()}`);
      for (const facet of facets) {
        const labels = facet.boxes.length ? boxes(facet).map((box) => labelOf(box.closest("label"))) : chosen(facet);
        if (labels.length) said.push(labels.length === 1 && labels[0] === facet.label ? labels[0] : `${facet.label}: ${labels.join(", ")}`);
      }
      node.hidden = !said.length;
      node.textContent = [...said, output?.textContent].join(" · ");
    };

    // Of a split synopsis each page has its own rows: its parts say how many of the hits they have.
    const elsewhere = (byRow, isFiltered, now) => {
      const sizes = form.dataset.parts?.split(" ").map(Number);
      if (!sizes) return "";
      let from = 0;
      const hits = sizes.map((size) => byRow.slice(from, from += size).filter(Boolean).length);
      let here = 0;
      for (const nav of parts()) {
        all("a", nav).forEach((link, at) => {
          link.querySelector(".n")?.remove();
          link.setAttribute("href", link.getAttribute("href").replace(/#.*/, "") + (isFiltered ? `#?${now}` : ""));
          link.classList.toggle("nil", isFiltered && !hits[at]);
          if (isFiltered) link.append(make("span", { class: "n" }, ` ${number.format(hits[at])}`));
          if (link.hasAttribute("aria-current")) here = hits[at];
        });
      }
      const others = hits.reduce((sum, hit) => sum + hit, 0) - here;
      return isFiltered && others ? ` · ${fill(form.dataset.elsewhere, { n: number.format(others) })}` : "";
    };

    // ── All rows of a split list ──

    let version = null, isLoading = null;
    const fetchRows = (isAgain = false) => {
      isLoading ??= (async () => {
        try {
          if (!isAgain) say(form.dataset.loading);
          const address = new URL(form.dataset.tables, location.href);
          const [index] = await Promise.all([load(`${address.href}?${Date.now()}`), self.heftfaden.table.rows ?? load(form.dataset.rows)]);
          const text = JSON.stringify(index);
          if (text === version) return;
          const pieces = await Promise.all(index.pieces.map((hash) => load(address.href.replace(/\.js$/, `.${hash}.js`))));
          version = text;
          loaded = self.heftfaden.table.rows.loadedRows(index, pieces, new URL("../../", address).href);
          run();
        } catch {
          say(form.dataset.failed);
        } finally {
          isLoading = null;
        }
      })();
      return isLoading;
    };

    // ── CSV of the view ──

    const cell = (text) => {
      const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text; // a spreadsheet must not run it
      return `"${safe.replaceAll('"', '""')}"`;
    };
    const csv = async (button) => {
      if (isSplit() && !loaded) await fetchRows();
      const { rows: shownRows, source: from } = view();
      const isWhole = isSplit() && loaded && table;
      const source = isWhole ? loaded : from;
      const rows = isWhole && from !== loaded ? loaded.rows : shownRows;
      const columns = shownColumns();
      const separator = button.dataset.separator || ";";
      const lines = [columns.map((at) => cell(words(heads[at]))), ...rows.map((row) => columns.map((at) => cell(source.cell(row, at))))];
      const link = make("a", { download: button.dataset.filename });
      link.href = URL.createObjectURL(new Blob([`\ufeff${lines.map((line) => line.join(separator)).join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" }));
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    };

    // ── Columns ──

    const choose = () => {
      const wanted = new Map(columnBoxes().map((box) => [box.value, box.checked]));
      heads.forEach((head, at) => {
        const isHidden = wanted.get(head.dataset.key) === false;
        if (!wanted.has(head.dataset.key)) return;
        head.hidden = isHidden;
        for (const row of natural) row.cells[at].hidden = isHidden;
      });
    };

    // ── Lists of values open one at a time, and close again when they are left ──

    const close = (except) => { for (const one of all("details.facet[open]", form)) if (one !== except) one.open = false; };
    form.addEventListener("toggle", ({ target }) => { if (target.matches(".facet") && target.open) close(target); }, true);
    addEventListener("pointerdown", ({ target }) => close(target.closest?.("details.facet")));
    form.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget) close(relatedTarget.closest("details.facet")); });
    form.addEventListener("keydown", (event) => {
      const open = event.key === "Escape" && event.target.closest("details.facet[open]");
      if (!open) return;
      open.open = false;
      open.querySelector("summary").focus();
    });

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", ({ target }) => {
      foreign.delete(target.name);
      if (target.closest("[data-columns]")) choose();
      run();
    });
    form.addEventListener("click", ({ target }) => { const button = target.closest("[data-csv]"); if (button) csv(button); });
    form.addEventListener("reset", () => setTimeout(() => {
      for (const head of heads) head.removeAttribute("aria-sort");
      foreign = new URLSearchParams();
      if (columnBoxes().length) choose();
      run();
    }));
    addEventListener("hashchange", () => {
      if (location.hash && !location.hash.startsWith("#?")) return;
      restore();
      if (columnBoxes().length) choose();
      run();
    });

    // Rows in the order of the text, also where the live page has them sorted: new ones stand behind their neighbours.
    const naturalOrder = (rows) => {
      if (!natural.length || !sortHead()) return rows;
      const known = new Set(natural), there = new Set(rows);
      const order = natural.filter((row) => there.has(row));
      for (const row of rows) if (!known.has(row)) order.splice(order.indexOf(row.previousElementSibling) + 1, 0, row);
      return order;
    };

    let isFirst = true;
    return () => {
      list = document.querySelector(form.dataset.filter);
      if (!list) return;
      table = list.matches("table") ? list : null;
      heads = table ? [...table.tHead.rows[0].cells] : [];
      heads.forEach((head, at) => { head.dataset.key ??= String(at); });
      output = form.querySelector("output");
      if (table) tables.set(table, { run, heads });
      facets = readFacets();
      page = pageRows(list, facets);
      loaded ??= null;
      if (isFirst) restore();
      natural = naturalOrder(page.rows);
      if (columnBoxes().length && (!isFirst || columnBoxes().some((box) => box.checked !== box.defaultChecked))) choose();
      if (!isFirst && loaded) fetchRows(true);
      isFirst = false;
      run();
      settle();
    };
  };

  // ── Sorting: a head with data-sort="text", "number" or "values" gets a button: up, down, and as the text has it. ──

  const NEXT = { ascending: "descending", descending: "none", none: "ascending" };
  const sorting = (table) => () => {
    for (const head of all("thead th[data-sort]", table)) {
      if (head.querySelector("button")) continue;
      const button = make("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const next = NEXT[head.getAttribute("aria-sort") ?? "none"];
        for (const other of all("thead th", table)) other.removeAttribute("aria-sort");
        if (next !== "none") head.setAttribute("aria-sort", next);
        tables.get(table)?.run();
      });
    }
  };

  behaviour("form[data-filter]", filter);
  behaviour("table[data-sort]", sorting);
})();
