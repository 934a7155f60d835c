// Previews of references in a real browser, from the file system and from a server: node previews.mjs SITE [BIG-SITE]
// SITE is the example, whose items the checks below know; of BIG-SITE the first preview is timed and weighed.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { address, fileBase, launch, main, openSite, read, serve, visit } from './lib.mjs';
import { accessibility } from './pages.mjs';

const NARROW = { width: 390, height: 844 };
const CHAPTER = 'pflichtenheft/produktfunktionen/index.html';
/** No file that is loaded for a preview is longer. */
const PIECE = 32 * 1024;

const slip = (page) => page.locator('.slip:visible');
const gone = (page) => page.waitForFunction(() => document.querySelector('.slip:not([hidden])') === null, null, { timeout: 2000 });
const shows = (page, id) => page.waitForFunction((wanted) => document.querySelector('.slip:not([hidden]) .id')?.textContent === wanted, id, { timeout: 3000 });
const isOpen = (page) => page.evaluate(() => document.querySelector('.slip:not([hidden])') !== null);
/** The first reference in the text to an item, or one among several, in the middle of the screen. */
const reference = async (page, id, nth = 0) => {
  const link = page.locator('main').getByRole('link', { name: id, exact: true }).nth(nth);
  await link.evaluate((node) => node.scrollIntoView({ block: 'center' }));
  return link;
};
const away = (page) => page.mouse.move(2, 2);
const moreThanRest = 450;

/** What is loaded, and when. */
async function loading(page, must, requests, site, base) {
  const loaded = () => requests.map((url) => decodeURIComponent(url.slice(base.length)).replace(/\?.*/, '')).filter((path) => /hover|previews/.test(path));
  await page.waitForTimeout(100);
  must(loaded().length === 0, `loaded before it is used: ${loaded()}`);
  await (await reference(page, 'LH-311')).hover();
  await shows(page, 'LH-311');
  const first = loaded();
  must(first.length === 3, `the first preview loads ${first}`);
  for (const path of first) must(statSync(join(site.root, path)).size <= PIECE, `${path} is too long`);
  await away(page);
  await gone(page);
  await (await reference(page, 'LH-312')).hover();
  await shows(page, 'LH-312');
  must(loaded().length === 3, `another item of the same piece loads ${loaded().slice(3)}`);
}

/** What it says is what the item's own page says. */
async function content(page, must, site) {
  for (const [id, place] of [['LH-311.1', 'Lastenheft · 3 Produkteinsatz und Produktfunktionen'], ['AT-110', 'Abnahme · 2 Vertrieb und Marketing'], ['LH-310', 'Lastenheft · 3 Produkteinsatz und Produktfunktionen']]) {
    await (await reference(page, id)).hover();
    await shows(page, id);
    const own = read(site, `${id.startsWith('AT') ? 'abnahme' : 'lastenheft'}/${id}/index.html`);
    const facts = /<p class="facts">(.*?)<\/p>/.exec(own)[1];
    must((await slip(page).locator('.facts').innerHTML()) === facts, `${id}: its signs are not those of its page`);
    const text = await slip(page).locator('.slip-text').innerText();
    const words = own.replace(/<span class="gloss".*?<\/span>/g, '').replace(/<[^>]*>/g, '').replace(/\s+/g, ' ').replace(/&quot;/g, '"').replace(/&amp;/g, '&');
    must(text.length > 20 && words.includes(text.split('\n')[0].replace(' …', '')), `${id}: its page does not say "${text}"`);
    must((await slip(page).locator('> :last-child').innerText()) === place, `${id} stands in ${await slip(page).locator('> :last-child').innerText()}`);
    await away(page);
    await gone(page);
  }
  await (await reference(page, 'LH-310')).hover();
  await shows(page, 'LH-310');
  must(/realisiert durch PH-410, PH-510 \(teilweise\)/.test(await slip(page).innerText()), `what realises LH-310: ${await slip(page).innerText()}`);
}

