// Nothing exists by script alone: on all pages, read as HTML, each item stands with its ID, its title, its verdict, its proof and a
// link to each item that it is connected with. What the program exports says which those are.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { Report, openSite, read } from './lib.mjs';

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
const decoded = (text) => text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
  hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : ENTITIES[name] ?? whole);
const textOf = (html) => decoded(html.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');
const plain = (text) => text.replace(/[`*_\\]/g, '').replace(/\s+/g, ' ').trim();

/** A page without what shows only by script: forms and buttons that wait for one, and what is hidden. */
function withoutScripts(html) {
  const main = /<main\b[\s\S]*<\/main>/.exec(html)?.[0] ?? '';
  return main.replace(/<(form|section|li|label|button|p|div)\b[^>]*\s(?:data-script|hidden)\b[^>]*>[\s\S]*?<\/\1>/g, '');
}

/** The words of the theme that the site speaks. */
function wordsOf(language) {
  const table = readFileSync(new URL(`../../themes/standard/words/${language}.toml`, import.meta.url), 'utf8');
  return new Map([...table.matchAll(/^"([^"]+)" = "((?:[^"\\]|\\.)*)"/gm)].map(([, key, word]) => [key, JSON.parse(`"${word}"`)]));
}

export function content(site, report, program, project) {
  const { stdout, status, stderr } = spawnSync(program, ['export', 'json', project], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) return report.line('the project is exported', [stderr.slice(0, 500)]);
  const { items } = JSON.parse(stdout);
  const pages = new Map(site.pages.map((file) => [file, withoutScripts(read(site, file))]));
  const words = wordsOf(/<html lang="(\w+)"/.exec(read(site, 'index.html'))[1]);
  const kinds = new Map(site.pages.map((file) => [file, /data-kind="([\w-]+)/.exec(read(site, file))?.[1]]));

  const empty = site.pages.filter((file) => textOf(pages.get(file)).trim().length < 20).map((file) => `${file} shows no words`);
  report.line(`${site.pages.length} pages have words without scripts`, empty);

  const pageOf = ({ document, id }) => `${document}/${id}/index.html`;
  const [own, inPlace] = [[], []];
  const anchors = new Map(); // what has an ID of its own → the pages of chapters where it stands
  for (const [file, html] of pages) {
    if (!['chapter', 'document'].includes(kinds.get(file))) continue;
    for (const [, name] of html.matchAll(/<(?:article|tr|li|section|p|div)\b[^>]*\sid="([^"]+)"/g)) {
      const key = `${file.split('/')[0]}/${name}`;
      if (!anchors.has(key)) anchors.set(key, []);
      anchors.get(key).push(file);
    }
  }
  for (const item of items) {
    const file = pageOf(item);
    const html = pages.get(file);
    const say = (what) => own.push(`${item.id}: ${what}`);
    if (!html) { say(`has no page at ${file}`); continue; }
    const text = textOf(html);
    if (!text.includes(item.id)) say('its page does not name it');
    const begin = plain(item.title).split(' ').slice(0, 3).join(' ');
    if (!plain(text).includes(begin)) say(`its page lacks its title “${begin}”`);
    for (const key of [item.coverage && `coverage.${item.coverage}`, item.proof && `proof.${item.proof}`].filter(Boolean)) {
      if (!text.includes(words.get(key))) say(`its page lacks the verdict “${words.get(key)}”`);
    }
    const links = new Set([...html.matchAll(/href="([^"#]+)/g)].map(([, href]) => posix.join(posix.dirname(file), decodeURIComponent(href))));
    for (const other of [...item.traces, ...item.traced_by].filter(({ id }) => id)) { // some lead to a passage without an item
      if (!links.has(pageOf(other))) say(`its page lacks the link to ${other.id} (${other.kind})`);
    }
    const standing = anchors.get(`${item.document}/${item.id}`) ?? [];
    if (!standing.length) { inPlace.push(`${item.id} stands in no chapter`); continue; }
    const chapter = pages.get(standing[0]);
    const start = chapter.indexOf(`id="${item.id}"`);
    const next = chapter.slice(start).search(/<\/article>|<\/tr>/);
    const verdict = item.coverage && words.get(`coverage.${item.coverage}`);
    if (verdict && !textOf(chapter.slice(start, start + next)).includes(verdict)) inPlace.push(`${item.id}: its chapter lacks the verdict “${verdict}”`);
  }
  report.line(`${items.length} items have ID, title, verdict, proof and links on their pages`, items.length ? own : ['there is no item']);
  report.line(`${items.length} items stand in their chapters with their verdicts`, inPlace);
}

if (process.argv[1]?.endsWith('content.mjs')) {
  const [folder, program, project] = process.argv.slice(2);
  const report = new Report();
  content(await openSite(folder), report, program, project);
  report.end();
}
