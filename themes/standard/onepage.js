// Page numbers in the contents of a document that is printed. No browser's style sheet can name the page of another place
// (`target-counter`). But Chromium tells a listener of the medium when the sheets are laid out and before they are drawn: then
// each sheet is a box of <main>, and the sheet of a heading is the last box that starts above it. Where the sheets cannot be told,
// nothing is written: no number is better than a wrong one.
(() => {
  "use strict";
  const print = matchMedia("print");
  const numbers = (main, links) => {
    const sheets = [...main.getClientRects()].map(({ top }) => top);
    return links.map(({ hash }) => {
      const place = document.getElementById(decodeURIComponent(hash.slice(1)))?.getClientRects()[0];
      return place && sheets.length > 1 ? sheets.findLastIndex((top) => top <= place.top + .5) + 1 : 0;
    });
  };
  const write = () => {
    const main = document.querySelector("main");
    const links = [...main.querySelectorAll("[data-contents] a")];
    for (const link of links) delete link.dataset.leaf;
    if (!print.matches) return;
    const found = numbers(main, links);
    links.forEach((link, at) => { if (found[at]) link.dataset.leaf = found[at]; });
    // The sheets are counted already, so the numbers must move nothing; the style sheet keeps their place. A theme of one's own may not.
    const moved = numbers(main, links).some((number, at) => number !== found[at]);
    if (moved) for (const link of links) delete link.dataset.leaf;
  };
  print.addEventListener("change", write);
  // Margin boxes read attributes of the root: there the name and the items of each chapter go that has a kind of sheet of its own.
  addEventListener("beforeprint", () => {
    for (const link of document.querySelectorAll("[data-contents] > ol > li > a")) {
      const sheets = document.getElementById(decodeURIComponent(link.hash.slice(1)))?.closest(".sheets");
      const kind = /\brun-(\d+)/.exec(sheets?.className ?? "")?.[1];
      const [number, name] = [".num", ".name"].map((part) => link.querySelector(part));
      if (kind) document.documentElement.dataset[`chapter${kind}`] = [number?.textContent, name.firstChild.textContent.trim()].filter(Boolean).join(" ") + (name.children[0] ? ` · ${name.children[0].textContent}` : "");
    }
  });
})();
