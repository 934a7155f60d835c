// All checks of a built site, and of the live preview: node run.mjs SITE [HOSTILE-SITE [PROGRAM [BIG-SITE [MANUAL]]]]
import { fileURLToPath } from 'node:url';
import { Report, openSite } from './lib.mjs';
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

const [folder, hostileFolder, program, bigFolder, manualFolder] = process.argv.slice(2);
const report = new Report();
const site = await openSite(folder);
for (const check of [links, html, pages, keyboard, sight, steady, glossary]) await check(site, report);
if (hostileFolder) {
  const injected = await openSite(hostileFolder);
  await hostile(injected, report);
  await html(injected, report);
}
if (program) {
  // Its questions are those of the example project.
  await search(site, report);
  await paper(site, report, program);
  await tables(site, report);
  content(site, report, program, fileURLToPath(new URL('../..', import.meta.url)));
  await previews(site, report);
  await graphs(site, report);
  await preview(program, report);
}
if (manualFolder) {
  const manual = await openSite(manualFolder);
  for (const check of [links, html, pages]) await check(manual, report);
}
if (bigFolder) {
  const big = await openSite(bigFolder);
  for (const check of [times, bigTables, weights, sizes]) await check(big, report);
}
report.end();
