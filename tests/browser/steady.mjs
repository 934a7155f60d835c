// How much a page weighs, and whether it keeps still while it loads. A chapter's page, with all that the browser loads to show it,
// stays below LIMIT; and on a slow line nothing that is read already moves to another place.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { address, eachPage, largestPages, launch, main, read, serve } from './lib.mjs';

/** Bytes of a chapter's page: its HTML, and every style sheet, script and picture that it loads, as files. */
const LIMIT = 100_000;
/** What is no shift that a reader could see. */
const STILL = 0.001;
/** Where a long table comes in row by row, its columns find their widths while it does. */
const GROWING = 0.05;
const SIZES = [{ width: 1440, height: 900 }, { width: 390, height: 844 }];

/** The files below the site that a page loads when it opens. */
function loaded(site, file) {
  const html = read(site, file);
  const links = [...html.matchAll(/<link\b[^>]*\brel="?stylesheet[^>]*\bhref="([^"]+)"|<script\b[^>]*\bsrc="([^"]+)"/g)];
  return links.map(([, style, script]) => join(site.root, file, '..', decodeURIComponent(style ?? script)));
}

const weightOf = (site, file) => [join(site.root, file), ...new Set(loaded(site, file))].reduce((sum, path) => sum + statSync(path).size, 0);

export function weight(site, report) {
  const chapters = site.pages.filter((file) => /<body\b[^>]*\bdata-kind="?chapter"?/.test(read(site, file)));
  const weights = chapters.map((file) => [weightOf(site, file), file]).sort(([a], [b]) => b - a);
  const heavy = weights.filter(([bytes]) => bytes > LIMIT).map(([bytes, file]) => `${file}: ${bytes} bytes`);
  const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
  const [[most, heaviest] = [0, 'none']] = weights;
  report.line(`${weights.length} chapters, the heaviest ${kb(most)} (${heaviest})`, weights.length ? heavy : ['there is no chapter']);
}

/** Notes every shift, whatever the reader does. */
const NOTE = `window.__shifts = []; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.__shifts.push([entry.value, entry.sources.map(({ node, previousRect: a, currentRect: b }) =>
    (node?.outerHTML ?? node?.textContent ?? '').slice(0, 90) + ' from ' + [a.x, a.y, a.width, a.height] + ' to ' + [b.x, b.y, b.width, b.height])]);
}).observe({ type: 'layout-shift', buffered: true });`;

/** Opens a page on a slow line and returns what moved. */
async function shifts(browser, url, viewport, most) {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    await page.addInitScript(NOTE);
    const debug = await context.newCDPSession(page);
    await debug.send('Network.enable');
    await debug.send('Network.emulateNetworkConditions', { offline: false, latency: 20, downloadThroughput: 250_000, uploadThroughput: 250_000 });
    // Now and then Chromium's slow line hangs.
    await page.goto(url, { waitUntil: 'load', timeout: 15_000 }).catch(() => page.goto(url, { waitUntil: 'load' }));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)))));
    const seen = await page.evaluate(() => window.__shifts);
    const sum = seen.reduce((total, [value]) => total + value, 0);
    return sum > most ? [`moves by ${sum.toFixed(4)}`, ...seen.flatMap(([, sources]) => sources)] : [];
  } catch (error) {
    return [error.message.split('\n')[0]];
  } finally {
    await context.close();
  }
}

/** What each form of filters can be asked for in the address: its first choice of each control. */
function views(site, file) {
  const html = read(site, file);
  if (!/data-filter=/.test(html)) return [];
  const select = /<select name="([\w-]+)">\s*<option value="">[^<]*<\/option>\s*<option value="([^"]+)"/.exec(html);
  return [select ? `#?${select[1]}=${select[2]}` : '#?q=der', '#?q=nichtvorhanden'];
}

/** `only` picks among the sample pages, for the checks' own test. */
export async function steady(site, report, only = () => true) {
  weight(site, report);
  const server = await serve(site);
  const browser = await launch();
  try {
    await eachPage(browser, (await largestPages(site)).filter(only), async (_, { kind, file }) => {
      const most = /<tr\b[^>]*\bdata-row/.test(read(site, file)) ? GROWING : STILL;
      for (const view of ['', ...views(site, file)]) {
        const problems = [];
        for (const viewport of SIZES) problems.push(...(await shifts(browser, address(server.base, file) + view, viewport, most)));
        report.line(`${kind} ${file}${view}: keeps still while it loads`, problems);
      }
    });
  } finally {
    await browser.close();
    await server.close();
  }
}

await main(import.meta.url, steady);
