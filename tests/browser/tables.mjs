// Filters, sorting, columns and CSV in a real browser, from the file system and from a server: node tables.mjs SITE [BIG-SITE]
// SITE is the example, whose rows the checks below know; BIG-SITE has overviews that are split over several pages.
import { readFileSync } from 'node:fs';
import { address, fileBase, launch, main, openSite, read, serve, visit } from './lib.mjs';
import { accessibility } from './pages.mjs';

const NARROW = { width: 390, height: 844 };
const MATRIX = 'matrix/index.html', SYNOPSIS = 'synopse/index.html', LIST = 'pflichtenheft/liste/index.html';

/** Counts and the address follow 120 ms after a change, by the page's own clock, which may be late; and we hear of the address later. */
const settled = async (page) => {
  const address = await page.evaluate(() => new Promise((done) => setTimeout(() => done(location.href), 170)));
  for (let left = 100; page.url() !== address && left; left -= 1) await page.waitForTimeout(20);
};
const facet = (page, label) => page.locator(`details.facet:has(> summary:text-is("${label}")), details.facet:has(> summary:text("${label}"))`).first();
const hash = (page) => decodeURIComponent(new URL(page.url()).hash);
const said = (page) => page.locator('.filters output').textContent();
const ids = (page) => page.evaluate(() => [...document.querySelectorAll('[data-row], tbody:not([hidden]) tr[aria-rowindex]')]
  .filter((row) => row.checkVisibility()).map((row) => (row.querySelector('.left .id') ?? row.querySelector('.id')).textContent));
const loaded = (page) => page.waitForFunction(() => document.querySelector('table')?.hasAttribute('aria-rowcount'));

/** Opens a list of values and checks one, as the label's beginning says. */
async function pick(page, label, value) {
  const one = facet(page, label);
  if (!(await one.isVisible())) await page.locator('details.more > summary').click();
  if (!(await one.evaluate((node) => node.open))) await one.locator('> summary').click();
  const box = one.locator('label', { hasText: value }).first();
  const number = await box.locator('[data-n]').count() ? Number((await box.locator('[data-n]').textContent()).replace(/\D/g, '')) : null;
  await box.locator('input').click();
  await page.keyboard.press('Escape');
  await settled(page);
  return number;
}

async function csv(page) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-csv]').click()]);
  const text = readFileSync(await download.path(), 'utf8');
  const lines = text.replace(/^\ufeff/, '').trimEnd().split('\r\n').map((line) => line.slice(1, -1).split('";"'));
  return { text, lines, name: download.suggestedFilename() };
}

async function filters(page, must) {
  const all = await ids(page);
  must(/^109 von 109/.test(await said(page)), `at first it says ${await said(page)}`);
  const number = await pick(page, 'Faden', 'teilweise');
  must((await ids(page)).length === number, `"teilweise" is said to be in ${number} rows and is in ${(await ids(page)).length}`);
  must(hash(page) === '#?coverage=partial', `the address is ${hash(page)}`);
  await pick(page, 'Faden', 'erwähnt');
  const both = await ids(page);
  must(both.length > number && hash(page) === '#?coverage=mentioned&coverage=partial', `two values: ${both.length} rows, ${hash(page)}`);
  must((await said(page)).startsWith(`${both.length} von 109`), `it says ${await said(page)}`);
  await page.locator('.filters [name=gap]').check();
  await settled(page);
  const gaps = await ids(page);
  must(gaps.length > 0 && gaps.length < both.length && gaps.every((id) => both.includes(id)), `holes among them: ${gaps}`);
  await page.locator('.filters [type=reset]').click();
  await settled(page);
  must((await ids(page)).join() === all.join() && hash(page) === '', `after a reset: ${hash(page)}`);
  const q = page.locator('.filters [name=q]');
  const found = [];
  for (const text of ['müssen', 'muessen', 'MUSSEN']) {
    await q.fill(text);
    await settled(page);
    found.push((await ids(page)).join());
  }
  must(found[0] && new Set(found).size === 1, `müssen, muessen, MUSSEN: ${found.join(' | ')}`);
  for (const text of ['LH-310', 'lh310']) {
    await q.fill(text);
    await settled(page);
    must((await ids(page)).includes('LH-310'), `"${text}" finds ${await ids(page)}`);
  }
  await q.fill('zzz');
  await settled(page);
  must((await ids(page)).length === 0 && (await page.locator('.none').isVisible()), 'nothing found, and nothing said');
  must(/^0 von 109/.test(await said(page)), `it says ${await said(page)}`);
  await q.fill('');
  for (const [label, value, name] of [['Kapitel', 'Projektablauf', 'chapter'], ['Meilenstein', 'M6', 'milestone'], ['Stichworte', 'recht', 'tags'], ['Risiko', 'hoch', 'risiko'], ['Status', 'abgestimmt', 'status'], ['Priorität', 'Wunsch', 'priority']]) {
    await page.locator('.filters [type=reset]').click();
    await settled(page);
    const number = await pick(page, label, value);
    must((await ids(page)).length === number && number > 0 && number < 109 && hash(page).startsWith(`#?${name}=`), `${label} ${value}: ${number} said, ${(await ids(page)).length} shown, ${hash(page)}`);
  }
}

