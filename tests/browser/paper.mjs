// The documents on one page, printed by Chromium and read again as PDF: node paper.mjs SITE [PROGRAM]
// With the program given, it also prints a project whose tables, words and chapters are more than any page holds.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { address, fileBase, launch, main, openSite, read, watch } from './lib.mjs';

/** The text of a PDF, page by page, each as its lines that are not empty. */
export function textOf(file) {
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return text.split('\f').slice(0, -1).map((page) => page.split('\n').map((line) => line.trim()).filter(Boolean));
}

const plain = (text) => text.replace(/[\s\u00a0]+/g, ' ').trim();
const squeezed = (text) => text.replace(/[\s\u00a0\u200b\u00ad]+/g, '');

/** Runs in the page: keeps what only the laid out sheets tell, each time that they are printed. */
function spy() {
  matchMedia('print').addEventListener('change', ({ target }) => {
    if (!target.matches) return;
    const main = document.querySelector('main');
    const sheets = [...main.getClientRects()];
    const sheet = (top) => sheets.findLastIndex((one) => one.top <= top + 0.5);
    const of = (element) => {
      const parts = [...element.getClientRects()].filter(({ width, height }) => width && height);
      return [...new Set(parts.map((part) => sheet(part.top)))];
    };
    const isCut = (element) => [...element.getClientRects()].some((part) => {
      const own = sheets[sheet(part.top)];
      return part.width && (part.right > own.right + 1 || part.left < own.left - 1);
    });
    const tables = [...document.querySelectorAll('main table')].map((table) => ({
      isCrammed: table.closest('.crammed') !== null,
      heads: [...table.querySelectorAll('thead th')].map((head) => head.innerText),
      cells: [...table.querySelectorAll('td, th')].map((cell) => cell.innerText),
      sheets: [...new Set([...table.querySelectorAll('tbody tr')].flatMap(of))],
    }));
    window.printed = {
      sheets: sheets.length,
      tables,
      cut: [...document.querySelectorAll('main :is(table, td, th, svg, img, pre, dl, h1, h2, h3, h4, h5, h6, p)')].filter(isCut)
        .map((element) => `${element.tagName} ${element.textContent.slice(0, 60)}`),
      ground: getComputedStyle(document.body).backgroundColor,
      parted: [...document.querySelectorAll('main :is(.item, .chapter, .prose) > :is(h2, h3, h4, h5, h6)')].flatMap((head) => {
        const next = head.nextElementSibling ?? head.parentElement.nextElementSibling;
        const [own] = of(head);
        return next && own !== undefined && next.offsetHeight && of(next)[0] !== own ? [head.textContent.trim().slice(0, 60)] : [];
      }),
    };
  });
}

/** Prints a page; gives its sheets as lines of text, and what it said of itself while they were laid out. */
async function print(browser, base, file, folder, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const problems = watch(page, base);
  await page.addInitScript(spy);
  await page.goto(address(base, file), { waitUntil: 'load' });
  const path = join(folder, 'page.pdf');
  await page.pdf({ path, preferCSSPageSize: true, tagged: true });
  const hasScript = options.javaScriptEnabled !== false;
  const printed = hasScript ? await page.evaluate(() => window.printed) : undefined;
  const left = hasScript ? await page.locator('[data-leaf]').count() : 0;
  const entries = await page.locator('.contents a').evaluateAll((links) => links.map((link) => {
    const range = link.querySelector('small')?.textContent ?? '';
    const title = link.querySelector('.name').textContent.replace(range, '').trim();
    return { title, number: link.querySelector('.num')?.textContent ?? '' };
  })).catch(() => []);
  await context.close();
  return { lines: textOf(path), printed, entries, left, problems };
}

