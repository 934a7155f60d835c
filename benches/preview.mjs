// How long it takes from a file's save to the changed text on the screen of a browser that shows its page:
// node benches/preview.mjs PROGRAM PROJECT [EDITS]. The project's files are changed. Prints one line.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../tests/browser/lib.mjs';

const [program, project, count = '50'] = process.argv.slice(2);
const folder = join(project, 'content', 'lastenheft');
const chapter = join(folder, readdirSync(folder).filter((name) => name.endsWith('.md')).sort()[0]);

const server = spawn(program, ['serve', project, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
const base = await new Promise((done) => {
  server.stdout.on('data', (data) => {
    const address = /http:\/\/\S+\//.exec(data)?.[0];
    if (address) done(address);
  });
});

/** Runs before the page's own scripts, in a world of its own: tells when a text has come to be in the page. */
const watch = () => {
  window.appeared = (text) => new Promise((done) => {
    const look = () => {
      if (!document.body.textContent.includes(text)) return;
      observer.disconnect();
      done(Date.now());
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    look();
  });
};

const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.addInitScript(watch);
await page.goto(`${base}lastenheft/kapitel/`);
await page.waitForTimeout(1000);

const times = [];
for (let edit = 0; edit < Number(count); edit += 1) {
  const mark = `Marke${edit}.`;
  const text = readFileSync(chapter, 'utf8');
  const appeared = page.evaluate((mark) => window.appeared(mark), mark);
  await page.waitForTimeout(100 + (edit % 7) * 10);
  const saved = Date.now();
  writeFileSync(chapter, text.replace(/^(Dieses Kapitel .*)$/m, `$1 ${mark}`));
  times.push((await appeared) - saved);
}
await browser.close();
server.kill('SIGTERM');

times.sort((a, b) => a - b);
const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))];
console.log(`save to changed DOM: median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, of ${times.length} edits`);
