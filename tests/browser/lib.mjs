// What the checks share: the site as a set of files, its pages by kind, a small server, a browser, a report.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The path below which the test server mounts the site, so that no link may start at the server's root. */
export const MOUNT = '/intranet/projekt/';

/** Counts and prints the outcome of each check. */
export class Report {
  passed = 0;
  failed = 0;
  /** The names of what failed. */
  failures = [];

  constructor(print = console.log) {
    this.print = print;
  }

  /** One line for `name`; `problems` are what is wrong with it, one string each. */
  line(name, problems = []) {
    const shown = problems.slice(0, 20);
    if (problems.length > shown.length) shown.push(`… and ${problems.length - shown.length} more`);
    this.print(`${problems.length ? 'not ok' : 'ok'} - ${name}`);
    for (const problem of shown) this.print(`    ${problem.replaceAll('\n', '\n    ')}`);
    if (!problems.length) return void (this.passed += 1);
    this.failed += 1;
    this.failures.push([name, ...problems].join('\n'));
  }

  /** Prints the total and sets the exit code. A run that checked nothing has failed. */
  end() {
    this.print(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed || !this.passed ? 1 : 0;
  }
}

/**
 * Runs `jobs`, each a name and a function of a report, several at a time, since they wait for browsers more than they reckon.
 * What one says comes out in one piece, when it ends, with the time that it took. On a machine that is too busy a browser may
 * be too late: a job that failed is run once more in the end, alone, and then its word counts.
 */
export async function together(jobs, report, lanes = 2) {
  const run = async ([name, job]) => {
    const [lines, start] = [[], Date.now()];
    const own = new Report((line) => lines.push(line));
    try {
      await job(own);
    } catch (error) {
      own.line('a check that came to its end', [error.stack]);
    }
    [...lines, `    ${name} took ${Math.round((Date.now() - start) / 1000)} s`].forEach((line) => report.print(line));
    return own;
  };
  const count = (own) => {
    report.passed += own.passed;
    report.failed += own.failed;
    report.failures.push(...own.failures);
  };
  const [waiting, again] = [[...jobs], []];
  const lane = async () => {
    for (let job; (job = waiting.shift());) {
      const own = await run(job);
      if (own.failed) again.push(job);
      else count(own);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  for (const job of again) {
    report.print(`    ${job[0]} failed, and is run again, alone`);
    count(await run(job));
  }
}

/** Runs `check(site, report)` on the folder given as argument when `module` is the script that node was started with. */
export async function main(module, check) {
  if (resolve(process.argv[1] ?? '') !== fileURLToPath(module)) return;
  const report = new Report();
  await check(await openSite(process.argv[2]), report);
  report.end();
}

/** A built site: its folder, and every file in it as a path with forward slashes, sorted. */
export async function openSite(folder) {
  if (!folder || !existsSync(folder)) {
    console.error(`There is no folder ${folder ?? '(none given)'}; give the folder that \`heftfaden build\` wrote.`);
    process.exit(2);
  }
  const root = resolve(folder);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join(posix.sep))
    .sort();
  return { root, files, pages: files.filter((file) => file.endsWith('.html')) };
}

export const read = (site, file) => readFileSync(join(site.root, file), 'utf8');

/**
 * Two pages of each kind, the largest and the smallest: the first has everything a page can show, the second is
 * where empty states stand. Returns `[{ kind, file }]`.
 */
export async function samplePages(site) {
  const kinds = new Map();
  for (const file of site.pages) {
    const kind = /<body\b[^>]*\bdata-kind="?([\w-]+)/.exec(read(site, file))?.[1] ?? 'without data-kind';
    const { size } = await stat(join(site.root, file));
    if (!kinds.has(kind)) kinds.set(kind, []);
    kinds.get(kind).push({ kind, file, size });
  }
  return [...kinds.values()].flatMap((pages) => {
    pages.sort((a, b) => b.size - a.size);
    return pages.length > 1 ? [pages[0], pages.at(-1)] : pages;
  });
}

/** The largest page of each kind, which has everything that the kind can show. */
export async function largestPages(site) {
  const samples = await samplePages(site);
  return samples.filter(({ kind }, at) => samples.findIndex((other) => other.kind === kind) === at);
}

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** Serves exactly the site's files below MOUNT: no folder indexes, nothing else. Returns `{ base, close }`. */
export async function serve(site) {
  const known = new Set(site.files);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    // A page that names no icon makes the browser ask here; `pages.mjs` says so by itself.
    if (path === '/favicon.ico') return void response.writeHead(204).end();
    const file = path.startsWith(MOUNT) ? path.slice(MOUNT.length) : undefined;
    if (!known.has(file)) return void response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(join(site.root, file)).pipe(response);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return { base: `http://127.0.0.1:${server.address().port}${MOUNT}`, close };
}

/** The address of the site's folder as a file. */
export const fileBase = (site) => pathToFileURL(site.root + sep).href;

/** The address of one file below `base`. */
export const address = (base, file) => base + file.split('/').map(encodeURIComponent).join('/');

/** Debian's Chromium, or the one that CHROMIUM names. */
export async function launch() {
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/**
 * Calls `check(visit, sample)` for each of `samples`. `visit(url, options, use)` opens a page in a context of its
 * own, gives it to `use(page, context)` and returns what that finds; with `watched: base` also what `watch` sees.
 */
export async function eachPage(browser, samples, check) {
  const visit = async (url, { watched, ...options }, use) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options });
    const problems = [];
    try {
      const page = await context.newPage();
      const seen = watched ? watch(page, watched) : [];
      await page.goto(url, { waitUntil: 'load' });
      problems.push(...(await use(page, context)), ...seen);
      return problems;
    } catch (error) {
      return [...problems, error.message.split('\n')[0]];
    } finally {
      await context.close();
    }
  };
  for (const sample of samples) await check(visit, sample);
}

/** Runs `use(page, must, requests, context)` on one page below `base`; returns what went wrong. */
export async function visit(browser, base, file, use, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const problems = watch(page, base);
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  try {
    await page.goto(base + file, { waitUntil: 'load' });
    await use(page, (truth, what) => { if (!truth) problems.push(what); }, requests, context);
  } catch (error) {
    problems.push(error.message.split('\n').slice(0, 3).join(' '));
  } finally {
    await context.close();
  }
  // What is still on its way when a page is left is given up.
  return problems.filter((problem) => !problem.includes('net::ERR_ABORTED'));
}

/**
 * Collects what goes wrong on `page` from now on: console errors, uncaught exceptions, violations of the
 * Content-Security-Policy (Chromium reports these as console errors), dialogs, and requests that leave `base`.
 */
export function watch(page, base) {
  const problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(base)) {
      problems.push(`request outside of the site: ${request.url()}`);
    }
  });
  page.on('requestfailed', (request) => {
    problems.push(`request failed: ${request.url()} (${request.failure()?.errorText})`);
  });
  return problems;
}