async function sorting(page, must) {
  const natural = await ids(page);
  const button = page.locator('th[data-key=title] button');
  const title = () => page.evaluate(() => [...document.querySelectorAll('tbody tr')].filter((row) => !row.hidden).map((row) => row.cells[1].textContent));
  const collator = new Intl.Collator('de', { numeric: true });
  await button.click();
  await settled(page);
  const up = await title();
  must(up.every((one, at) => !at || collator.compare(up[at - 1], one) <= 0), 'titles do not go up');
  must((await page.locator('th[data-key=title]').getAttribute('aria-sort')) === 'ascending' && hash(page) === '#?sort=title', `sorted: ${hash(page)}`);
  await button.click();
  await settled(page);
  must((await title())[0] === up.at(-1) && hash(page) === '#?sort=-title', `the other way: ${hash(page)}`);
  await button.click();
  await settled(page);
  must((await ids(page)).join() === natural.join() && hash(page) === '', 'a third time does not go back to the order of the text');
  await page.locator('th[data-key=coverage] button').click();
  await settled(page);
  must((await ids(page))[0] !== natural[0] && /erwähnt/.test(await page.locator('tbody tr').first().textContent()), 'the worst does not come first');
}

async function columns(page, must) {
  const heads = () => page.evaluate(() => [...document.querySelectorAll('th[scope=col]')].filter((head) => !head.hidden).map((head) => head.textContent));
  await pick(page, 'Spalten', 'Kapitel');
  await pick(page, 'Spalten', 'Tests');
  must((await heads()).includes('Kapitel') && !(await heads()).includes('Tests'), `columns: ${await heads()}`);
  must(/columns=title,chapter,/.test(hash(page)), `the address is ${hash(page)}`);
  await pick(page, 'Priorität', 'Abgrenzung');
  await page.locator('th[data-key=id] button').click();
  await page.locator('th[data-key=id] button').click();
  await settled(page);
  const shown = await page.evaluate(() => [...document.querySelectorAll('tr')].filter((row) => row.checkVisibility())
    .map((row) => [...row.cells].filter((cell) => !cell.hidden).map((cell) => [...cell.querySelectorAll('li')].map((li) => li.textContent.trim()).join(', ') || cell.textContent.trim())));
  const { lines, text, name } = await csv(page);
  must(JSON.stringify(lines) === JSON.stringify(shown), `the CSV is not what is shown:\n${JSON.stringify(lines.slice(0, 3))}\n${JSON.stringify(shown.slice(0, 3))}`);
  must(text.startsWith('\ufeff') && name === 'lastenheft.csv', `the file is ${name}`);
  await page.evaluate(() => { document.querySelector('tbody tr:not([hidden])').cells[1].textContent = '=HYPERLINK("x")'; });
  must((await csv(page)).text.includes(`"'=HYPERLINK(""x"")"`), 'a formula gets into the CSV');
}

