// Terms of the glossary: what one means shows on hover and on focus, with scripts and without; it stays while the pointer
// moves onto it, goes with Escape, and fits each screen (WCAG 1.4.13). And the pages that explain: WCAG as for all.
import { address, fileBase, launch, main, read } from './lib.mjs';
import { accessibility } from './pages.mjs';

const SIZES = [[1440, 900], [900, 700], [390, 844]];

const count = (site, file) => read(site, file).split('class="term"').length - 1;

/** Ends the wait before what a term means shows; says whether there was one. */
const rest = (page) => page.evaluate(() => {
  const waiting = document.getAnimations();
  for (const animation of waiting) animation.finish();
  return waiting.length > 0;
});

const waits = (gloss) => gloss.evaluate((node) => parseFloat(getComputedStyle(node).animationDelay) > 0);

/** What is wrong with the terms of a page that is open. */
async function terms(page, hasScript) {
  const problems = [];
  const all = page.locator('.term');
  for (let n = 0; n < Math.min(await all.count(), 6); n += 1) {
    const [link, gloss] = [all.nth(n).locator('a'), all.nth(n).locator('.gloss')];
    const name = await link.innerText();
    const say = (what) => problems.push(`${name}: ${what}`);
    if (await gloss.isVisible()) say('shows before it is asked for');
    await link.evaluate((node) => node.scrollIntoView({ block: 'center' })); // what opens below must be in sight too
    await link.hover();
    // Where the browser was slow, the wait is over.
    if (!(await rest(page)) && !(await waits(gloss))) say('does not wait until the pointer rests');
    if (!(await gloss.isVisible())) { say('does not show on hover'); continue; }
    // A word may be divided at the end of a line: its last part counts.
    const from = await link.evaluate((node) => { const { x, y, width, height } = [...node.getClientRects()].at(-1); return { x, y, width, height }; });
    const [to, width] = [await gloss.boundingBox(), page.viewportSize().width];
    if (to.x < 0 || to.x + to.width > width) say(`stands from ${to.x} to ${to.x + to.width} px of ${width}`);
    if (to.width < Math.min(200, width / 2)) say(`is ${to.width} px wide`);
    const x = Math.min(Math.max(from.x + from.width / 2, to.x + 2), to.x + to.width - 2);
    for (let y = from.y + from.height / 2; y < to.y + 8; y += 1) {
      await page.mouse.move(x, y);
      if (!(await gloss.isVisible())) { say(`is gone at ${y - from.y} px below its word`); break; }
    }
    if (hasScript) {
      await page.keyboard.press('Escape');
      if (await gloss.isVisible()) say('stays after Escape');
    }
    await page.mouse.move(0, 0);
    await link.focus();
    await rest(page);
    if (!(await gloss.isVisible())) say('does not show on focus');
    if ((await gloss.getAttribute('id')) !== (await link.getAttribute('aria-describedby'))) say('describes nothing');
    await page.evaluate(() => document.activeElement.blur());
    if (await gloss.isVisible()) say('stays when the focus has left');
  }
  const [needs, has] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  if (needs > has) problems.push(`the page is ${needs} px wide on ${has}`);
  return problems;
}

export async function glossary(site, report) {
  const pages = site.pages.map((file) => ({ file, terms: count(site, file) })).filter((page) => page.terms > 0);
  pages.sort((a, b) => b.terms - a.terms);
  if (!pages.length) return;
  const browser = await launch();
  const visit = async (what, file, options, use) => {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    await page.goto(address(fileBase(site), file), { waitUntil: 'load' });
    report.line(`${file}: ${what}`, await use(page, context));
    await context.close();
  };
  try {
    // The text of a document with the most; where none has any, another page.
    const isChapter = ({ file }) => /data-kind="?chapter/.test(read(site, file));
    const { file } = pages.find(isChapter) ?? pages[0];
    for (const [width, height] of SIZES) {
      const viewport = { width, height };
      await visit(`terms at ${width} px`, file, { viewport }, (page) => terms(page, true));
    }
    await visit('terms without scripts', file, { javaScriptEnabled: false }, (page) => terms(page, false));
    for (const colorScheme of ['light', 'dark']) {
      await visit(`an open term, ${colorScheme}`, file, { colorScheme }, async (page, context) => {
        await page.locator('.term a').first().focus();
        await rest(page);
        return accessibility(page, context);
      });
    }
    await visit('terms on paper', file, {}, async (page) => {
      await page.emulateMedia({ media: 'print' });
      await page.locator('.term a').first().focus();
      return (await page.locator('.gloss:visible').count()) ? ['a definition is printed in the text'] : [];
    });
    const explains = site.pages.filter((file) => /class="(defs glossary|duties|access |address)/.test(read(site, file)));
    for (const file of explains.filter((file) => /data-kind="page"/.test(read(site, file)))) {
      for (const colorScheme of ['light', 'dark']) {
        await visit(`WCAG 2.2 AA, ${colorScheme}`, file, { colorScheme }, accessibility);
      }
    }
  } finally {
    await browser.close();
  }
}

await main(import.meta.url, glossary);
