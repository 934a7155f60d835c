// Each kind of page in a real browser: from the file system and from a sub-path of a server, light and dark,
// wide and narrow, with scripts and without.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { address, fileBase, launch, main, samplePages, serve, watch } from './lib.mjs';

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Pages that say something only through their items, so that these must be there without scripts. */
const HAS_ITEMS = new Set(['chapter', 'item', 'synopsis', 'matrix', 'list', 'onepage']);

/** Opens one page and gives `use(page)`; returns what went wrong on the way. */
async function visit(browser, base, file, options, use) {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const problems = watch(page, base);
  try {
    await page.goto(address(base, file), { waitUntil: 'load' });
    problems.push(...(await use(page, context)));
  } catch (error) {
    problems.push(`${error.message.split('\n')[0]}`);
  } finally {
    await context.close();
  }
  return problems;
}

async function overflow(page) {
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
  const missing = ['home', 'document', 'chapter', 'item'].filter((kind) => !kinds.has(kind));
  if (kinds.has('without data-kind')) missing.push('data-kind on every body');
  report.line(`kinds of page: ${[...kinds].join(', ')}`, missing.map((kind) => `missing: ${kind}`));

  const server = await serve(site);
  const browser = await launch();
  try {
    for (const { kind, file } of samples.filter(only)) {
      const say = async (what, base, options, use) =>
        report.line(`${kind} ${file}: ${what}`, await visit(browser, base, file, options, use));
      for (const [from, base] of [['file', fileBase(site)], ['server', server.base]]) {
        await say(`opens from a ${from}, fits a narrow screen`, base, {}, overflow);
        await say(`reads without scripts from a ${from}`, base, { javaScriptEnabled: false }, (page) =>
          withoutScripts(page, kind, file),
        );
      }
      for (const colorScheme of ['light', 'dark']) {
        await say(`WCAG 2.2 AA, ${colorScheme}`, server.base, { colorScheme }, accessibility);
      }
      await say('WCAG 2.2 AA, narrow', server.base, { viewport: NARROW }, accessibility);
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

await main(import.meta.url, pages);