/** WCAG 1.4.13: it can be dismissed, the pointer can go onto it, and it stays. */
async function pointer(page, must) {
  const link = await reference(page, 'LH-311');
  // The script is there from the first time on; a pointer on its way opens nothing.
  await link.hover();
  await shows(page, 'LH-311');
  await away(page);
  await gone(page);
  await link.hover();
  await page.waitForTimeout(100);
  await away(page);
  await page.waitForTimeout(moreThanRest);
  must(!(await isOpen(page)), 'a pointer on its way opens it');

  const before = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight, scrollY]);
  await link.hover();
  await shows(page, 'LH-311');
  must((await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight, scrollY])).join() === before.join(), 'the page gets another size');
  const from = await link.boundingBox(), to = await slip(page).boundingBox();
  await page.mouse.move(to.x + 30, to.y + 20, { steps: 8 });
  await page.waitForTimeout(moreThanRest);
  must(await isOpen(page), 'it is gone when the pointer is on it');
  await away(page);
  await gone(page);

  await link.hover();
  await shows(page, 'LH-311');
  await page.keyboard.press('Escape');
  must(!(await isOpen(page)), 'Escape does not close it');
  const box = await link.boundingBox();
  await page.mouse.move(box.x + 3, box.y + 3);
  await page.waitForTimeout(moreThanRest);
  must(!(await isOpen(page)), 'it comes again while the pointer is still there');
  await away(page);
  await link.hover();
  await shows(page, 'LH-311');

  // From one reference to the next.
  await (await reference(page, 'LH-312')).hover();
  await shows(page, 'LH-312');
  must((await page.locator('.slip').count()) === 1, 'there are several');
  must((await link.getAttribute('aria-describedby')) === null, 'what was left is still described');
}

/** By keyboard, and what a screen reader is told. */
async function keyboard(page, must, context) {
  const link = await reference(page, 'LH-311');
  await link.evaluate((node) => node.closest('li').querySelector('a').focus());
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await shows(page, 'LH-311');
  const debug = await context.newCDPSession(page);
  const { result } = await debug.send('Runtime.evaluate', { expression: 'document.activeElement' });
  const { nodes } = await debug.send('Accessibility.getPartialAXTree', { objectId: result.objectId, fetchRelatives: false });
  must(nodes[0].name.value === 'LH-311' && nodes[0].role.value === 'link', `it is called ${nodes[0].name.value}`);
  must(/^Die Kundenakte muss Debitorennummer.* realisiert\s+Muss\s+freigegeben\s+bestanden$/.test(nodes[0].description?.value), `it is described as "${nodes[0].description?.value}"`);
  must((await page.locator('.slip').locator('a, button, input, [tabindex]').count()) === 0, 'something in it takes the focus');
  await page.waitForTimeout(moreThanRest);
  must(await isOpen(page), 'it does not stay');
  await page.keyboard.press('Escape');
  must(!(await isOpen(page)), 'Escape does not close it');
  must(await link.evaluate((node) => node === document.activeElement), 'Escape takes the focus away');
  await page.keyboard.press('Tab');
  must((await page.evaluate(() => document.activeElement.textContent)) === 'LH-311.1', 'Tab does not go on to the next reference');
  await shows(page, 'LH-311.1');
  // Whatever the pointer happens to be on, what the focus opened goes with it.
  const { x, y } = await slip(page).boundingBox();
  await page.mouse.move(x + 20, y + 20);
  await page.evaluate(() => document.activeElement.blur());
  await gone(page);
}

