// Pictures of each kind of page, for whoever reviews a change: light and dark, wide and narrow, and printed.
// node screenshots.mjs SITE [FOLDER] [KIND…] writes them and an index.html that shows all of them; FULL_PAGE=1 takes whole pages.
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { address, fileBase, launch, openSite, samplePages } from './lib.mjs';

const [folder, out = 'shots', ...only] = process.argv.slice(2);
/** Sheets of each page that become pictures: the first ones, and the last. */
const SHEETS = 6;
const SIZES = [[1440, 900], [390, 844]];

/** The pictures of a page on screens. */
async function screens(browser, url, name) {
  const pictures = [];
  for (const colorScheme of ['light', 'dark']) {
    for (const [width, height] of SIZES) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height } });
      const page = await context.newPage();
      await page.goto(url);
      const file = `${name}-${colorScheme}-${width}.png`;
      await page.screenshot({ path: join(out, file), fullPage: process.env.FULL_PAGE === '1' });
      pictures.push({ file, what: `${colorScheme}, ${width} px` });
      await context.close();
    }
  }
  return pictures;
}

/** The pictures of a page on paper: its PDF, and some of its sheets. */
async function sheets(browser, url, name) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  const pdf = join(out, `${name}-print.pdf`);
  await page.pdf({ path: pdf, preferCSSPageSize: true, tagged: true, outline: true });
  await context.close();
  const count = Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' }))[1]);
  const numbers = [...Array(Math.min(SHEETS, count)).keys()].map((at) => at + 1);
  if (count > SHEETS) numbers.push(count);
  return numbers.map((number) => {
    const picture = `${name}-print-${String(number).padStart(3, '0')}`;
    execFileSync('pdftoppm', ['-r', '60', '-png', '-singlefile', '-f', String(number), '-l', String(number), pdf, join(out, picture)]);
    return { file: `${picture}.png`, what: `page ${number} of ${count}`, pdf: `${name}-print.pdf` };
  });
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** One page with all pictures. */
function index(shown) {
  const figure = ({ file, what, pdf }) =>
    `<figure><a href="${escaped(pdf ?? file)}"><img src="${escaped(file)}" alt="${escaped(what)}" loading="lazy"></a><figcaption>${escaped(what)}</figcaption></figure>`;
  const sections = shown.map(({ kind, file, pictures }) => `<h2>${kind} <small>${escaped(file)}</small></h2>\n<div>${pictures.map(figure).join('\n')}</div>`);
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Pictures of each kind of page</title>
<style>
body { font: 15px/1.4 system-ui, sans-serif; margin: 2rem; background: #777; color: #fff; }
div { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start; }
figure { margin: 0; } figcaption { font-size: 13px; } img { height: 22rem; background: #fff; } small { font-weight: 400; } a { color: inherit; }
</style>
<h1>Pictures of each kind of page</h1>
${sections.join('\n')}
</html>
`;
}

const site = await openSite(folder);
await mkdir(out, { recursive: true });
// What an earlier run took of pages that are no more would only mislead.
for (const file of await readdir(out)) {
  if (!only.length && /-(light|dark|print)(-\d+)?\.(png|pdf)$/.test(file)) await rm(join(out, file));
}
const browser = await launch();
const count = {};
const shown = [];
try {
  for (const { kind, file } of await samplePages(site)) {
    if (only.length && !only.includes(kind)) continue;
    count[kind] = (count[kind] ?? 0) + 1;
    const [url, name] = [address(fileBase(site), file), `${kind}-${count[kind]}`];
    const pictures = [...(await screens(browser, url, name)), ...(await sheets(browser, url, name))];
    shown.push({ kind, file, pictures });
    console.log(`${name}  ${file}  ${pictures.length} pictures`);
  }
  await writeFile(join(out, 'index.html'), index(shown));
  console.log(join(out, 'index.html'));
} finally {
  await browser.close();
}