/** The numbers in the contents against the sheets on which the headings stand. */
function contents({ lines, entries }) {
  const problems = [];
  const first = lines.findIndex((page) => page.some((line) => /^(Inhalt|Contents)$/.test(line)));
  const numbers = [];
  let last = first;
  for (; last < lines.length && numbers.length < entries.length; last += 1) {
    const from = last === first ? lines[last].findIndex((line) => /^(Inhalt|Contents)$/.test(line)) + 1 : 1;
    for (const line of lines[last].slice(from, -1)) {
      const number = /(?:^|\s)(\d+)$/.exec(line)?.[1];
      if (number) numbers.push(Number(number));
    }
  }
  if (numbers.length !== entries.length) problems.push(`${entries.length} entries, ${numbers.length} numbers`);
  let at = last;
  entries.forEach(({ title, number }, index) => {
    const wanted = squeezed(number + title);
    // A long heading goes over several lines.
    const stands = (page) => page.some((line, from) => {
      for (let upto = from + 1; upto <= from + 4; upto += 1) {
        const text = squeezed(page.slice(from, upto).join(''));
        if (text === wanted) return true;
        if (!wanted.startsWith(text)) return false;
      }
      return false;
    });
    const sheet = lines.findIndex((page, sheet) => sheet >= at && stands(page));
    if (sheet < 0) problems.push(`“${title}” stands on no page from ${at + 1} on`);
    else {
      at = sheet;
      if (numbers[index] !== sheet + 1) problems.push(`“${title}” stands on page ${sheet + 1}, the contents say ${numbers[index]}`);
    }
  });
  return problems;
}

/** Heads and feet: on every sheet but the cover. */
function running({ lines, entries }, title) {
  const total = lines.length;
  const chapters = entries.filter(({ number }) => number).slice(0, 3);
  const named = ({ number, title }) => lines.some(([head]) => head && squeezed(head).endsWith(squeezed(number + title)) || squeezed(head ?? '').includes(squeezed(`${number}${title}·`)));
  const unnamed = chapters.filter((chapter) => !named(chapter)).map((chapter) => `no page has “${chapter.number} ${chapter.title}” at its head`);
  return unnamed.concat(lines.flatMap((page, at) => {
    const foot = page.findIndex((line) => new RegExp(`(Seite|Page) ${at + 1} (von|of) ${total}$`).test(plain(line)));
    if (at === 0) return /(Seite|Page) \d+ (von|of)/.test(page.join(' ')) ? ['the cover has a foot'] : [];
    const problems = [];
    if (foot < 0) problems.push(`page ${at + 1} does not say “${at + 1} of ${total}”`);
    if (!squeezed(page.slice(0, 4).join('')).startsWith(squeezed(title).slice(0, 30))) problems.push(`page ${at + 1} starts with “${page[0]}”, not with the title`);
    return problems;
  }));
}

/** Tables: heads on every sheet that they go over, and all that their cells say. */
function tables({ lines, printed }) {
  const problems = [];
  for (const { heads, cells, sheets, isCrammed } of printed.tables) {
    if (isCrammed) continue; // its words are divided anywhere; that nothing is cut is seen elsewhere
    const name = heads.join(' | ').slice(0, 60);
    const text = sheets.map((sheet) => squeezed(lines[sheet].join('')));
    sheets.forEach((sheet, at) => {
      const missing = heads.flatMap((head) => head.split(/[\s\u00a0–-]+/)).filter((word) => !text[at].includes(squeezed(word)));
      if (missing.length) problems.push(`page ${sheet + 1}: the table ${name} does not repeat ${missing}`);
    });
    const all = text.join('');
    const words = cells.flatMap((cell) => cell.split(/[\s\u00a0–-]+/)).filter((word) => word && word.length <= 40);
    const missing = words.filter((word) => !all.includes(word));
    if (missing.length) problems.push(`the table ${name} loses ${[...new Set(missing)].slice(0, 8)}`);
  }
  if (!printed.tables.some(({ sheets }) => sheets.length > 1)) problems.push('no table goes over two pages: nothing was tested');
  return problems;
}

/** One document printed, in each way that matters. */
async function document(site, report, browser, file, folder) {
  const base = fileBase(site);
  const html = read(site, file);
  const title = /data-running-left="([^"]*)"/.exec(html)[1];
  const own = await print(browser, base, file, folder, { colorScheme: 'dark' });
  const { lines, printed } = own;
  report.line(`${file}: prints on ${lines.length} pages`, [
    ...own.problems,
    ...(own.left ? [`${own.left} numbers stay on the screen`] : []),
    ...(printed.sheets === lines.length ? [] : [`${printed.sheets} sheets are laid out`]),
    ...(printed.ground === 'rgb(255, 255, 255)' ? [] : [`the paper is ${printed.ground}`]),
  ]);
  report.line(`${file}: the contents name the right pages`, contents(own));
  report.line(`${file}: heads and feet`, running(own, title.replaceAll('&amp;', '&')));
  report.line(`${file}: no title is parted from its text`, printed.parted);
  report.line(`${file}: nothing is cut at the edge`, printed.cut);
  report.line(`${file}: tables`, tables(own));
  if (html.includes('class="signatures"')) {
    const last = lines.at(-1).join('\n');
    const words = html.includes('lang="de"') ? ['Auftraggeber', 'Auftragnehmer', 'Ort, Datum', 'Unterschrift', 'Name und Funktion'] : ['Customer', 'Supplier', 'Place, date', 'Signature'];
    const missing = words.filter((word) => !last.includes(word));
    report.line(`${file}: a block for signatures on the last page`, missing);
  }
}

