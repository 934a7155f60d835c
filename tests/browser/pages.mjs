// Each kind of page in a real browser: from the file system and from a sub-path of a server, light and dark,
// wide and narrow, with scripts and without.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { address, eachPage, fileBase, launch, main, samplePages, serve } from './lib.mjs';

const NARROW = { width: 390, height: 844 };
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Pages that say something only through their items, so that these must be there without scripts. */
const HAS_ITEMS = new Set(['chapter', 'item', 'synopsis', 'matrix', 'list', 'onepage']);

/** What is wider than a narrow screen, and does not scroll by itself. */
export async function overflow(page) {
  await page.setViewportSize(NARROW);
  const { needs, has, widest } = await page.evaluate(() => {
    const root = document.documentElement;
    const scrolls = (element) => {
      for (let one = element.parentElement; one && one !== root; one = one.parentElement) {
        if (getComputedStyle(one).overflowX !== 'visible') return true;
      }
      return false;
    };
    const widest = [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(element))
      .slice(0, 3)
      .map((element) => element.outerHTML.slice(0, 100));
    return { needs: root.scrollWidth, has: root.clientWidth, widest };
  });
  return needs > has ? [`${needs} px wide on a screen of ${has} px: ${widest.join(' · ')}`] : [];
}

/** Violations of WCAG 2.2 A and AA. axe goes in by the debugger's door, since the pages' policy allows no other script. */
export async function accessibility(page, context) {
  const debug = await context.newCDPSession(page);
  await debug.send('Runtime.evaluate', { expression: AXE });
  const { result, exceptionDetails } = await debug.send('Runtime.evaluate', {
    expression: `axe.run(document, { runOnly: ${JSON.stringify(WCAG)}, resultTypes: ['violations'] })
      .then(({ violations }) => violations.map((v) => v.id + ' (' + v.nodes.length + '×): ' + v.help
        + v.nodes.slice(0, 3).map((n) => '\\n' + n.html.slice(0, 160) + '\\n' + n.failureSummary).join('')))`,
    awaitPromise: true,
    returnByValue: true,
  });
  return exceptionDetails ? [`axe: ${exceptionDetails.exception?.description}`] : result.value;
}

/** The same in the other colour scheme, with all that can be opened open, and on a narrow screen. */
async function looks(page, context) {
  const problems = [];
  const say = (what, found) => problems.push(...found.map((problem) => `${what}: ${problem}`));
  say('light', await accessibility(page, context));
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.evaluate(() => {
    for (const one of [...document.querySelectorAll('main details')].slice(0, 40)) one.open = true;
    // What is out of sight is laid out as well, or it would be measured where it is not.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { content-visibility: visible !important; }');
    document.adoptedStyleSheets.push(sheet);
  });
  await page.setViewportSize(NARROW);
  say('dark, narrow, unfolded', await accessibility(page, context));
  return [...problems, ...(await overflow(page))];
}

/** What a page shows where scripts are off: items, or rows of a table; and in each case words and a heading. */
async function withoutScripts(page, kind) {
  const problems = [];
  if ((await page.locator('h1').count()) !== 1) problems.push('does not have exactly one h1');
  if (!(await page.locator('main').innerText()).trim()) problems.push('shows no words');
  if ((await page.locator('link[rel~=icon]').count()) === 0) {
    problems.push("names no icon, so that browsers ask for one at the server's root");
  }
  if (HAS_ITEMS.has(kind)) {
    const items = page.locator('article.item:visible, article.row:visible, tbody tr:visible');
    if ((await items.count()) === 0) problems.push('shows no item');
  }
  return problems;
}

/** `only` picks among the sample pages, for the checks' own test. */
export async function pages(site, report, only = () => true) {
  const samples = await samplePages(site);
  const kinds = new Set(samples.map(({ kind }) => kind));
  const wanted = kinds.has('document') ? ['home', 'document', 'chapter', 'item'] : ['home', 'page'];
  const missing = wanted.filter((kind) => !kinds.has(kind));
  if (kinds.has('without data-kind')) missing.push('data-kind on every body');
  report.line(`kinds of page: ${[...kinds].join(', ')}`, missing.map((kind) => `missing: ${kind}`));

  const server = await serve(site);
  const browser = await launch();
  try {
    await eachPage(browser, samples.filter(only), async (visit, { kind, file }) => {
      const say = async (what, base, options, use) =>
        report.line(`${kind} ${file}: ${what}`, await visit(address(base, file), { ...options, watched: base }, use));
      await say('opens from a file, fits a narrow screen', fileBase(site), {}, overflow);
      for (const [from, base] of [['file', fileBase(site)], ['server', server.base]]) {
        await say(`reads without scripts from a ${from}`, base, { javaScriptEnabled: false }, (page) => withoutScripts(page, kind));
      }
      await say('opens from a server; WCAG 2.2 AA, light, dark, narrow', server.base, {}, (page, context) => looks(page, context));
    });
  } finally {
    await browser.close();
    await server.close();
  }
}

await main(import.meta.url, pages);
