// Heftfaden, standard theme: all rows of a table that is split over several pages, for table.js, which loads it at first use.
(() => {
  "use strict";

  const { fold, bare, parse, make } = self.heftfaden.table;

  /** Rows as the pieces have them: `[class, values, cells…]`; columns that are facets have no cells. */
  const loadedRows = (index, pieces, base) => {
    const rows = pieces.flat();
    const at = [];
    let next = 2;
    for (const content of index.columns) at.push(typeof content === "number" ? -1 : next++);
    const codes = new Map(), text = new Map();
    const values = (row) => { if (!codes.has(row)) codes.set(row, row[1].split(";").map(parse)); return codes.get(row); };
    const label = (facet, value) => index.facets[facet][value][0];
    const folded = index.facets.map((values) => values.map(([label]) => fold(label)));
    const linkText = (link) => (typeof link === "string" ? link : typeof link[0] === "number" ? link[1] : link[0]);
    const qualifier = (link) => (typeof link === "string" ? "" : index.verdicts[link[2] ?? 0]);
    const cell = (row, column) => {
      const content = index.columns[column];
      if (typeof content === "number") return (values(row)[content] ?? []).map((value) => label(content, value)).join(", ");
      const said = row[at[column]];
      if (content === "id") return linkText(said);
      if (content === "number") return said[0];
      if (content === "text") return said;
      return said.map((link) => [linkText(link), qualifier(link)].filter(Boolean).join(" ")).join(", ");
    };
    const anchor = (link, name) => {
      const isPlain = typeof link[0] === "number";
      const node = make("a", { href: base + (isPlain ? `${index.documents[link[0]]}/${link[1]}/index.html` : link[1]) }, linkText(link));
      if (isPlain || link[3]) node.className = name;
      return node;
    };
    const shown = (content, said) => {
      if (typeof content === "number") {
        const [label, name, href] = said;
        return href ? make("a", { href: base + href }, label) : name ? make("span", { class: name }, label) : label;
      }
      if (typeof said === "string") return said;
      const nodes = [anchor(said, "ref")];
      if (qualifier(said)) nodes.push(" ", make("span", { class: "qual" }, qualifier(said)));
      return nodes;
    };
    const fillCell = (node, row, column) => {
      const content = index.columns[column];
      const said = typeof content === "number" ? (values(row)[content] ?? []).map((value) => index.facets[content][value]) : row[at[column]];
      if (content === "id") node.append(anchor(said, "id"));
      else if (content === "number") node.append(said[0]);
      else if (content === "text") node.append(said);
      else if (typeof content === "number" && said.length === 1) node.append(shown(content, said[0]));
      else if (said.length) node.append(make("ul", {}, ...said.map((one) => make("li", {}, ...[shown(content, one)].flat()))));
    };
    const textOf = (row) => {
      let found = text.get(row);
      if (found === undefined) {
        found = index.columns.map((content, column) => (typeof content === "number"
          ? (values(row)[content] ?? []).map((value) => folded[content][value]).join(" ")
          : fold(cell(row, column)))).join(" ") + ` ${fold(bare(linkText(row[at[0]])))}`;
        text.set(row, found);
      }
      return found;
    };
    // The first key need not wait for all texts: they are made ready in small pieces, while nothing else is to be done.
    let ready = 0;
    const warm = () => {
      for (const end = Math.min(ready + 500, rows.length); ready < end; ready += 1) textOf(rows[ready]);
      if (ready < rows.length) setTimeout(warm);
    };
    setTimeout(warm);
    return {
      rows,
      codes: (row, facet) => values(row)[facet] ?? [],
      text: textOf,
      part: (row, { column }) => fold(cell(row, column)),
      cell,
      key: (row, column) => (index.columns[column] === "number" ? row[at[column]][1] : cell(row, column)),
      /** A row with the cells of some columns. */
      node: (row, columns) => make("tr", { class: index.classes[row[0]] }, ...columns.map((column) => {
        const node = index.columns[column] === "id" ? make("th", { scope: "row" }) : make("td");
        fillCell(node, row, column);
        return node;
      })),
      /** The row with the longest ID, which decides how wide that column must be. */
      widest: rows.reduce((widest, row) => (linkText(row[2]).length > linkText(widest[2]).length ? row : widest), rows[0]),
    };
  };

  // ── The rows in sight of a long table ──

  const windowOf = (table) => {
    const MARGIN = 500;
    const box = table.parentElement;
    const body = make("tbody");
    const gap = () => make("tr", { "aria-hidden": "true", class: "gap" }, make("td"));
    const nodes = new Map(); // a row → its node
    const numbers = new Map(); // a row → its place in `heights`
    let source, rows = [], columns = [], heights = new Float32Array(0), usual = 40, isWhole = false, first = 0, last = 0;

    const node = (row) => {
      if (!nodes.has(row)) nodes.set(row, source.node(row, columns));
      return nodes.get(row);
    };
    const height = (row) => heights[numbers.get(row)] || usual;
    const set = (gapNode, size) => {
      gapNode.firstChild.colSpan = columns.length;
      gapNode.firstChild.style.height = `${size}px`;
      return gapNode;
    };
    const sight = () => {
      if (isWhole) return [0, rows.length];
      const outer = box.getBoundingClientRect();
      const top = Math.max(0, outer.top) - MARGIN - body.getBoundingClientRect().top;
      const end = Math.min(innerHeight, outer.bottom) + MARGIN - body.getBoundingClientRect().top;
      let at = 0, from = 0;
      while (from < rows.length && at + height(rows[from]) < top) at += height(rows[from++]);
      let to = from;
      while (to < rows.length && (at < end || to - from < 10)) at += height(rows[to++]);
      return [from, to];
    };
    const measure = () => {
      let sum = 0, count = 0;
      for (const [row, node] of nodes) {
        if (node.parentNode !== body) { nodes.delete(row); continue; }
        const size = node.getBoundingClientRect().height;
        heights[numbers.get(row)] = size;
        sum += size;
        count += 1;
      }
      if (count) usual = sum / count;
    };
    const draw = () => {
      [first, last] = sight();
      const wanted = [];
      let before = 0;
      // What has the focus stays, also out of sight.
      const held = document.activeElement;
      const kept = body.contains(held) ? rows.findIndex((row) => nodes.get(row)?.contains(held)) : -1;
      const places = Array.from({ length: last - first }, (_, at) => first + at);
      if (kept >= 0 && kept < first) places.unshift(kept);
      if (kept >= last) places.push(kept);
      const space = (to) => {
        let size = 0;
        for (let at = before; at < to; at += 1) size += height(rows[at]);
        if (to > before) wanted.push(set(gap(), size));
      };
      for (const place of places) {
        space(place);
        const one = node(rows[place]);
        one.setAttribute("aria-rowindex", place + 2);
        wanted.push(one);
        before = place + 1;
      }
      space(rows.length);
      const stays = new Set(wanted);
      for (const child of [...body.children]) if (!stays.has(child)) child.remove();
      let cursor = body.firstChild;
      for (const child of wanted) {
        if (child === cursor) cursor = cursor.nextSibling;
        else body.insertBefore(child, cursor);
      }
    };
    let isWaiting = false;
    const redraw = () => {
      if (isWaiting || !body.isConnected || isWhole) return;
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        if (!body.isConnected) return;
        measure();
        const [from, to] = sight();
        if (from < first || to > last || from > first + 20) draw();
      });
    };
    addEventListener("scroll", redraw, { passive: true, capture: true });
    new ResizeObserver(redraw).observe(box);
    addEventListener("beforeprint", () => { if (body.isConnected) { isWhole = true; draw(); } });
    addEventListener("afterprint", () => { if (body.isConnected) { isWhole = false; draw(); } });

    // Columns keep the widths that some rows of all need, so that nothing moves while rows come and go.
    const freeze = () => {
      const heads = [...table.tHead.rows[0].cells].filter((head) => !head.hidden);
      table.classList.remove("frozen");
      for (const head of heads) head.style.width = "";
      const step = Math.max(1, Math.floor(source.rows.length / 40));
      const sample = source.rows.filter((_, at) => at % step === 0);
      body.replaceChildren(...[...sample, source.widest].map((row) => source.node(row, columns)));
      const widths = heads.map((head) => head.getBoundingClientRect().width);
      const whole = widths.reduce((sum, width) => sum + width, 0) || 1;
      heads.forEach((head, at) => { head.style.width = `${(100 * widths[at]) / whole}%`; });
      table.classList.add("frozen");
      body.replaceChildren();
    };
    return {
      body,
      show(newSource, newRows, newColumns) {
        const isOther = source !== newSource || columns.join() !== newColumns.join() || !body.isConnected;
        if (source !== newSource) {
          numbers.clear();
          newSource.rows.forEach((row, at) => numbers.set(row, at));
          heights = new Float32Array(newSource.rows.length);
        }
        [source, rows, columns] = [newSource, newRows, newColumns];
        if (isOther) {
          nodes.clear();
          for (const other of table.tBodies) other.hidden = other !== body;
          if (!body.isConnected) table.append(body);
          table.tHead.rows[0].setAttribute("aria-rowindex", 1);
          freeze();
        }
        table.setAttribute("aria-rowcount", rows.length + 1);
        draw();
        redraw();
      },
      leave() {
        if (!body.isConnected) return;
        body.remove();
        for (const other of table.tBodies) other.hidden = false;
        table.classList.remove("frozen");
        for (const head of table.tHead.rows[0].cells) head.style.width = "";
        table.removeAttribute("aria-rowcount");
        table.tHead.rows[0].removeAttribute("aria-rowindex");
      },
    };
  };

  self.heftfaden.table.rows = { loadedRows, windowOf };
})();
