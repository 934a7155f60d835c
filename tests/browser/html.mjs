// The Nu HTML checker on every page, in one start of the JVM.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from './lib.mjs';

/** One entry for each distinct message: how often, and where first. A theme's fault stands on every page. */
function grouped(site, messages) {
  const groups = new Map();
  for (const message of messages) {
    const group = groups.get(message.message);
    if (group) group.count += 1;
    else groups.set(message.message, { first: message, count: 1 });
  }
  return [...groups.values()].map(({ first, count }) => {
    const file = first.url ? relative(site.root, fileURLToPath(first.url)) : '';
    return `${count}× ${first.message}\nfirst in ${file}:${first.lastLine}: ${(first.extract ?? '').trim()}`;
  });
}

export async function html(site, report) {
  const jar = join(dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');
  const words = ['-Xss4m', '-jar', jar, '--skip-non-html', '--format', 'json', site.root];
  // It ends with status 1 where it found something, and says what as JSON.
  const { stderr, error } = await new Promise((done) => {
    execFile('java', words, { encoding: 'utf8', maxBuffer: 2 ** 30 }, (error, _, stderr) => done({ stderr, error: error?.code === 1 ? null : error }));
  });
  const name = `${site.root.split('/').at(-1)}: ${site.pages.length} pages are valid HTML`;
  if (error) return report.line(name, [`java: ${error.message}`]);

  let messages;
  try {
    ({ messages } = JSON.parse(stderr));
  } catch {
    return report.line(name, [`the checker did not answer with JSON: ${stderr.slice(0, 500)}`]);
  }
  // A file has no origin that the checker could take for 'self'; `pages.mjs` tries the policy in a browser.
  const isPolicy = ({ message }) => message.startsWith('Resource violates Content Security Policy');
  const warnings = messages.filter((it) => it.type === 'info' && it.subType === 'warning' && !isPolicy(it));
  for (const warning of grouped(site, warnings)) report.print(`# warning: ${warning.replaceAll('\n', '\n#   ')}`);
  report.line(name, grouped(site, messages.filter(({ type }) => type !== 'info')));
}

await main(import.meta.url, html);
