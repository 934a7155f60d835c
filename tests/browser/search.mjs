// The search in a real browser, from the file system and from a server: node search.mjs SITE [BIG-SITE]
// SITE is the example, whose text the questions below know; of BIG-SITE the times are printed.
import { fileBase, launch, main, openSite, read, serve, visit } from './lib.mjs';
import { accessibility } from './pages.mjs';

const NARROW = { width: 390, height: 844 };

const input = (page) => page.locator('.search-box input[type=search]');

async function open(page) {
  await page.keyboard.press('Control+k');
  await input(page).waitFor();
}

/** Types a question and gives the hits as they are shown, in order: `{ id, title, sign, excerpt, marks, href, group }`. */
async function ask(page, text) {
  await input(page).fill(text);
  await page.waitForFunction((asked) => {
    const measured = performance.getEntriesByName('heftfaden-search').at(-1);
    return measured?.detail.text === asked && !document.querySelector('.search-box [role=status]').textContent.includes('…');
  }, text);
  await page.waitForTimeout(180); // the line that is read out, and the excerpts in sight
  return hits(page);
}

const hits = (page) => page.evaluate(() => [...document.querySelectorAll('.search-box [role=option]:not(.more)')].map((option) => ({
  id: option.querySelector('.id')?.textContent ?? '',
  title: option.querySelector('.name').textContent,
  sign: option.querySelector('.cov, .proof, .kind')?.textContent ?? '',
  excerpt: option.querySelector('.excerpt').textContent,
  marks: [...option.querySelectorAll('mark')].map((mark) => mark.textContent),
  href: option.href,
  group: option.parentElement.querySelector('.group').firstChild.textContent,
})));

const said = (page) => page.locator('.search-box [role=status]').textContent();
const active = (page) => page.evaluate(() => document.getElementById(document.querySelector('.search-box input').getAttribute('aria-activedescendant') ?? '')?.querySelector('.id, .name, .group')?.textContent ?? null);
const focused = (page) => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80));

/** What Germans type, and what they mean by it. */
async function questions(page, must) {
  // Who types at once has the search still on its way.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('kunde');
  await input(page).waitFor();
  must((await input(page).inputValue()) === 'kunde', `of "kunde", typed at once, "${await input(page).inputValue()}" is left`);
  for (const text of ['LH 310', 'lh310', 'LH-310', 'lh-310']) {
    const [first] = await ask(page, text);
    must(first?.id === 'LH-310', `"${text}" finds ${first?.id} ${first?.title} first`);
  }
  const counts = [];
  for (const text of ['Prüfung', 'Prufung', 'Pruefung', 'PRÜFUNG', 'Prüfungen']) {
    const found = await ask(page, text);
    counts.push(await said(page));
    must(found.length > 0, `"${text}" finds nothing`);
    must(found.some(({ marks }) => marks.some((mark) => /^prüfung/i.test(mark))), `"${text}" marks no "Prüfung": ${found.flatMap(({ marks }) => marks).slice(0, 5)}`);
  }
  must(new Set(counts).size === 1, `Prüfung, Prufung, Pruefung are not one: ${counts.join(' | ')}`);
  const inside = await ask(page, 'prüfung');
  must(inside.some(({ title, excerpt }) => /[a-zß]prüfung/.test(title + excerpt)), '"prüfung" finds no compound');
  const both = await ask(page, 'dublette kunde');
  must(both.length > 0, 'two words find nothing');
  const one = Number(/\d+/.exec(await said(page)));
  await ask(page, 'kunde');
  must(one < Number(/\d+/.exec(await said(page))), 'two words find no less than one');
  const [term] = await ask(page, 'A-Kunde');
  must(term?.sign === 'Begriff' && /glossar/.test(term.href), `the glossary's term is not first: ${JSON.stringify(term)}`);
  must((await ask(page, 'Organigramm')).length > 0, 'a word of the text finds nothing');
  must((await ask(page, 'zzzunsinn')).length === 0 && (await said(page)) === 'Nichts gefunden.', `nonsense: ${await said(page)}`);
  must((await ask(page, '')).length === 0 && (await said(page)) === '', 'an empty question says something');
  await ask(page, '. – ( [ \\ * " <b>');
}

