// The checks themselves: a small sound site passes each of them, and each fault put into it is caught.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Report, openSite, together } from './lib.mjs';
import { links } from './links.mjs';
import { html } from './html.mjs';
import { keyboard } from './keyboard.mjs';
import { pages } from './pages.mjs';
import { sight } from './sight.mjs';
import { steady } from './steady.mjs';
import { hostile } from './hostile.mjs';

const page = (kind, root, body, head = '') => `<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'">
<title>Probe</title><link rel="icon" href="${root}icon.svg"><link rel="stylesheet" href="${root}style.css"><script src="${root}site.js" defer></script>${head}</head>
<body data-kind="${kind}"><a class="skip" href="#t">Zum Inhalt</a><header>Kopf</header><main id="t"><h1>Probe</h1>${body}</main><footer>Fuß</footer></body></html>
`;
const item = '<article class="item" id="LH-1"><h2>LH-1</h2><p>Das System muss …</p></article>';
const SOUND = {
  'index.html': page('home', '', '<p><a href="lastenheft/index.html">Lastenheft</a> <a href="https://example.org/">Quelle</a></p>'),
  'lastenheft/index.html': page('document', '../', '<p><a href="01/index.html#LH-1">Kapitel</a></p>'),
  'lastenheft/01/index.html': page('chapter', '../../', `${item}<p><a href="../LH-1/index.html">LH-1</a></p>`),
  'lastenheft/LH-1/index.html': page('item', '../../', item),
  'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>\n',
  'style.css': '.skip { position: absolute; top: -40px } .skip:focus { top: 0 } :focus-visible { outline: 2px solid } a:active { color: inherit } body { color: #222; background: #fff } @media (prefers-color-scheme: dark) { body { color: #ddd; background: #111 } a { color: #9cf } }\n',
  'site.js': 'document.documentElement.dataset.scripts = "on";\n',
};
const home = (body, head) => ({ 'index.html': SOUND['index.html'].replace('</main>', `${body}</main>`).replace('</head>', `${head ?? ''}</head>`) });

const SHEET = SOUND['style.css'];
const SOUND_PAGES = Object.keys(SOUND).filter((file) => file.endsWith('.html'));