/** Without scripts a document has no numbers in its contents; everything else is where it is. */
async function withoutScripts(site, report, browser, file, folder) {
  const base = fileBase(site);
  const { lines } = await print(browser, base, file, folder);
  const bare = await print(browser, base, file, folder, { javaScriptEnabled: false });
  // The script also names the chapter at the head.
  const body = (page) => squeezed(page.slice(1).join('')).replace(/\d+/g, '');
  const same = bare.lines.length === lines.length && bare.lines.slice(0, -1).every((page, at) => body(page) === body(lines[at]));
  report.line(`${file}: the same pages without scripts, but for the numbers in the contents`, same ? [] : [`${bare.lines.length} pages instead of ${lines.length}, or other words on one`]);
}

/** A project beyond all measure: its language, its paper and its chapters. */
function extremes(folder) {
  const write = (name, text) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const long = 'A project whose title is so long that it does not fit at the head of a page beside anything else';
  write('heftfaden.toml', `[project]\ntitle = "${long}"\nlanguage = "en"\npaper = "letter"\ncustomer = "Buyer & Sons"\n`);
  const row = (cells) => `| ${cells.join(' | ')} |\n`;
  const table = (columns, rows, word) => row(columns.map((n) => `Head${n}`)) + row(columns.map(() => '---'))
    + rows.map((r) => row(columns.map((n) => `${word}${r}x${n}`))).join('');
  const count = (n) => [...Array(n).keys()].map((one) => one + 1);
  for (const n of count(42)) {
    let text = `# Chapter with the number ${n}\n\n## Section ${n} with a heading that is longer than a line of the page has room for, as some authors write them\n\nText of ${n}.\n\n`;
    if (n === 2) text += `${table(count(14), count(60), 'value')}\n## After the broad one\n\n${table(count(6), count(70), 'Wert')}`;
    if (n === 3) text += `${table(count(40), count(3), 'cell')}\n\n| A | B |\n|---|---|\n| ${'x'.repeat(900)} | b |\n`;
    if (n === 4) for (const k of count(40)) text += `### LH-${k} Item ${k}\n\n- Status: agreed\n\n${'It must hold this sentence. '.repeat((k * 7) % 60 + 1)}\n\n`;
    write(`content/lastenheft/${String(n).padStart(2, '0')}-c.md`, text);
  }
}

export async function paper(site, report, program) {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
  } catch {
    return report.line('paper', ['pdftotext is missing: install poppler-utils']);
  }
  const isSigned = (html) => /data-kind="onepage"/.test(html) && /class="signatures"/.test(html);
  const signed = site.pages.map((file) => ({ file, html: read(site, file) })).filter(({ html }) => isSigned(html));
  const files = signed.sort((a, b) => b.html.length - a.html.length).slice(0, 2).map(({ file }) => file);
  report.line(`documents to sign: ${files.join(', ')}`, files.length ? [] : ['there is none']);
  const folder = mkdtempSync(join(tmpdir(), 'heftfaden-paper-'));
  const browser = await launch();
  try {
    for (const file of files) await document(site, report, browser, file, folder);
    await withoutScripts(site, report, browser, files[0], folder);
    if (program) {
      extremes(join(folder, 'project'));
      execFileSync(program, ['build', join(folder, 'project'), '--out', join(folder, 'site')], { stdio: 'pipe' });
      await document(await openSite(join(folder, 'site')), report, browser, 'lastenheft/complete/index.html', folder);
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

await main(import.meta.url, (site, report) => paper(site, report, process.argv[3]));
