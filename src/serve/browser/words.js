// What the preview says, in German and English, and the small pieces that it is built of. Text goes in as text only.

const WORDS = {
  de: {
    preview: "Vorschau",
    error: "Fehler", warning: "Warnung", hint: "Hinweis",
    "faults.one": "Ein Fehler", "faults.many": "{n} Fehler",
    "faults.state": "Zu sehen ist, was zuletzt zu lesen war.",
    fold: "Einklappen", unfold: "Zeigen",
    solved: "Der Fehler ist behoben.",
    updated: "Die Seite ist aktualisiert.",
    changed: "Geändert: {what}", "changed.above": "Weiter oben geändert", "changed.below": "Weiter unten geändert",
    jump: "Dorthin", close: "Schließen",
    gone: "Diese Seite gibt es nicht mehr; zu sehen ist ihr letzter Stand.", home: "Zur Startseite",
    lost: "Die Verbindung zur Vorschau ist unterbrochen. Sie kommt von selbst wieder.",
    copy: "Kopieren", copied: "Kopiert",
    source: "Quelle: {place}", "source.open": "Im Editor öffnen: {place}", "source.show": "Zur Quelle der Absätze",
    finding: "{level}: {title}", "finding.many": "{level} {n}: {title} und mehr",
  },
  en: {
    preview: "Preview",
    error: "Error", warning: "Warning", hint: "Hint",
    "faults.one": "One error", "faults.many": "{n} errors",
    "faults.state": "You see what could be read last.",
    fold: "Fold", unfold: "Show",
    solved: "The error is mended.",
    updated: "The page is up to date.",
    changed: "Changed: {what}", "changed.above": "Changed further up", "changed.below": "Changed further down",
    jump: "Go there", close: "Close",
    gone: "This page is no longer there; you see its last state.", home: "To the home page",
    lost: "The preview has lost its server. It comes back by itself.",
    copy: "Copy", copied: "Copied",
    source: "Source: {place}", "source.open": "Open in the editor: {place}", "source.show": "To the source of the paragraphs",
    finding: "{level}: {title}", "finding.many": "{level} {n}: {title} and more",
  },
};
export const SIGNS = { error: "✗", warning: "△", hint: "○" };

export const word = (key, values = {}) => {
  const words = document.documentElement.lang.startsWith("de") ? WORDS.de : WORDS.en;
  return words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
};

/** An element; what is given as a child comes in as text unless it is a node. */
export const make = (name, properties, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (key in node && key !== "role") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

export const sign = (level) => make("span", { className: "sign", ariaHidden: "true" }, SIGNS[level]);
export const levelOf = ({ level }) => make("span", { className: `level ${level}` }, sign(level), ` ${word(level)}`);
export const hintOf = ({ hint }) => (hint ? make("p", { className: "hint" }, hint) : null);
export const placeOf = ({ file, line, column }) => [file, line, column].filter(Boolean).join(":");

/** A line that names a place in a file: a link where an editor is set, and otherwise text to copy. */
export const where = (place, say) => {
  const text = placeOf(place);
  const code = place.code ? make("span", null, place.code) : null;
  if (place.href) return make("p", { className: "where" }, make("a", { className: "place", href: place.href }, text), code);
  const plain = make("code", { className: "place" }, text);
  const copy = make("button", { type: "button" }, word("copy"));
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = word("copied");
      say(word("copied"));
      setTimeout(() => { copy.textContent = word("copy"); }, 2000);
    } catch {
      getSelection().selectAllChildren(plain);
    }
  });
  return make("p", { className: "where" }, plain, copy, code);
};
