// Reads every page and stylesheet as text and follows what they name: files, fragments, and nothing outside of the site.
import { posix } from 'node:path';
import { main, read } from './lib.mjs';

const URL_ATTRIBUTES = new Set(['href', 'src', 'xlink:href', 'action', 'formaction', 'poster', 'data', 'cite', 'srcset']);
const AUTHORS_MAY_LEAVE = /^(https?:\/\/|mailto:|tel:)/i;
/** `<link rel>` values that only name an address and load nothing. */
const LOADS_NOTHING = /^(canonical|alternate|license|author)$/;

const ENTITIES = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' };

function unescape(text) {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) => {
    if (name) return ENTITIES[name] ?? all;
    return String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal));
  });
}

/** The start tags of a page: `{ name, attributes }`, without what stands in comments, scripts and styles. */
export function* tags(html) {
  const markup = html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/(<(script|style)\b[^>]*>)[\s\S]*?<\/\2\s*>/gi, '$1');
  for (const [, name, rest] of markup.matchAll(/<([a-z][\w:-]*)((?:\s+|"[^"]*"|'[^']*'|[^"'<>])*)>/gi)) {
    const attributes = {};
    for (const [, key, double, single, bare] of rest.matchAll(/([^\s=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
      attributes[key.toLowerCase()] ??= unescape(double ?? single ?? bare ?? '');
    }
    yield { name: name.toLowerCase(), attributes };
  }
}

/** Every address that a page names: `{ url, where, link }`; `link` is true where a reader follows it by choice. */
function* addressesOfPage(html) {
  for (const { name, attributes } of tags(html)) {
    for (const [key, value] of Object.entries(attributes)) {
      const where = `<${name} ${key}>`;
      if (key === 'style') yield* addressesOfStyle(value, where);
      if (!URL_ATTRIBUTES.has(key) || (key === 'data' && name !== 'object')) continue;
      const link =
        ((name === 'a' || name === 'area') && key !== 'src') ||
        key === 'cite' ||
        (name === 'link' && (attributes.rel ?? '').split(/\s+/).every((rel) => LOADS_NOTHING.test(rel)));
      const urls = key === 'srcset' ? value.split(',').map((one) => one.trim().split(/\s+/)[0]) : [value];
      for (const url of urls) yield { url, where, link };
    }
  }
}

function* addressesOfStyle(css, where) {
  const text = css.replace(/\/\*[\s\S]*?\*\//g, '');
  for (const [, a, b, c] of text.matchAll(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)/g)) {
    yield { url: a ?? b ?? c, where, link: false };
  }
  for (const [, a, b] of text.matchAll(/@import\s+(?:"([^"]*)"|'([^']*)')/g)) yield { url: a ?? b, where, link: false };
}

function fragmentsOf(html) {
  const names = new Set(['', 'top']);
  for (const { name, attributes } of tags(html)) {
    if (attributes.id) names.add(attributes.id);
    if (name === 'a' && attributes.name) names.add(attributes.name);
  }
  return names;
}

/** What is wrong with one address found in `file`, or the file that it reaches. */
function follow(site, file, { url, link }) {
  if (link && AUTHORS_MAY_LEAVE.test(url)) return {};
  if (!link && url.startsWith('data:')) return {};
  if (/^[a-z][a-z\d+.-]*:/i.test(url)) return { problem: 'names a protocol' };
  if (url.startsWith('/')) return { problem: "starts at the server's root" };
  let path, fragment;
  try {
    const [, rawPath, rawFragment] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/s.exec(url);
    path = decodeURIComponent(rawPath);
    fragment = decodeURIComponent(rawFragment ?? '');
  } catch {
    return { problem: 'is not well encoded' };
  }
  const target = path === '' ? file : posix.join(posix.dirname(file), path);
  if (target.startsWith('../') || target === '..') return { problem: 'leaves the site' };
  if (site.known.has(target)) return { target, fragment };
  const folder = target.replace(/\/$/, '');
  const isFolder = folder === '.' || site.files.some((one) => one.startsWith(`${folder}/`));
  return { problem: isFolder ? 'names a bare folder' : 'names no file' };
}

/** Pages that no chain of links from the home page reaches. */
function unreached(site, edges) {
  const seen = new Set(['index.html', '404.html']);
  const queue = ['index.html'];
  for (let file; (file = queue.pop()); ) {
    for (const next of edges.get(file) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return site.pages.filter((page) => !seen.has(page));
}

export async function links(site, report) {
  site.known = new Set(site.files);
  const fragments = new Map();
  const edges = new Map();
  const wrong = { addresses: [], fragments: [], bases: [] };
  let count = 0;

  for (const file of site.files.filter((one) => /\.(html|css)$/.test(one))) {
    const text = read(site, file);
    const page = file.endsWith('.html');
    if (page && /<base\b/i.test(text)) wrong.bases.push(`${file} has a <base> element`);
    edges.set(file, new Set());
    for (const found of page ? addressesOfPage(text) : addressesOfStyle(text, 'url()')) {
      count += 1;
      const { problem, target, fragment } = follow(site, file, found);
      if (problem) wrong.addresses.push(`${file}: ${found.where} "${found.url}" ${problem}`);
      if (!target) continue;
      if (found.link) edges.get(file).add(target);
      // `#?coverage=open` is the state of a filter, and names no place.
      if (!fragment || fragment.startsWith('?') || !target.endsWith('.html')) continue;
      if (!fragments.has(target)) fragments.set(target, fragmentsOf(read(site, target)));
      if (!fragments.get(target).has(fragment)) {
        wrong.fragments.push(`${file}: ${found.where} "${found.url}": ${target} has no such id`);
      }
    }
  }

  report.line('the site has a home page', site.known.has('index.html') ? [] : ['index.html is missing']);
  report.line(`${count} addresses name files of the site, and only links leave it`, wrong.addresses);
  report.line('every fragment exists where it points', wrong.fragments);
  report.line('no page moves its base', wrong.bases);
  report.line(
    `${site.pages.length} pages are reached from the home page by links`,
    unreached(site, edges)
      // Whoever comes to an item's earlier address has it from elsewhere.
      .filter((page) => !/<body\b[^>]*\bdata-kind="moved"/.test(read(site, page)))
      .map((page) => `${page} is reached by none`),
  );
}

await main(import.meta.url, links);
