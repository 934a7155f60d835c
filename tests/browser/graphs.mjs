// Pictures of traces in a real browser, from the file system and from a server: node graphs.mjs SITE [BIG-SITE]
// SITE is the example, whose items the checks know; of BIG-SITE it is checked how much its pictures draw.
import { stat } from 'node:fs/promises';
import { fileBase, launch, main, openSite, serve, visit } from './lib.mjs';
import { accessibility } from './pages.mjs';

const NARROW = { width: 390, height: 844 };
const ITEM = 'lastenheft/LH-310/index.html';
const CHAPTER = 'lastenheft/produkteinsatz-und-produktfunktionen/graph/index.html';
const GRAPH = 'graph/index.html';

/** What is wrong with how a picture is drawn: text beyond its node, nodes over each other, nodes without a name. */
const drawn = (page) => page.evaluate(() => {
  const problems = [];
  const boxes = [];
  for (const node of document.querySelectorAll('.net > a.node, .net .level, .net .rows a')) {
    const frame = node.querySelector('rect').getBoundingClientRect();
    const scale = frame.width / node.querySelector('rect').getBBox().width;
    for (const text of node.querySelectorAll(':scope > text, :scope > a > text')) {
      const box = text.getBoundingClientRect();
      if (box.width && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 3 * scale)) problems.push(`"${text.textContent}" stands out of its node by ${Math.round(box.right - frame.right)}`);
    }
    if (!node.closest('.rows')) boxes.push(frame);
    if (!node.querySelector('title')?.textContent.trim()) problems.push(`a node without a name: ${node.outerHTML.slice(0, 80)}`);
  }
  if (!boxes.length) problems.push('no node is drawn');
  for (const [place, one] of boxes.entries()) {
    for (const other of boxes.slice(place + 1)) {
      if (one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1) problems.push('two nodes lie over each other');
    }
  }
  return problems;
});

const width = (page) => page.evaluate(() => document.querySelector('.net').getBoundingClientRect().width);
const focused = (page) => page.evaluate(() => document.activeElement?.querySelector?.('.id')?.textContent ?? document.activeElement?.outerHTML.slice(0, 60));
const lit = (page) => page.evaluate(() => [...document.querySelectorAll('.dimming .net [data-n].lit')].map((node) => node.querySelector('.id').textContent).sort());

/** Keys reach each node, walk along the thread, show it, and open a node. */
async function keyboard(page, must) {
  await page.locator('.graph .scroll').focus();
  await page.keyboard.press('Tab');
  must((await focused(page)) === 'IST-310', `the first node by Tab is ${await focused(page)}`);
  const seen = ['IST-310'];
  for (let tabs = 0; tabs < 20 && await page.evaluate(() => document.activeElement.closest('.net') !== null); tabs += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement.closest('.net') !== null)) seen.push(await focused(page));
  }
  must(seen.length === (await page.locator('.net a.node').count()), `Tab reaches ${seen}`);
  must(seen.indexOf('LH-310') > seen.indexOf('IST-410') && seen.indexOf('AT-110') === seen.length - 1, `not in the order of the chain: ${seen}`);
  await page.locator('.net a.own').focus();
  await page.keyboard.press('ArrowRight');
  must(/^PH-/.test(await focused(page)), `to the right of LH-310 is ${await focused(page)}`);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  must((await focused(page)) === 'LH-310', `back to the left is ${await focused(page)}`);
  await page.keyboard.press('ArrowLeft');
  must((await focused(page)) === 'IST-310', `and on is ${await focused(page)}`);
  must((await lit(page)).includes('LH-310') && !(await lit(page)).includes('IST-410'), `the thread of IST-310 is ${await lit(page)}`);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth);
  must(outline === '2.5px', `the focus is not seen: ${outline}`);
  await page.keyboard.press('Escape');
  must((await lit(page)).length === 0, 'Escape does not end the dimming');
  await page.keyboard.press('Enter');
  await page.waitForURL(/ist-aufnahme\/IST-310\/index\.html$/);
}