/** Not for what stands before the reader's eyes already; and wherever an item is named. */
async function where(page, must, base) {
  const there = async (link, id) => {
    await link.hover();
    await shows(page, id).catch(() => must(false, `${page.url().slice(base.length)}: no preview of ${id}`));
    await away(page);
    await gone(page);
  };
  await there(page.locator('.onpage a', { hasText: 'PH-430' }), 'PH-430');
  const own = page.locator('.onpage a', { hasText: 'PH-411' });
  await page.locator('#PH-411').evaluate((item) => item.scrollIntoView({ block: 'center' }));
  await own.hover();
  await page.waitForTimeout(moreThanRest);
  must(!(await isOpen(page)), 'an item in sight is shown again');
  const id = page.locator('#PH-411 a.id').first();
  await id.scrollIntoViewIfNeeded();
  await id.hover();
  await page.waitForTimeout(moreThanRest);
  must(!(await isOpen(page)), 'an item shows itself');
  for (const [file, selector] of [
    ['matrix/index.html', 'tbody th a.id'], ['synopse/index.html', '.reals a.id'], ['lastenheft/LH-310/index.html', '.strand a.ref'],
    ['lastenheft/gesamt/index.html', 'a.ref[href^="#"]'], ['befunde/index.html', 'a[data-item]'], ['lastenheft/LH-310/index.html', '.turn a'],
  ]) {
    await page.goto(address(base, file), { waitUntil: 'load' });
    // The first whose item does not stand close by, on the document's one page.
    const far = await page.evaluate((selector) => [...document.querySelectorAll(selector)].findIndex((node) => {
      const item = document.getElementById(decodeURIComponent(node.hash.slice(1)));
      return !item || Math.abs(item.getBoundingClientRect().top - node.getBoundingClientRect().top) > 2000;
    }), selector);
    const link = page.locator(selector).nth(far);
    await link.evaluate((node) => node.scrollIntoView({ block: 'center' }));
    await there(link, await link.evaluate((node) => /LH-[\d.]+|PH-[\d.]+|IST-[\d.]+|AT-[\d.]+/.exec(node.getAttribute('href'))[0]));
  }
}

/** At each size it stands on the screen and beside its reference, not over it; nothing moves for it. */
async function places(page, must) {
  await page.evaluate(() => {
    window.shifts = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shifts += entry.value; }).observe({ type: 'layout-shift' });
  });
  for (const [width, height] of [[1440, 900], [390, 844], [320, 500]]) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(100);
    await page.evaluate(() => { window.shifts = 0; }); // of the new size itself
    for (const [id, block] of [['LH-311', 'start'], ['LH-312', 'end'], ['LH-313', 'center']]) {
      const link = page.locator('main').getByRole('link', { name: id, exact: true }).first();
      await link.evaluate((node, block) => { scrollBy(0, 9); node.scrollIntoView({ block }); }, block);
      await page.waitForTimeout(50);
      await link.hover();
      await shows(page, id);
      const [box, own] = [await slip(page).boundingBox(), await link.boundingBox()];
      const say = `${id} at ${width} × ${height}`;
      must(box.x >= 0 && box.x + box.width <= width, `${say}: from ${box.x} to ${box.x + box.width} px`);
      // Where it is higher than what is free on either side, one can scroll to its rest.
      const free = Math.max(own.y, height - own.y - own.height) - 12;
      must((box.y >= 0 && box.y + box.height <= height) || (box.height > free && box.y + await page.evaluate(() => scrollY) >= 0), `${say}: from ${box.y} to ${box.y + box.height} px down`);
      must(box.y >= own.y + own.height || box.y + box.height <= own.y || box.x >= own.x + own.width || box.x + box.width <= own.x, `${say}: it covers its reference`);
      must(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${say}: the page scrolls sideways`);
      await away(page);
      await gone(page);
    }
    must((await page.evaluate(() => window.shifts)) < 0.01, `the layout shifts by ${await page.evaluate(() => window.shifts)} at ${width} px`);
  }
}

export async function previews(site, report) {
  const server = await serve(site);
  const browser = await launch();
  try {
    for (const [from, base] of [['file', fileBase(site)], ['server', server.base]]) {
      const say = async (what, file, use, options) =>
        report.line(`previews from a ${from}: ${what}`, await visit(browser, base, file, use, options));
      await say('what is loaded', CHAPTER, (page, must, requests) => loading(page, must, requests, site, base));
      await say('what they say', CHAPTER, (page, must) => content(page, must, site));
      await say('by keyboard', CHAPTER, (page, must, _, context) => keyboard(page, must, context));
    }
    const base = server.base;
    const say = async (what, file, use, options) => report.line(`previews: ${what}`, await visit(browser, base, file, use, options));
    await say('by pointer', CHAPTER, pointer);
    await say('wherever an item is named', CHAPTER, (page, must) => where(page, must, base));
    await say('where they stand', CHAPTER, places);
    await say('a finger follows the reference', CHAPTER, async (page, must) => {
      await (await reference(page, 'LH-311')).tap();
      await page.waitForURL(/LH-311\/index\.html$/);
      must((await page.locator('.slip').count()) === 0, 'a slip');
    }, { viewport: NARROW, hasTouch: true });
    await say('without scripts a reference leads to its item', CHAPTER, async (page) => {
      await (await reference(page, 'LH-311')).click();
      await page.waitForURL(/LH-311\/index\.html$/);
    }, { javaScriptEnabled: false });
    const missed = await visit(browser, base, CHAPTER, async (page) => {
      await page.route(/previews\/items\./, (route) => route.abort(), { times: 1 });
      await (await reference(page, 'LH-311')).hover();
      await shows(page, 'LH-311');
    });
    const isAborted = (problem) => /^request failed: .*items\.|Failed to load resource/.test(problem);
    report.line('previews: files that are gone are looked for anew', missed.some(isAborted) ? missed.filter((problem) => !isAborted(problem)) : ['nothing was missed']);
    for (const [name, options] of [['light', { colorScheme: 'light' }], ['dark', { colorScheme: 'dark' }], ['narrow', { viewport: NARROW }], ['forced colours', { forcedColors: 'active' }]]) {
      await say(`WCAG 2.2 AA, ${name}`, CHAPTER, async (page, must, _, context) => {
        await (await reference(page, 'LH-311')).hover();
        await shows(page, 'LH-311');
        for (const problem of await accessibility(page, context)) must(false, problem);
        must(parseFloat(await slip(page).evaluate((node) => getComputedStyle(node).borderTopWidth)) >= 1, 'it has no edge');
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/preview-${name}.png` });
        await page.emulateMedia({ media: 'print' });
        must((await slip(page).count()) === 0, 'it is printed');
      }, options);
    }
  } finally {
    await browser.close();
    await server.close();
  }
  if (process.argv[1]?.endsWith('previews.mjs') && process.argv[3]) await weights(await openSite(process.argv[3]), report);
}