/** Groups by document, signs in words, marks, excerpts, addresses. */
async function answers(site, base, page, must) {
  await open(page);
  const found = await ask(page, 'Angebot');
  const groups = found.map(({ group }) => group);
  must(new Set(groups).size > 1, `hits of one document only: ${groups[0]}`);
  must(groups.every((group, at) => at === 0 || group === groups[at - 1] || !groups.slice(0, at).includes(group)), 'hits are not grouped by document');
  const seen = found.filter(({ excerpt }) => excerpt); // those out of sight have none yet
  must(seen.length > 3 && seen.every(({ marks }) => marks.length > 0), `a hit without a mark: ${JSON.stringify(seen.find(({ marks }) => !marks.length))}`);
  must(found.some(({ sign }) => ['realisiert', 'teilweise', 'offen'].includes(sign)), 'no sign of coverage');
  must(/^\d+ Treffer in \d Dokumenten$/.test(await said(page)), `it says "${await said(page)}"`);
  for (const { href } of found) {
    const [path, anchor] = decodeURIComponent(href).slice(decodeURIComponent(base).length).split('#');
    must(site.files.includes(path), `${href} is no page`);
    if (anchor && site.files.includes(path)) must(read(site, path).includes(`id="${anchor}"`), `${href} has no such place`);
  }
  const more = page.locator('.search-box .more').first();
  const before = found.length;
  await more.click();
  must((await hits(page)).length > before, '"more" shows no more');
  must(/search/.test(await focused(page)), `after "more" the focus is on ${await focused(page)}`);
}

/** All of it by keyboard. */
async function keyboard(page, must, file) {
  const back = page.locator('main a[href]').first();
  await back.focus();
  const before = await focused(page);
  await page.keyboard.press('/');
  await input(page).waitFor();
  must((await input(page).inputValue()) === '', 'the key that opens is typed too');
  must(await page.evaluate(() => document.activeElement.matches('.search-box input[type=search]')), 'the field does not have the focus');
  await page.keyboard.type('kunde/');
  must((await input(page).inputValue()) === 'kunde/', 'a slash cannot be typed');
  await page.keyboard.press('Backspace');
  await ask(page, 'kunde');
  const order = (await hits(page)).map(({ id, title }) => id || title);
  must((await active(page)) === order[0], `the first hit is not chosen: ${await active(page)}`);
  await page.keyboard.press('ArrowDown');
  must((await active(page)) === order[1], 'ArrowDown does not go on');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  must((await active(page)) === order[0], 'the ends do not meet');
  await page.keyboard.press('PageDown');
  must(await page.evaluate(() => {
    const option = document.querySelector('[role=option][aria-selected=true]').getBoundingClientRect();
    const list = document.querySelector('[role=listbox]').getBoundingClientRect();
    return option.top >= list.top - 1 && option.bottom <= list.bottom + 1;
  }), 'the chosen hit is out of sight');
  for (let tabs = 0; tabs < 12; tabs += 1) {
    await page.keyboard.press('Tab');
    must(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest('.search-box') !== null), `Tab leaves for ${await focused(page)}`);
  }
  await input(page).focus();
  await page.keyboard.press('Escape');
  must((await page.locator('.search-box').isVisible()) === false, 'Escape does not close');
  must((await focused(page)) === before, `the focus is back on ${await focused(page)}, not on ${before}`);
  await page.keyboard.press('Control+k');
  await input(page).waitFor();
  must((await input(page).inputValue()) === 'kunde' && (await hits(page)).length > 0, 'the last question is forgotten');
  await page.keyboard.type('lh310');
  await ask(page, 'lh310');
  const [tab] = await Promise.all([page.context().waitForEvent('page', { timeout: 5000 }), page.keyboard.press('Control+Enter')]);
  must(/LH-310/.test(await tab.waitForURL(/LH-310/).then(() => tab.url())), 'Ctrl-Enter opens no tab');
  must(await page.locator('.search-box').isVisible(), 'Ctrl-Enter closes the search');
  await tab.close();
  await page.keyboard.press('Enter');
  await page.waitForURL(/lastenheft\/LH-310\/index\.html$/);
  await page.goBack();
  must(page.url().endsWith(file), `back leads to ${page.url()}`);
}

/** The key without Ctrl can be turned off (WCAG 2.1.4). */
async function slash(page, must) {
  await open(page);
  await page.locator('.search-box input[type=checkbox]').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.waitForTimeout(100);
  must((await page.locator('.search-box').isVisible()) === false, 'the key opens the search though it is off');
  await open(page);
  await page.locator('.search-box input[type=checkbox]').check();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await input(page).waitFor();
}

async function pointer(page, must) {
  const button = page.locator('button[data-search]');
  must(await button.isVisible(), 'no button is in sight');
  must(/Suche|Search/.test(await button.innerText()), 'the button has no label');
  await button.click();
  await input(page).waitFor();
  await ask(page, 'LH-310');
  const { needs, has } = await page.evaluate(() => ({ needs: document.documentElement.scrollWidth, has: document.documentElement.clientWidth }));
  must(needs <= has, `${needs} px wide on a screen of ${has} px`);
  await page.locator('.search-box .head button').click();
  must(await page.evaluate(() => document.activeElement?.matches('[data-search]')), `the focus is on ${await focused(page)}`);
  await button.click();
  await page.locator('.search-box [role=option]').first().click();
  await page.waitForURL(/LH-310\/index\.html$/);
}