/** The pointer shows a thread, zooms, moves the paper, and opens a node only if it did not move. */
async function pointer(page, must) {
  const natural = await width(page);
  must((await page.locator('[data-zoom="in"]').getAttribute('aria-label'))?.length > 3, 'a button without a name');
  await page.locator('[data-zoom="in"]').click();
  await page.locator('[data-zoom="in"]').click();
  must(Math.abs(await width(page) - natural * 1.5625) < 3, `larger: ${await width(page)} of ${natural}`);
  await page.locator('[data-zoom="out"]').click();
  must(Math.abs(await width(page) - natural * 1.25) < 3, `smaller: ${await width(page)}`);
  const box = page.locator('.graph .scroll');
  const at = await box.boundingBox();
  await page.mouse.move(at.x + 300, at.y + 200);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await page.waitForFunction((before) => document.querySelector('.net').getBoundingClientRect().width > before * 1.3, natural * 1.25);
  const url = page.url();
  const node = await page.locator('.net a.own').first().boundingBox();
  await page.mouse.move(node.x + 40, node.y + 15);
  await page.mouse.down();
  await page.mouse.move(node.x - 60, node.y - 15, { steps: 4 });
  await page.mouse.up();
  await page.waitForTimeout(50);
  must(page.url() === url, 'a node opens though the paper was moved');
  must(await box.evaluate((one) => one.scrollLeft > 50), 'the paper does not move');
  await page.locator('[data-zoom="full"]').click();
  must(Math.abs(await width(page) - natural) < 2, `full size: ${await width(page)} of ${natural}`);
  await page.locator('[data-zoom="fit"]').click();
  must(await box.evaluate((one) => one.scrollWidth <= one.clientWidth + 1 && one.scrollHeight <= one.clientHeight + 1), 'it does not fit');
  await box.focus();
  await page.keyboard.press('0');
  must(Math.abs(await width(page) - natural) < 2, 'the key 0 does not lead back');
  await page.locator('.net a.node').filter({ hasText: 'PH-410' }).hover();
  await page.waitForFunction(() => document.querySelector('.dimming .net .lit'));
  must((await lit(page)).includes('LH-310') && (await lit(page)).includes('AT-110') && !(await lit(page)).includes('LH-320'), `the thread of PH-410 is ${await lit(page)}`);
}

/** Chapters of the project unfold, by pointer and by keys, and what they hold is loaded then. */
async function unfold(site, base, page, must, requests) {
  must(!requests.some((url) => url.includes('assets/graph/')), 'what is folded is loaded');
  const level = page.locator('.level').filter({ hasText: 'Produkteinsatz und' }).first();
  const folded = await page.locator('.net path:not([hidden])').count();
  await level.locator('.toggle').click();
  await level.locator('.rows a').first().waitFor();
  must(requests.filter((url) => url.includes('assets/graph/')).length === 1, 'more than one piece is loaded');
  const rows = await level.locator('.rows a:not(.dropped)').count(); // what is given up counts nowhere
  const said = Number(/\d+/.exec(await level.locator('.note').first().textContent())[0]);
  must(rows === said, `${rows} rows of ${said} items`);
  must((await page.locator('.tie').count()) >= rows, 'items have no ties');
  const ends = await page.evaluate(() => [...document.querySelectorAll('.tie')].filter((tie) => tie.dataset.e.split(' ').some((end) => !document.querySelector(`.net [data-n="${end}"]`))).length);
  must(ends === 0, `${ends} ties end nowhere`);
  const second = page.locator('.level').filter({ hasText: 'Produktfunktionen' }).last();
  await second.locator('.toggle').focus();
  await page.keyboard.press('Enter');
  await second.locator('.rows a').first().waitFor();
  must((await second.locator('.toggle').getAttribute('aria-expanded')) === 'true', 'it does not say that it is unfolded');
  const both = await page.evaluate(() => [...document.querySelectorAll('.tie')].filter((tie) => tie.dataset.e.split(' ').every((end) => end.includes(':'))).length);
  must(both > 20, `${both} ties from item to item`);
  const row = level.locator('.rows a').first();
  must(/^LH-310 Kundenakte – realisiert$/.test(await row.locator('title').textContent()), `a row is called ${await row.locator('title').textContent()}`);
  const href = await row.evaluate((link) => new URL(link.getAttribute('href'), location.href).href);
  must(site.files.includes(decodeURIComponent(href.slice(base.length))), `a row leads to ${href}`);
  for (const problem of await drawn(page)) must(false, problem);
  await page.keyboard.press(' ');
  await level.locator('.toggle').click();
  must((await page.locator('.rows').count()) === 0 && (await page.locator('.net path:not([hidden])').count()) === folded, 'folded again it is another picture');
}

/** The flow on the home page: its numbers are those of the matrix that they lead to. */
async function flow(page, must) {
  const picture = page.locator('.flow svg:visible');
  must((await picture.count()) === 1, `${await picture.count()} drawings are in sight`);
  const outside = await picture.evaluate((svg) => [...svg.querySelectorAll('text')].filter((text) => text.getBoundingClientRect().right > svg.getBoundingClientRect().right + 4).map((text) => text.textContent));
  must(outside.length === 0, `cut off: ${outside}`);
  const over = await picture.evaluate((svg) => {
    const boxes = [...svg.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
    return boxes.flatMap(([one, a], place) => boxes.slice(place + 1).filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2).map(([other]) => `${one} / ${other}`));
  });
  must(over.length === 0, `labels lie over each other: ${over}`);
  const link = picture.locator('a.partial:not(.band)');
  const number = Number(await link.locator('.count').textContent());
  const row = page.locator('.flow tbody tr').filter({ hasText: 'teilweise' });
  must(Number(await row.locator('td').last().textContent()) === number, 'the table says another number');
  await link.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/coverage=partial/);
  must((await page.locator('tbody tr:visible').count()) === number, `${number} lead to ${await page.locator('tbody tr:visible').count()} rows`);
}

