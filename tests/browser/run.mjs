// All checks of a built site, and of the live preview: node run.mjs SITE [HOSTILE-SITE [PROGRAM [BIG-SITE [MANUAL]]]]
import { fileURLToPath } from 'node:url';
import { Report, openSite, together } from './lib.mjs';
import { links } from './links.mjs';
import { html } from './html.mjs';
import { content } from './content.mjs';
import { keyboard } from './keyboard.mjs';
import { sight } from './sight.mjs';
import { steady } from './steady.mjs';
import { pages } from './pages.mjs';
import { glossary } from './terms.mjs';
import { hostile } from './hostile.mjs';
import { paper } from './paper.mjs';
import { preview } from './preview.mjs';
import { previews, weights } from './previews.mjs';
import { search, times } from './search.mjs';
import { graphs, sizes } from './graphs.mjs';
import { bigTables, tables } from './tables.mjs';
import { scale } from './scale.mjs';

const [folder, hostileFolder, program, bigFolder, manualFolder] = process.argv.slice(2);
const report = new Report();
const site = await openSite(folder);
// The longest first, so that none is left to run alone at the end.
const on = (folder, checks) => checks.map((check) => [check.name, (own) => check(folder, own)]);
const jobs = on(site, [pages, keyboard, glossary, sight, html, links]);
if (program) {
  // Their questions are those of the example project.
  jobs.splice(1, 0, ['preview', (own) => preview(program, own)], ...on(site, [previews, tables, search, graphs]));
  const root = fileURLToPath(new URL('../..', import.meta.url));
  jobs.push(['paper', (own) => paper(site, own, program)], ['content', (own) => content(site, own, program, root)]);
}
if (hostileFolder) {
  jobs.push(...on(await openSite(hostileFolder), [hostile, html]));
}
if (manualFolder) {
  jobs.push(...on(await openSite(manualFolder), [html, links]));
}
await together(jobs, report);
// Slow lines and time are measured where nothing runs beside them.
await steady(site, report);
if (bigFolder) {
  const big = await openSite(bigFolder);
  for (const check of [times, bigTables, weights, sizes, scale]) await check(big, report);
}
report.end();
