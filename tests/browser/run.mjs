// All checks of a built site, and of the live preview: node run.mjs SITE [HOSTILE-SITE [PROGRAM]]
import { Report, openSite } from './lib.mjs';
import { links } from './links.mjs';
import { html } from './html.mjs';
import { pages } from './pages.mjs';
import { glossary } from './terms.mjs';
import { hostile } from './hostile.mjs';
import { preview } from './preview.mjs';

const [folder, hostileFolder, program] = process.argv.slice(2);
const report = new Report();
const site = await openSite(folder);
for (const check of [links, html, pages, glossary]) await check(site, report);
if (hostileFolder) await hostile(await openSite(hostileFolder), report);
if (program) await preview(program, report);
report.end();