async function unscripted(site, base, page, must) {
  must((await page.locator('.graph-tools button:visible').count()) === 0, 'buttons that do nothing');
  const links = await page.locator('.net a').evaluateAll((all) => all.map((link) => new URL(link.getAttribute('href'), location.href).href));
  must(links.length > 5, `${links.length} links`);
  for (const href of links) must(site.files.includes(decodeURIComponent(href.slice(base.length).split('#')[0])), `${href} is no page`);
  must((await page.locator('table.ties tbody tr:visible, .strand:visible').count()) > 0, 'nothing says the same in words');
}

/** How much the pictures of a big site draw. */
export async function sizes(site, report) {
  const pages = site.pages.filter((file) => /(^|\/)graph\/(\d+\/)?index\.html$/.test(file));
  const weighed = await Promise.all(pages.map(async (file) => [(await stat(`${site.root}/${file}`)).size, file]));
  weighed.sort(([a], [b]) => b - a);
  const server = await serve(site);
  const browser = await launch();
  try {
    const files = [...new Set([GRAPH, weighed[0]?.[1], weighed.find(([, file]) => file !== GRAPH)?.[1]])];
    const bases = { file: fileBase(site), server: server.base };
    for (const [from, base, file] of Object.entries(bases).flatMap(([from, base]) => files.filter(Boolean).map((file) => [from, base, file]))) {
      report.line(`graphs of ${site.pages.length} pages from a ${from}: ${file}`, await visit(browser, base, file, async (page, must) => {
        const elements = await page.locator('.net *').count();
        must(elements < 6000, `${elements} elements`);
        const { size } = await stat(`${site.root}/${file}`);
        must(size < 400_000, `${size} bytes`);
        for (const problem of await drawn(page)) must(false, problem);
        const toggle = page.locator('.toggle').first();
        if (await toggle.count()) {
          const start = Date.now();
          await toggle.click();
          await page.locator('.rows a').first().waitFor();
          report.print(`    ${elements} elements, ${Math.round(size / 1000)} kB, unfolded in ${Date.now() - start} ms`);
        }
      }));
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

export async function graphs(site, report) {
  const server = await serve(site);
  const browser = await launch();
  try {
    for (const [from, base] of [['file', fileBase(site)], ['server', server.base]]) {
      const say = async (what, file, use, options) =>
        report.line(`graphs from a ${from}: ${what}`, await visit(browser, base, file, use, options));
      await say('chapters unfold', GRAPH, (page, must, requests) => unfold(site, base, page, must, requests));
      await say('around an item by keyboard', ITEM, keyboard);
    }
    const base = server.base;
    const say = async (what, file, use, options) =>
      report.line(`graphs: ${what}`, await visit(browser, base, file, use, options));
    await say('by pointer', CHAPTER, pointer);
    await say('the flow, wide', 'index.html', flow);
    await say('the flow, narrow', 'index.html', flow, { viewport: NARROW });
    for (const file of [ITEM, CHAPTER, GRAPH]) {
      await say(`${file} is drawn well`, file, async (page, must) => {
        for (const problem of await drawn(page)) must(false, problem);
      });
      await say(`${file} without scripts`, file, (page, must) => unscripted(site, base, page, must), { javaScriptEnabled: false });
    }
    await say('an item comes into sight on a narrow screen', 'abnahme/AT-110/index.html', async (page, must) => {
      const own = await page.locator('.net .own').boundingBox();
      must(own.x >= 0 && own.x + own.width <= NARROW.width, `it stands from ${own.x}`);
      const { needs, has } = await page.evaluate(() => ({ needs: document.documentElement.scrollWidth, has: document.documentElement.clientWidth }));
      must(needs <= has, `${needs} px wide on a screen of ${has} px`);
    }, { viewport: NARROW });
    for (const colorScheme of ['light', 'dark']) {
      await say(`WCAG 2.2 AA, ${colorScheme}`, GRAPH, async (page, must, _, context) => {
        await page.locator('.toggle').nth(7).click();
        await page.locator('.rows a').first().waitFor();
        for (const problem of await accessibility(page, context)) must(false, problem);
      }, { colorScheme });
    }
  } finally {
    await browser.close();
    await server.close();
  }
  if (process.argv[1]?.endsWith('graphs.mjs') && process.argv[3]) await sizes(await openSite(process.argv[3]), report);
}

await main(import.meta.url, graphs);
