// Page numbers in the contents of a document that is printed. No style sheet of any browser can name the page of another place
// (`target-counter`). But Chromium tells a listener of the medium when the sheets are laid out and before they are drawn: then
// each sheet is a box of <main>, and the sheet of a heading is the last box that starts above it. Where the sheets cannot be told,
// nothing is written: no number is better than a wrong one. What is written must not move anything; the style sheet keeps its place.
(() => {
  "use strict";
  const print = matchMedia("print");
  const number = () => {
    const main = document.querySelector("main");
    const sheets = print.matches ? [...main.getClientRects()].map(({ top }) => top) : [];
    for (const link of main.querySelectorAll("[data-contents] a")) {
      const place = sheets.length > 1 && document.getElementById(decodeURIComponent(link.hash.slice(1)))?.getClientRects()[0];
      if (place) link.dataset.leaf = sheets.findLastIndex((top) => top <= place.top + .5) + 1;
      else delete link.dataset.leaf;
    }
  };
  print.addEventListener("change", number);
})();
