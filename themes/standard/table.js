// Heftfaden, standard theme: filters, sorting and CSV, for pages that list many rows.
(() => {
  "use strict";

  const { all, behaviour } = self.heftfaden;
  const root = document.documentElement;
  const words = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

  // ── Filters: form[data-filter="#list"]. Each control's name is a data attribute of the list's [data-row]s; ──
  // "q" searches their text. Rows may hold several values, separated by blanks. The state lives in the address.

  const readHash = () => new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : "");

  const filter = (form) => {
    const controls = () => [...form.elements].filter((control) => control.name && control.tagName !== "OUTPUT");
    const text = new Map();
    const textOf = (row) => {
      if (!text.has(row)) text.set(row, words(row).toLocaleLowerCase(root.lang));
      return text.get(row);
    };
    const holds = (row, key, value) => (row.dataset[key] ?? "").split(" ").includes(value);

    let list, rows, groups, tallies, none;
    const run = () => {
      const wanted = [];
      for (const control of controls()) {
        const value = control.type === "checkbox" ? (control.checked ? control.value : "") : control.value.trim();
        if (value) wanted.push([control.name, value]);
      }
      let shown = 0;
      for (const row of rows) {
        row.hidden = !wanted.every(([key, value]) => key === "q"
          ? value.toLocaleLowerCase(root.lang).split(/\s+/).every((word) => textOf(row).includes(word))
          : holds(row, key, value));
        if (!row.hidden) shown += 1;
      }
      for (const group of groups) group.hidden = !group.querySelector("[data-row]:not([hidden])");
      for (const [node, key, value] of tallies) {
        node.textContent = rows.filter((row) => !row.hidden && holds(row, key, value)).length;
      }
      const output = form.querySelector("output");
      if (output) output.textContent = fill(form.dataset.count, { n: shown, of: rows.length });
      if (none) none.hidden = shown > 0;
      const state = new URLSearchParams(wanted).toString();
      if (state !== readHash().toString()) {
        try { history.replaceState(null, "", state ? `#?${state}` : location.pathname + location.search); } catch { /* file:// in some browsers */ }
      }
      list?.dispatchEvent(new Event("filtered"));
    };

    const restore = () => {
      const hash = readHash();
      for (const control of controls()) {
        const value = hash.get(control.name);
        if (control.type === "checkbox") control.checked = value === control.value;
        else if (control.tagName !== "SELECT" || value === null || [...control.options].some((option) => option.value === value)) control.value = value ?? "";
      }
    };

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", run);
    form.addEventListener("reset", () => setTimeout(run));
    addEventListener("hashchange", () => { if (location.hash.startsWith("#?")) { restore(); run(); } });
    restore();
    return () => {
      list = document.querySelector(form.dataset.filter);
      rows = list ? all("[data-row]", list) : [];
      groups = list ? all("[data-group]", list) : [];
      tallies = all("[data-tally]").map((node) => [node, ...node.dataset.tally.split(":")]);
      none = document.querySelector(form.dataset.none);
      text.clear();
      run();
    };
  };

  // ── Sorting: table[data-sort]; a head with data-sort="text" or "number" gets a button. A cell's data-v stands before its text. ──

  const sorting = (table) => {
    const collator = new Intl.Collator(root.lang, { numeric: true });
    const sort = () => {
      const head = table.querySelector("thead th[aria-sort]");
      if (!head) return;
      const value = (cell) => cell.dataset.v ?? words(cell);
      const compare = head.dataset.sort === "number" ? ([a], [b]) => Number(a) - Number(b) : ([a], [b]) => collator.compare(a, b);
      const [body] = table.tBodies;
      const rows = [...body.rows].map((row) => [value(row.cells[head.cellIndex]), row]).sort(compare).map(([, row]) => row);
      if (head.getAttribute("aria-sort") === "descending") rows.reverse();
      if (rows.some((row, place) => row !== body.rows[place])) body.append(...rows);
    };
    return () => {
      for (const head of all("thead th[data-sort]", table)) {
        if (head.querySelector("button")) continue;
        const button = document.createElement("button");
        button.type = "button";
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener("click", () => {
          const down = head.getAttribute("aria-sort") === "ascending";
          for (const other of all("thead th", table)) other.removeAttribute("aria-sort");
          head.setAttribute("aria-sort", down ? "descending" : "ascending");
          sort();
        });
      }
      sort();
    };
  };

  // ── CSV: button[data-csv="#table"] saves the rows that are shown. ──

  const cell = (node) => {
    const parts = all("li", node);
    let text = parts.length ? parts.map(words).join(", ") : words(node);
    if (/^[=+\-@\t\r]/.test(text)) text = `'${text}`; // a spreadsheet must not run it
    return `"${text.replaceAll('"', '""')}"`;
  };
  const csv = (button) => button.addEventListener("click", () => {
    const table = document.querySelector(button.dataset.csv);
    const lines = [...table.rows].filter((row) => !row.hidden)
      .map((row) => [...row.cells].map(cell).join(button.dataset.separator || ";"));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" }));
    link.download = button.dataset.filename;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });

  behaviour("table[data-sort]", sorting);
  behaviour("[data-csv]", csv);
  behaviour("form[data-filter]", filter);
})();