/** What the first preview of a big site weighs and how long it takes, until it is shown. */
export async function weights(site, report) {
  const files = site.files.filter((file) => file.startsWith('assets/previews/'));
  const sizes = files.map((file) => statSync(join(site.root, file)).size);
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  const server = await serve(site);
  const browser = await launch();
  const chapter = site.pages.find((file) => /^pflichtenheft\//.test(file) && /data-kind="chapter"/.test(read(site, file)) && /class="ref" href="[^"]*lastenheft/.test(read(site, file)));
  try {
    for (const [from, base] of [['file', fileBase(site)], ['server', server.base]]) {
      let line = '';
      const problems = await visit(browser, base, chapter, async (page, must, requests) => {
        const before = requests.length;
        const link = page.locator('main a.ref[href*="lastenheft"]').first();
        await link.evaluate((node) => node.scrollIntoView({ block: 'center' }));
        const start = Date.now();
        await link.hover();
        await shows(page, await link.innerText());
        const took = Date.now() - start;
        const loaded = requests.slice(before).map((url) => decodeURIComponent(url.slice(base.length)).replace(/\?.*/, ''));
        const bytes = loaded.map((path) => statSync(join(site.root, path)).size);
        line = `the first after ${took} ms, of which 300 are rest; ${loaded.length} files, ${(sum(bytes) / 1000).toFixed(1)} KB`;
        must(loaded.length <= 4 && bytes.every((size) => size <= PIECE), `it loads ${loaded.map((path, at) => `${path} (${bytes[at]})`).join(', ')}`);
        must(took < 2000, `it takes ${took} ms`);
      });
      report.line(`previews of ${site.pages.length} pages from a ${from}: ${files.length} files, ${(sum(sizes) / 1e6).toFixed(2)} MB, ${(100 * files.length / site.files.length).toFixed(1)} % of all files`, [...problems, ...sizes.some((size) => size > PIECE) ? ['a file is too long'] : []]);
      report.print(`    ${line}`);
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

await main(import.meta.url, previews);