/** What a big index weighs, and how long a question takes. */
export async function times(site, report) {
  const { stat } = await import('node:fs/promises');
  const names = site.files.filter((file) => /^assets\/search\/(index|names|part)\b/.test(file));
  let bytes = 0;
  for (const name of names) bytes += (await stat(`${site.root}/${name}`)).size;
  const server = await serve(site);
  const browser = await launch();
  try {
    for (const [from, base] of [['file', fileBase(site)], ['server', server.base]]) {
      const lines = [];
      const problems = await visit(browser, base, 'index.html', async (page, must) => {
        const start = Date.now();
        await page.keyboard.press('/');
        await input(page).waitFor();
        await ask(page, 'rechnung');
        lines.push(`opened, loaded and asked in ${Date.now() - start} ms`);
        for (const text of ['e', 'da', 'das system muss', 'Prüfung', 'Prufprotokoll', 'lh4711', 'LH 4711', 'kunden rechnungen preislisten einkauf', 'minuten', 'zzz']) {
          const took = [];
          for (let time = 0; time < 5; time += 1) {
            await input(page).fill('');
            await input(page).fill(text);
            took.push(await page.evaluate(() => performance.getEntriesByName('heftfaden-search').at(-1).duration));
          }
          const { found } = await page.evaluate(() => performance.getEntriesByName('heftfaden-search').at(-1).detail);
          took.sort((a, b) => a - b);
          lines.push(`"${text}": ${found} hits, ${took[2].toFixed(1)} ms (longest ${took[4].toFixed(1)})`);
        }
        const [first] = await ask(page, 'lh 4711');
        must(first?.id === 'LH-4711', `"lh 4711" finds ${first?.id} first`);
        must(/4711/.test(first?.href ?? ''), `it leads to ${first?.href}`);
        must(first?.excerpt.length > 10, 'no excerpt');
      });
      report.line(`search of ${site.pages.length} pages from a ${from}: ${(bytes / 1e6).toFixed(2)} MB`, problems);
      for (const line of lines) report.print(`    ${line}`);
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

export async function search(site, report) {
  const server = await serve(site);
  const browser = await launch();
  const home = 'index.html', deep = 'lastenheft/LH-420/index.html';
  try {
    for (const [from, base] of [['file', fileBase(site)], ['server', server.base]]) {
      const say = async (what, file, use, options) =>
        report.line(`search from a ${from}: ${what}`, await visit(browser, base, file, use, options));
      await say('nothing is loaded before it is used', deep, async (page, must, requests) => {
        await page.waitForTimeout(200);
        must(!requests.some((url) => /search/.test(url.slice(base.length))), `loaded: ${requests.filter((url) => /search/.test(url))}`);
        await open(page);
        await ask(page, 'kunde');
        must(requests.some((url) => /assets\/search\/part\./.test(url)), 'no index was loaded');
      });
      await say('what Germans type', home, questions);
      await say('what it answers', deep, (page, must) => answers(site, base, page, must));
      await say('by keyboard', deep, (page, must) => keyboard(page, must, deep));
      await say('the key that opens it can be turned off', home, slash);
      await say('by pointer, wide', deep, pointer);
      await say('by finger, narrow', home, pointer, { viewport: NARROW, hasTouch: true });
      await say('without scripts there is no button', home, async (page, must) => {
        must((await page.locator('[data-search]:visible').count()) === 0, 'a button that does nothing');
      }, { javaScriptEnabled: false });
    }
    for (const [name, options] of [['light', { colorScheme: 'light' }], ['dark', { colorScheme: 'dark' }], ['narrow', { viewport: NARROW }]]) {
      report.line(`search: WCAG 2.2 AA, ${name}`, await visit(browser, server.base, deep, async (page, must, _, context) => {
        await open(page);
        for (const text of ['', 'angebot', 'zzzunsinn']) {
          await ask(page, text);
          for (const problem of await accessibility(page, context)) must(false, `"${text}": ${problem}`);
        }
        if (process.env.SHOTS) {
          await ask(page, 'Prufung');
          await page.screenshot({ path: `${process.env.SHOTS}/search-${name}.png` });
        }
      }, options));
    }
  } finally {
    await browser.close();
    await server.close();
  }
  if (process.argv[1]?.endsWith('search.mjs') && process.argv[3]) await times(await openSite(process.argv[3]), report);
}

await main(import.meta.url, search);