/** [check, the fault, the files that differ, what the report must say] */
const FAULTS = [
  [links, 'a link to a missing file', home('<a href="fehlt.html">x</a>'), 'names no file'],
  [links, 'a link to a bare folder', home('<a href="lastenheft/">x</a>'), 'names a bare folder'],
  [links, 'a missing fragment', home('<a href="lastenheft/01/index.html#LH-2">x</a>'), 'has no such id'],
  [links, "a link from the server's root", home('<a href="/index.html">x</a>'), "starts at the server's root"],
  [links, 'a foreign image', home('<img src="https://example.org/x.png" alt="">'), 'names a protocol'],
  [links, 'a foreign font', { 'style.css': 'p { background: url(//example.org/x) }' }, "starts at the server's root"],
  [links, 'a script link', home('<a href="javascript:alert(1)">x</a>'), 'names a protocol'],
  [links, 'a link out of the site', home('<a href="../geheim.html">x</a>'), 'leaves the site'],
  [links, 'a page that nothing links', { 'insel.html': page('page', '', '') }, 'is reached by none'],
  [html, 'a nested paragraph', home('<p><p></p></p>'), 'No “p” element in scope'],
  [html, 'an id twice', home('<p id="a">a</p><p id="a">b</p>'), 'Duplicate ID'],
  [pages, 'a page without an icon', { 'index.html': SOUND['index.html'].replace(/<link rel="icon"[^>]*>/, '') }, 'names no icon'],
  [pages, 'an inline script', home('<script>1</script>'), 'console: '],
  [pages, 'a foreign request', home('<img src="https://example.org/x.png" alt="">'), 'example.org'],
  [pages, 'a script that throws', { 'site.js': 'throw new Error("kaputt")' }, 'exception: kaputt'],
  [pages, 'a page too wide', home('<pre>' + 'x'.repeat(300) + '</pre>'), 'px wide'],
  [pages, 'an image without words', home('<img src="style.css">'), 'image-alt'],
  [pages, 'weak contrast at night', { 'style.css': '@media (prefers-color-scheme: dark) { body { color: #333; background: #111 } }' }, 'color-contrast'],
  [pages, 'items that only scripts show', { 'lastenheft/LH-1/index.html': page('item', '../../', '<p>Lädt …</p>') }, 'shows no item'],
  [keyboard, 'a stop without a frame', { 'style.css': '.skip { position: absolute; top: -40px } .skip:focus { top: 0 } a { outline: 0 }' }, 'has an outline of 0 px'],
  [keyboard, 'a stop that jumps the queue', home('<p><a href="index.html" tabindex="3">x</a></p>'), 'jumps the queue'],
  [keyboard, 'what only a mouse reaches', { ...home('<p class="m">x</p>'), 'style.css': SHEET + '.m { cursor: pointer }' }, 'can be clicked and not be reached'],
  [keyboard, 'a head that covers the focus', { ...home('<p class="m">x</p><p><a href="index.html">y</a></p>'), 'style.css': SHEET + '.m { position: fixed; inset: 0; background: #fff; z-index: 2 }' }, 'is covered by'],
  [keyboard, 'a level of headings left out', home('<h4>x</h4>'), 'follows a heading of level'],
  [keyboard, 'a table without heads', home('<table><tr><td>x</td></tr></table>'), 'has no heads'],
  [keyboard, 'a box that scrolls without a name', { ...home('<div class="m" tabindex="0"><p>x</p></div>'), 'style.css': SHEET + '.m { overflow: auto; width: 50px } .m p { width: 500px }' }, 'scrolls and has no name'],
  [sight, 'a faint link under the pointer', { ...home('<p><a class="m" href="index.html">x</a></p>'), 'style.css': SHEET + '.m:hover { color: #bbb }' }, 'hover: '],
  [sight, 'motion', { ...home('<p class="m">x</p>'), 'style.css': SHEET + '.m { transition: opacity 1s }' }, 'moves: '],
  [sight, 'words cut off by more space', { ...home('<p class="m">Ein langer Satz, der genau passt</p>'), 'style.css': SHEET + '.m { overflow: hidden; white-space: nowrap; width: 240px; font-size: 16px }' }, 'cut off: '],
  [sight, 'a page too wide for 320 px', { ...home('<p class="m">x</p>'), 'style.css': SHEET + '.m { width: 370px }' }, 'px wide on'],
  [sight, 'a drawing that contrast colours hide', home('<svg aria-label="x" width="9" height="9"><path fill="none" d="M0 0h9"/></svg>'), 'cannot be seen'],
  [steady, 'a chapter too heavy', { 'lastenheft/01/index.html': page('chapter', '../../', `${item}<p>${'Wort '.repeat(21000)}</p>`) }, 'bytes'],
  [steady, 'a page that moves while it loads', { ...home('<p>x</p>'), 'site.js': 'addEventListener("load", () => setTimeout(() => { const p = document.createElement("p"); p.textContent = "neu"; document.querySelector("main").prepend(p, p.cloneNode(true), p.cloneNode(true)); }, 40));' }, 'moves by'],
  [hostile, 'an event attribute', home('<p onclick="alert(1)">x</p>'), 'event attribute'],
  [hostile, 'a script link', home('<a href=" java&#10;script:alert(1)">x</a>'), 'script address'],
  [hostile, 'a frame', home('<iframe srcdoc="x"></iframe>'), 'foreign content'],
  [hostile, 'a script that runs', { 'site.js': 'window.__pwned = 1; alert(1)' }, 'a foreign script ran'],
];

/** Runs `check` on the sound site with some files changed; returns the report. */
async function run(check, changed = {}, only = () => true) {
  const folder = mkdtempSync(join(tmpdir(), 'heftfaden-self-test-'));
  for (const [file, text] of Object.entries({ ...SOUND, ...changed })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const report = new Report(() => {});
  try {
    await check(await openSite(folder), report, only);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return report;
}

const report = new Report();
const sound = [links, html, pages, keyboard, sight, steady, hostile].map((check) => [check.name, async (own) => {
  const { failures, passed } = await run(check);
  own.line(`${check.name}: a sound site passes`, passed ? failures : ['nothing was checked']);
}]);
const faulty = FAULTS.map(([check, fault, changed, words]) => [fault, async (own) => {
  // Where no page differs, a sheet or a script does, and the home page shows it.
  const differing = SOUND_PAGES.filter((file) => file in changed);
  const looked = differing.length ? differing : ['index.html'];
  const { failures } = await run(check, changed, ({ file }) => looked.includes(file));
  const caught = failures.some((failure) => failure.includes(words));
  own.line(`${check.name}: catches ${fault}`, caught ? [] : [`expected “${words}”, got:`, ...failures]);
}]);
await together([...sound, ...faulty], report);
report.end();