/** A copied link shows the same, and so does the way back. */
async function links(page, must, base) {
  const first = await ids(page);
  must(first.length > 0 && first.length < 109, `${first.length} rows of a link`);
  must((await page.locator('th[data-key=title]').getAttribute('aria-sort')) === 'descending', 'the link does not sort');
  must(await page.locator('th[data-key=chapter]').isVisible() && !(await page.locator('th[data-key=tests]').isVisible()), 'the link does not choose columns');
  const url = page.url();
  await page.locator('tbody tr:visible .id').first().click();
  await page.waitForURL(/LH-\d+/);
  await page.goBack();
  await settled(page);
  must(page.url() === url && (await ids(page)).join() === first.join(), 'the way back shows something else');
  await page.evaluate(() => { location.hash = '#?q=Angebot'; });
  await settled(page);
  must((await ids(page)).join() !== first.join() && (await page.locator('[name=q]').inputValue()) === 'Angebot', 'another address shows the same');
  await page.goBack();
  await settled(page);
  must((await ids(page)).join() === first.join(), 'back in the same page shows something else');
  await page.goto(address(base, 'index.html'));
  const figures = page.locator('.figures dd a[href*="#?"]');
  for (let at = 0; at < await figures.count(); at += 1) {
    const number = Number(await figures.nth(at).textContent());
    await figures.nth(at).click();
    await settled(page);
    for (let left = 10; left && (await ids(page)).length !== number; left -= 1) await settled(page);
    must((await ids(page)).length === number, `the home page says ${number}, ${hash(page)} shows ${(await ids(page)).length}`);
    await page.goBack();
  }
}

async function keyboard(page, must) {
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim().slice(0, 20) || document.activeElement.name);
  await page.locator('.filters [name=q]').focus();
  await page.keyboard.press('Tab');
  must((await focused()).startsWith('Faden'), `behind the text is ${await focused()}`);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await settled(page);
  must(hash(page) === '#?coverage=mentioned', `by keyboard: ${hash(page)}`);
  await page.keyboard.press('Escape');
  must((await focused()).startsWith('Faden') && !(await facet(page, 'Faden').evaluate((node) => node.open)), `after Escape the focus is on ${await focused()}`);
  await page.keyboard.press('Enter');
  for (let tabs = 0; tabs < 6; tabs += 1) await page.keyboard.press('Tab');
  must(!(await facet(page, 'Faden').evaluate((node) => node.open)), 'a list stays open that was left');
}

async function paper(page, must) {
  await page.emulateMedia({ media: 'print' });
  const view = page.locator('.view');
  must(await view.isVisible() && /Faden: erwähnt · 2 von 109/.test(await view.textContent()), `paper says ${await view.textContent()}`);
  must(!(await page.locator('.filters').isVisible()), 'the filters are printed');
  must((await ids(page)).length === 2, 'other rows are printed');
}

async function facingPages(page, must) {
  const all = await ids(page);
  const number = await pick(page, 'Kapitel', 'Projektablauf');
  const some = await ids(page);
  must(some.length === number && some.length < all.length && /chapter=projektablauf/.test(hash(page)), `${some.length} rows, ${hash(page)}`);
  must((await page.locator('#_synopse h3:visible').count()) === 1, 'chapters without a row are shown');
  const tallies = await page.evaluate(() => [...document.querySelectorAll('[data-tally]')].reduce((sum, node) => sum + Number(node.textContent), 0));
  must(tallies === some.length, `the legend counts ${tallies}`);
  await pick(page, 'Nachweis', 'ungeprüft');
  must((await ids(page)).length < some.length && (await ids(page)).length > 0, `two filters: ${(await ids(page)).length}`);
}

