// The live preview in a real browser: node preview.mjs PROGRAM
// Files of a copy of the example project change, and an open page follows without losing what its reader did.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Report, launch, watch } from './lib.mjs';
import { accessibility } from './pages.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
const PATIENCE = 8000;
/** A worker that runs already is not loaded again, and axe tries styles that the policy forbids. */
const HARMLESS = /worker\.js \(net::ERR_ABORTED\)|Applying inline style violates/;

const NEEDS = 'content/lastenheft/03-produkteinsatz-und-produktfunktionen.md';
const NEEDS_PAGE = 'lastenheft/produkteinsatz-und-produktfunktionen/index.html';
const STYLE = 'themes/standard/style.css';

/** A must with this title, before the heading of the inquiries. */
const withItem = (title) => (text) =>
  text.replace('### Anfragen', `### LH-399 ${title}\n\n- Priorität: Muss\n\nDas System muss zählen.\n\n### Anfragen`);

/** Runs `heftfaden serve`; resolves with its address and a way to end it. */
async function serve(program, folder, port = 0) {
  const child = spawn(program, ['serve', folder, '--port', String(port)], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((done) => child.once('exit', done));
  const first = new Promise((done) => child.stdout.once('data', (data) => done(String(data))));
  const line = await Promise.race([first, ended.then((code) => { throw new Error(`serve ended with ${code}`); })]);
  child.stdout.resume();
  const [base] = /http:\/\/[\d.]+:\d+\//.exec(line);
  const stop = () => {
    child.kill();
    return ended;
  };
  return { base, port: new URL(base).port, stop };
}

export async function preview(program, report) {
  const folder = mkdtempSync(join(tmpdir(), 'heftfaden-preview-'));
  for (const name of ['content', 'heftfaden.toml', STYLE]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  const originals = new Map();
  /** Changes a file until the check is over. */
  const edit = (file, change) => {
    const text = readFileSync(join(folder, file), 'utf8');
    if (!originals.has(file)) originals.set(file, text);
    const next = change(text);
    if (next === text) throw new Error(`nothing to change in ${file}`);
    writeFileSync(join(folder, file), next);
  };
  const restore = () => {
    for (const [file, text] of originals) writeFileSync(join(folder, file), text);
    originals.clear();
  };

  let server = await serve(program, folder);
  const browser = await launch();
  const served = async (path) => (await fetch(server.base + path)).text();
  /** What the server answers for the paths that checks opened, while no file is changed. */
  const unchanged = new Map();

  /** Opens a page that has learned what it shows; `marker` on its window goes with a reload. */
  const open = async (context, path) => {
    const page = await context.newPage();
    page.problems = watch(page, server.base);
    await page.goto(server.base + path, { waitUntil: 'load' });
    await page.waitForFunction(() => document.getElementById('_preview')?.hidden === false, null, { timeout: PATIENCE });
    await page.waitForTimeout(300);
    await page.evaluate(() => { window.marker = true; });
    return page;
  };
  const until = (page, condition, argument) => page.waitForFunction(condition, argument, { timeout: PATIENCE });
  const shows = (page, text) => until(page, (wanted) => document.body.textContent.includes(wanted), text);
  const part = (page, selector) => page.locator(`#_preview ${selector}`);

  /** One line of the report; `use(open, expect)` gets pages that are closed when it is done. */
  const check = async (name, use, options = {}) => {
    const context = await browser.newContext({ viewport: WIDE, ...options });
    const problems = [];
    const pages = [];
    const paths = new Set();
    const opened = async (path) => {
      paths.add(path);
      if (!originals.size && !unchanged.has(path)) unchanged.set(path, await served(path));
      pages.push(await open(context, path));
      return pages.at(-1);
    };
    const expect = (holds, what) => { if (!holds) problems.push(what); };
    try {
      await use(opened, expect, context);
      for (const page of pages) problems.push(...page.problems.filter((problem) => !HARMLESS.test(problem)));
    } catch (error) {
      problems.push(error.message.split('\n')[0]);
    } finally {
      await context.close();
      restore();
      // The next check begins where this one did, however busy the machine is.
      for (const path of paths) {
        for (const end = Date.now() + PATIENCE; (await served(path)) !== unchanged.get(path);) {
          if (Date.now() > end) {
            problems.push(`${path} does not come back to what it was`);
            break;
          }
          await new Promise((wait) => setTimeout(wait, 50));
        }
      }
    }
    report.line(`preview: ${name}`, problems);
  };

  try {
    await check('what is typed appears, and nothing moves', async (open, expect) => {
      const page = await open(NEEDS_PAGE);
      const place = () => page.evaluate(() => document.getElementById('LH-321').getBoundingClientRect().top);
      await page.evaluate(() => {
        document.querySelector('.onpage details').open = true;
        document.getElementById('LH-321').scrollIntoView();
      });
      const before = await place();
      edit(NEEDS, (text) => text.replace('\nEin Arbeitstag', '\nNoch ein Absatz, der davor steht.\n\nEin langer Arbeitstag'));
      await shows(page, 'Ein langer Arbeitstag');
      await page.waitForTimeout(200);
      expect(Math.abs((await place()) - before) <= 1, `the text moved by ${(await place()) - before} px`);
      expect(await page.evaluate(() => window.marker), 'the page was reloaded');
      expect(await page.evaluate(() => document.querySelector('.onpage details').open), 'the details closed');
      expect(await part(page, '.note').isVisible(), 'no way is offered to what changed out of sight');
      await part(page, '.note button').first().click();
      await until(page, () => {
        const added = [...document.querySelectorAll('p')].find((p) => p.textContent.startsWith('Noch ein Absatz'));
        return added.getBoundingClientRect().top > 0;
      });
      await part(page, '.note').waitFor({ state: 'hidden', timeout: PATIENCE });
    });

    await check('what changed is marked and said, also without motion', async (open, expect) => {
      const page = await open(NEEDS_PAGE);
      edit(NEEDS, (text) => text.replace('Das System kommt in vier', 'Das System kommt in fünf'));
      await shows(page, 'Das System kommt in fünf');
      const marked = await page.evaluate(() => document.getAnimations().map(({ effect }) => {
        const colours = new Set(effect.getKeyframes().map(({ backgroundColor }) => backgroundColor));
        return `${effect.target.localName} in ${colours.size} colour`;
      }));
      expect(marked.join() === 'p in 1 colour', `marked: ${marked}`);
      await part(page, '[role=status]').filter({ hasText: /./ }).waitFor({ state: 'attached', timeout: PATIENCE });
      await until(page, () => document.getAnimations().length === 0);
    }, { reducedMotion: 'reduce' });

    await check('filter, sorting and focus of the matrix stay', async (open, expect) => {
      const page = await open('matrix/index.html');
      const box = page.locator('input[name=q]');
      await box.fill('kunde');
      await page.locator('th button').nth(1).click();
      await box.focus();
      await page.evaluate(() => document.activeElement.setSelectionRange(1, 3));
      edit(NEEDS, withItem('Zyklische Kunden'));
      await shows(page, 'Zyklische Kunden');
      const { focus, rows, output } = await page.evaluate(() => {
        const { name, value, selectionStart, selectionEnd } = document.activeElement;
        const rows = [...document.querySelectorAll('#_tabelle tbody tr:not([hidden])')].map((row) => row.cells[1].textContent);
        return { focus: [name, value, selectionStart, selectionEnd].join(), rows, output: document.querySelector('output').textContent };
      });
      expect(focus === 'q,kunde,1,3', `the focus is ${focus}`);
      const sorted = rows.toSorted(new Intl.Collator('de', { numeric: true }).compare);
      expect(rows.join() === sorted.join() && rows.includes('Zyklische Kunden'), `the rows are ${rows.join(' · ')}`);
      expect(output.startsWith(`${rows.length} von 110`), output);
    });

    await check('the synopsis keeps its filter and its place, and draws new threads', async (open, expect) => {
      const page = await open('synopse/index.html');
      await page.evaluate(() => document.querySelector('[name=priority][value=must]').click());
      await page.evaluate(() => document.getElementById('LH-320').scrollIntoView());
      await page.waitForTimeout(300);
      const place = () => page.evaluate(() => document.getElementById('LH-320').getBoundingClientRect().top);
      await page.evaluate((top) => scrollBy(0, top + 20), await place());
      await page.waitForTimeout(300);
      const before = await place();
      edit(NEEDS, withItem('Ganz neu'));
      edit('content/pflichtenheft/04-produktfunktionen.md', (text) => `${text}\n\n### PH-499 Ganz neu gelöst\n\n- Realisiert: LH-399\n\nEs ist neu.\n`);
      await until(page, () => document.querySelector('[id="LH-399"] [data-id="PH-499"]'));
      await page.waitForTimeout(300);
      expect(Math.abs((await place()) - before) <= 1, `the text moved by ${(await place()) - before} px`);
      expect((await page.locator('[id="LH-399"] .threads path').count()) === 1, 'the new row has no thread');
      expect((await page.locator('[data-row]:not(.must):not([hidden])').count()) === 0, 'the filter is gone');
    });

    await check("another chapter's edit does nothing to a page", async (open, expect) => {
      const page = await open('glossar/index.html');
      const other = await open(NEEDS_PAGE);
      const requests = [];
      page.on('request', (request) => requests.push(request.url()));
      await page.evaluate(() => {
        window.mutations = 0;
        const everything = { subtree: true, childList: true, characterData: true, attributes: true };
        new MutationObserver((list) => { window.mutations += list.length; }).observe(document, everything);
      });
      edit(NEEDS, (text) => text.replace('Ein Arbeitstag', 'Ein langer Arbeitstag'));
      await shows(other, 'Ein langer Arbeitstag');
      await page.waitForTimeout(300);
      expect(!requests.length, `requests: ${requests.join(', ')}`);
      expect((await page.evaluate(() => window.mutations)) === 0, 'the page was touched');
    });

    await check('the search finds what was just written, also from another page', async (open, expect) => {
      const page = await open('glossar/index.html');
      const field = page.locator('.search-box input[type=search]');
      const found = () => page.locator('.search-box [role=option]').count();
      await page.keyboard.press('/');
      await field.fill('arbeitstagswort');
      await page.waitForTimeout(500);
      expect((await found()) === 0, 'the word is there already');
      await page.keyboard.press('Escape');
      const other = await open(NEEDS_PAGE);
      edit(NEEDS, (text) => text.replace('Ein Arbeitstag', 'Ein Arbeitstagswort, ein Arbeitstag'));
      await shows(other, 'Ein Arbeitstagswort');
      await page.bringToFront();
      await page.keyboard.press('/');
      await page.locator('.search-box [role=option]').first().waitFor({ timeout: PATIENCE });
      await until(page, () => document.querySelector('.search-box .excerpt')?.textContent.includes('Arbeitstagswort'));
    });

    await check('a reference shows what was just written of its item, on a page that stays as it was', async (open, expect) => {
      const page = await open('pflichtenheft/produktfunktionen/index.html');
      const link = page.locator('main').getByRole('link', { name: 'LH-310', exact: true }).first();
      const slipSays = (text) => until(page, (wanted) => document.querySelector('.slip:not([hidden])')?.textContent.includes(wanted), text);
      await link.hover();
      await slipSays('Die Akte ist der Ort');
      await page.mouse.move(2, 2);
      await page.locator('.slip').waitFor({ state: 'hidden' });
      edit(NEEDS, (text) => text.replace('Die Akte ist der Ort', 'Die Akte ist jener Ort'));
      const isThere = async () => (await (await page.request.get(`${server.base}lastenheft/LH-310/index.html`)).text()).includes('jener Ort');
      for (const end = Date.now() + PATIENCE; !(await isThere()) && Date.now() < end;) await page.waitForTimeout(100);
      await link.hover();
      await slipSays('Die Akte ist jener Ort');
      expect(await page.evaluate(() => window.marker), 'the page was reloaded');
    });

    await check('a fault keeps the last good page and says where and why', async (open, expect, context) => {
      const page = await open(NEEDS_PAGE);
      edit(NEEDS, (text) => text.replace('number: 3', 'number: "3" <img src=x onerror=alert(1)>'));
      const faults = part(page, '.faults');
      await faults.waitFor({ timeout: PATIENCE });
      const said = await faults.evaluate((node) => ({
        where: node.querySelector('.place').textContent,
        excerpt: node.querySelector('pre')?.textContent ?? '',
        hint: node.querySelector('.hint')?.textContent ?? '',
        elements: node.querySelectorAll('img, script').length,
      }));
      expect(new RegExp(`^${NEEDS}:\\d+:\\d+$`).test(said.where), `where: ${said.where}`);
      expect(said.excerpt.includes('<img src=x onerror=alert(1)>'), `excerpt: ${said.excerpt}`);
      expect(said.hint.length > 10, `hint: ${said.hint}`);
      expect(said.elements === 0, 'text became elements');
      expect((await page.title()).includes('Produkteinsatz'), 'the last good page is gone');
      for (const viewport of [WIDE, NARROW]) {
        for (const colorScheme of ['light', 'dark']) {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          const found = await accessibility(page, context);
          for (const problem of found) expect(false, `${viewport.width} px, ${colorScheme}: ${problem}`);
        }
      }
      await faults.getByRole('button', { name: 'Einklappen' }).click();
      expect(!(await part(page, '.faults pre').isVisible()), 'it does not fold');
      await page.goto(server.base + 'glossar/index.html');
      await faults.waitFor({ timeout: PATIENCE });
      expect(!(await part(page, '.faults pre').isVisible()), 'it does not stay folded on the next page');
      await faults.getByRole('button', { name: 'Zeigen' }).click();
      expect(await part(page, '.faults pre').isVisible(), 'it does not unfold');
      restore();
      await faults.waitFor({ state: 'hidden', timeout: PATIENCE });
    });

    await check('links to a deleted item become dangling', async (open, expect) => {
      const page = await open('abnahme/vertrieb/index.html');
      expect((await page.locator('.dangling').count()) === 0, 'there is a dangling link before');
      edit(NEEDS, (text) => text.replace(/\*\*LH-321\*\*[^]*?(?=\*\*LH-322\*\*)/, ''));
      await until(page, () => [...document.querySelectorAll('.dangling')].some((link) => link.textContent.includes('LH-321')));
      expect(await page.evaluate(() => window.marker), 'the page was reloaded');
    });

    await check('a renamed chapter takes its readers along', async (open, expect) => {
      const page = await open(NEEDS_PAGE);
      const renamed = 'content/lastenheft/03-was-es-kann.md';
      await page.evaluate(() => scrollTo(0, 1500));
      renameSync(join(folder, NEEDS), join(folder, renamed));
      try {
        await page.waitForURL('**/lastenheft/was-es-kann/index.html', { timeout: PATIENCE });
        await until(page, () => Math.abs(scrollY - 1500) < 2);
      } finally {
        renameSync(join(folder, renamed), join(folder, NEEDS));
      }
      await page.waitForURL(`**/${NEEDS_PAGE}`, { timeout: PATIENCE });
      expect((await page.locator('[id="LH-310"]').count()) === 1, 'the page is not there');
    });

    await check('a page that is gone says so, and comes back', async (open, expect) => {
      const page = await open('glossar/index.html');
      const [there, away] = [join(folder, 'content/glossar.md'), join(folder, 'glossar.md')];
      renameSync(there, away);
      await part(page, '.note a').waitFor({ timeout: PATIENCE });
      expect((await page.locator('main').innerText()).length > 100, 'the last state is gone');
      renameSync(away, there);
      await part(page, '.note').waitFor({ state: 'hidden', timeout: PATIENCE });
      expect(await page.evaluate(() => window.marker), 'the page was reloaded');
    });

    await check('a style sheet changes without a reload', async (open, expect) => {
      const page = await open(NEEDS_PAGE);
      await page.evaluate(() => {
        window.bare = false; // whether a frame ever had no style
        const look = () => { window.bare ||= getComputedStyle(document.body).margin !== '0px'; requestAnimationFrame(look); };
        look();
      });
      edit(STYLE, (text) => `${text}\nbody { background: rgb(1, 2, 3); }\n`);
      await until(page, () => getComputedStyle(document.body).backgroundColor === 'rgb(1, 2, 3)');
      await until(page, () => document.querySelectorAll('link[rel=stylesheet]').length === 1);
      expect(await page.evaluate(() => window.marker), 'the page was reloaded');
      expect(!(await page.evaluate(() => window.bare)), 'the page was without style for a moment');
    });

    await check('a picture is replaced', async (open, expect) => {
      const page = await open('ist-aufnahme/prozessorganisation/index.html');
      const width = () => page.evaluate(() => document.querySelector('main img')?.naturalWidth);
      const before = await width();
      expect(before > 0, 'there is no picture');
      edit('content/bilder/anfrageprozess.svg', () => '<svg xmlns="http://www.w3.org/2000/svg" width="77" height="33"><path d="M0 0h77v33z"/></svg>\n');
      await until(page, () => document.querySelector('main img').naturalWidth === 77);
      expect(await page.evaluate(() => window.marker), 'the page was reloaded');
    });

    await check('a server that comes back finds its pages', async (open, expect) => {
      const page = await open(NEEDS_PAGE);
      await server.stop();
      await part(page, '.note').filter({ hasText: 'unterbrochen' }).waitFor({ timeout: PATIENCE });
      edit(NEEDS, (text) => text.replace('Ein Arbeitstag', 'Ein langer Arbeitstag'));
      server = await serve(program, folder, server.port);
      await shows(page, 'Ein langer Arbeitstag');
      await part(page, '.note').waitFor({ state: 'hidden', timeout: PATIENCE });
      expect(await page.evaluate(() => window.marker), 'the page was reloaded');
      page.problems.length = 0; // the broken connection
    });

    await check('findings stand in the margin and open', async (open, expect, context) => {
      const page = await open(NEEDS_PAGE);
      const marks = part(page, '.mark');
      await marks.first().waitFor({ timeout: PATIENCE });
      expect(/Warnung/.test(await marks.first().innerText()), `the mark says ${await marks.first().innerText()}`);
      await marks.first().click();
      const card = part(page, '.card');
      await card.waitFor({ timeout: PATIENCE });
      const text = await card.innerText();
      for (const wanted of ['LH-360', 'wunsch-open', 'Realisiert: LH-360', `${NEEDS}:138:3`]) {
        expect(text.includes(wanted), `the card lacks ${wanted}`);
      }
      for (const problem of await accessibility(page, context)) expect(false, problem);
      await page.keyboard.press('Escape');
      expect(!(await card.isVisible()), 'it does not close');
      const row = await page.locator('tr', { has: page.locator('.id', { hasText: 'LH-360' }) }).first().boundingBox();
      const mark = await marks.first().boundingBox();
      expect(Math.abs(row.y - mark.y) < 30 && mark.x >= row.x + row.width - 1, 'the mark is not beside its row');
    });

    await check('the way to the source: by mouse, by keyboard', async (open, expect) => {
      const page = await open(NEEDS_PAGE);
      const handle = part(page, '.handle');
      await page.getByText('Das System kommt in vier Bereichen').hover();
      await handle.waitFor({ timeout: PATIENCE });
      await handle.click();
      const card = part(page, '.card');
      expect((await card.innerText()).includes(`${NEEDS}:16`), `the card says ${await card.innerText()}`);
      await page.keyboard.press('Escape');
      await page.mouse.move(5, 5);
      await page.locator('[id="LH-310"] .id').first().focus();
      await page.keyboard.press('Alt+q');
      const name = () => page.evaluate(() => document.querySelector('#_preview').shadowRoot.activeElement?.ariaLabel);
      expect((await name()) === `Quelle: ${NEEDS}:25`, `by keyboard: ${await name()}`);
      await page.keyboard.press('ArrowDown');
      expect((await name()) === `Quelle: ${NEEDS}:34`, `one further down: ${await name()}`);
      await page.keyboard.press('Escape');
      expect(await page.evaluate(() => document.activeElement.textContent === 'LH-310'), 'the focus does not come back');
    });

    await check('the way to the source: by touch, into the editor', async (open, expect) => {
      edit('heftfaden.toml', (text) => `${text}\n[serve]\neditor = "vscode"\n`);
      const page = await open(NEEDS_PAGE);
      await page.getByText('Das System kommt in vier Bereichen').tap();
      const handle = part(page, 'a.handle');
      await handle.waitFor({ timeout: PATIENCE });
      const href = await handle.getAttribute('href');
      expect(href === `vscode://file${folder}/${NEEDS}:16:1`, `it leads to ${href}`);
      expect((await handle.boundingBox()).height >= 24, 'it is too small');
    }, { viewport: NARROW, hasTouch: true, isMobile: true });
  } finally {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  const report = new Report();
  await preview(resolve(process.argv[2]), report);
  report.end();
}