export async function tables(site, report) {
  const server = await serve(site);
  const browser = await launch();
  try {
    for (const [from, base] of [['file', fileBase(site)], ['server', server.base]]) {
      const say = async (what, file, use, options) =>
        report.line(`tables from a ${from}: ${what}`, await visit(browser, base, file, use, options));
      await say('columns and CSV', MATRIX, columns);
      await say('links and the way back', `${MATRIX}#?priority=wish&sort=-title&columns=title,chapter`, (page, must) => links(page, must, base));
    }
    const say = async (what, file, use, options) => report.line(`tables: ${what}`, await visit(browser, server.base, file, use, options));
    await say('filters', MATRIX, filters);
    await say('sorting', MATRIX, sorting);
    await say('by keyboard', MATRIX, keyboard);
    await say('on paper', `${MATRIX}#?coverage=mentioned`, paper);
    await say('the synopsis', SYNOPSIS, facingPages);
    await say('a list of a document', 'pflichtenheft/index.html', async (page, must) => {
      await page.locator('main a[href$="liste/index.html"]').click();
      await page.waitForURL(/liste/);
      must((await ids(page)).length === 134, `${(await ids(page)).length} rows`);
      const number = await pick(page, 'Risiko', 'hoch');
      must((await ids(page)).length === number && number > 0, `Risiko hoch: ${number}, ${(await ids(page)).length}`);
    });
    await say('without scripts all rows are there', LIST, async (page, must) => {
      must((await page.locator('tbody tr:visible').count()) === 134 && !(await page.locator('.filters').isVisible()), 'rows are missing, or filters are not');
    }, { javaScriptEnabled: false });
    for (const [name, options] of [['light', { colorScheme: 'light' }], ['dark', { colorScheme: 'dark' }], ['narrow', { viewport: NARROW }]]) {
      await say(`WCAG 2.2 AA with a list of values open, ${name}`, LIST, async (page, must, _, context) => {
        await pick(page, 'Kapitel', '1');
        await facet(page, 'Kapitel').locator('> summary').click();
        for (const problem of await accessibility(page, context)) must(false, problem);
        const { needs, has } = await page.evaluate(() => ({ needs: document.documentElement.scrollWidth, has: document.documentElement.clientWidth }));
        must(needs <= has, `${needs} px wide on a screen of ${has} px`);
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/table-${name}.png` });
      }, options);
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

// ── A big project ──

/** A row's words, classes and addresses, of the columns that are shown. */
const rowsAsRead = (page) => page.evaluate(() => [...document.querySelectorAll('tbody:not([hidden]) tr:not(.gap)')].map((row) => [
  row.className, [...row.cells].filter((cell) => !cell.hidden).map((cell) => [cell.localName, cell.textContent, [...cell.querySelectorAll('a, span')].map((one) => [one.className, one.href ?? ''])]),
]));

/** From each key to the end of the frame that shows what it did, and how much of it is the script's. */
async function typing(page, text) {
  await page.evaluate(() => {
    self.frames_ = [];
    performance.clearMeasures();
    document.querySelector('[name=q]').addEventListener('input', () => {
      const from = performance.now();
      requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => self.frames_.push(performance.now() - from); port2.postMessage(0); });
    }, { capture: true });
  });
  for (const key of text) {
    await page.keyboard.press(key);
    await page.waitForTimeout(35);
  }
  await page.waitForTimeout(200);
  return page.evaluate(() => ({ frames: self.frames_, scripts: performance.getEntriesByName('heftfaden-filter').map(({ duration }) => duration), rows: performance.getEntriesByName('heftfaden-filter').at(-1).detail.rows }));
}

const summary = (times) => {
  const sorted = [...times].sort((a, b) => a - b);
  return `median ${sorted[sorted.length >> 1].toFixed(1)} ms, longest ${sorted.at(-1).toFixed(1)} ms`;
};

async function split(page, must, requests, base) {
  must(!requests.some((url) => /assets\/(tables|rows)/.test(url)), 'rows are loaded before they are asked for');
  const asPublished = await rowsAsRead(page);
  const parts = await page.locator('nav.parts a').count() / 2;
  must(parts > 1, 'the overview is not split');
  await page.locator('.filters [name=q]').fill('-'); // every ID has one
  await loaded(page);
  await settled(page);
  const asLoaded = (await rowsAsRead(page)).slice(0, 20);
  must(JSON.stringify(asLoaded) === JSON.stringify(asPublished.slice(0, 20)), `rows of pieces differ from published ones:\n${JSON.stringify(asLoaded[0])}\n${JSON.stringify(asPublished[0])}`);
  must((await page.locator('nav.parts:visible').count()) === 0, 'parts are shown of what is whole');
  const total = Number(/von ([\d.]+)/.exec(await said(page))[1].replace('.', ''));
  must(total > asPublished.length, `${total} rows in all`);
  const number = await pick(page, 'Priorität', 'Wunsch');
  must((await page.locator('table').getAttribute('aria-rowcount')) === String(number + 1), `${number} are said to be wishes, ${await page.locator('table').getAttribute('aria-rowcount')} rows`);
  await page.locator('th[data-key=title] button').click();
  await page.locator('th[data-key=title] button').click();
  const { lines } = await csv(page);
  must(lines.length === number + 1, `the CSV has ${lines.length} lines`);
  for (const place of [0, .37, .9, 1]) {
    await page.evaluate((place) => scrollTo(0, place * document.documentElement.scrollHeight), place);
    await page.waitForTimeout(150);
    const seen = await page.evaluate(() => [...document.querySelectorAll('tr[aria-rowindex]:has(.id)')].map((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return [Number(row.getAttribute('aria-rowindex')), row.querySelector('.id').textContent, bottom > 0 && top < innerHeight];
    }));
    must(seen.length < 150, `${seen.length} rows in the page`);
    must(seen.filter(([, , isInSight]) => isInSight).length > (place === 0 ? 8 : 15), `at ${place} of it ${seen.filter(([, , isInSight]) => isInSight).length} rows are in sight`);
    must(seen.every(([at, id]) => lines[at - 1][0] === id), `at ${place}: rows are not where the CSV has them`);
    if (place === 1) must(seen.at(-1)[0] === number + 1, `the end is row ${seen.at(-1)[0]} of ${number + 1}`);
  }
  const link = hash(page);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  must((await page.locator('tbody:not([hidden]) tr:not(.gap)').count()) === number, 'paper does not get all rows');
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  must((await page.locator('tbody:not([hidden]) tr:not(.gap)').count()) < 150, 'after printing all rows stay');
  await page.evaluate(() => scrollTo(0, 0));
  await page.locator('.filters [type=reset]').click();
  await settled(page);
  must(JSON.stringify(await rowsAsRead(page)) === JSON.stringify(asPublished) && (await page.locator('nav.parts:visible').count()) === 2, 'a reset does not show the page as published');
  const elsewhere = new URL(await page.locator('nav.parts a').nth(1).getAttribute('href'), page.url()).href;
  await page.goto(elsewhere + link);
  await loaded(page);
  await settled(page);
  must((await ids(page))[0] === lines[1][0] && (await csv(page)).lines.length === number + 1, 'the same link on another part shows something else');
  must(page.url().startsWith(base), 'elsewhere');
}

/** Of a split synopsis the parts say how many hits each has. */
async function splitSynopsis(page, must, matrix) {
  await pick(page, 'Priorität', 'Wunsch');
  await page.waitForFunction(() => document.querySelector('nav.parts .n'));
  const numbers = await page.locator('nav.parts').first().locator('a .n').allTextContents();
  const sum = numbers.reduce((sum, text) => sum + Number(text.replace(/\D/g, '')), 0);
  must(sum === matrix, `parts have ${sum} hits, the matrix ${matrix}`);
  must((await ids(page)).length === Number(numbers[0]), `${(await ids(page)).length} here, ${numbers[0]} said`);
  await page.locator('nav.parts a').nth(2).click();
  await page.waitForURL(/\/3\//);
  await settled(page);
  must(hash(page) === '#?priority=wish' && (await ids(page)).length === Number(numbers[2]), `on part 3: ${hash(page)}, ${(await ids(page)).length} of ${numbers[2]}`);
}

/** All rows of split overviews, and how long a key takes. */
export async function bigTables(site, report) {
  const server = await serve(site);
  const browser = await launch();
  const [, wishes] = /value="wish"> [^<]*<span class="n" data-n>(\d+)/.exec(read(site, MATRIX));
  try {
    for (const [from, base] of [['file', fileBase(site)], ['server', server.base]]) {
      const say = async (what, file, use, options) =>
        report.line(`big tables from a ${from}: ${what}`, await visit(browser, base, file, use, options));
      await say('all rows of a split matrix', MATRIX, (page, must, requests) => split(page, must, requests, base));
      await say('a split synopsis', SYNOPSIS, (page, must) => splitSynopsis(page, must, Number(wishes)));
      const lines = [];
      await say('a key takes no longer than a frame', `${MATRIX}#?coverage=realised`, async (page, must) => {
        await loaded(page);
        await page.waitForTimeout(1500);
        await page.locator('.filters [name=q]').focus();
        const { frames, scripts, rows } = await typing(page, ['k', 'u', 'n', 'd', 'e', ...Array(5).fill('Backspace'), 'e', 'Backspace', ...'rechnung', ...Array(8).fill('Backspace')]);
        lines.push(`${rows} rows, ${scripts.length} keys: script ${summary(scripts)}; from the key to the frame ${summary(frames)}`);
        const sorted = [...scripts].sort((a, b) => a - b);
        must(scripts.length >= 26 && sorted[sorted.length >> 1] <= 16, `the script takes ${summary(scripts)}`);
      });
      for (const line of lines) report.print(`    ${line}`);
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

await main(import.meta.url, async (site, report) => {
  await tables(site, report);
  if (process.argv[3]) await bigTables(await openSite(process.argv[3]), report);
});
