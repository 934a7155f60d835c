// All checks of a built site: node run.mjs SITE [HOSTILE-SITE]
import { Report, openSite } from './lib.mjs';
import { links } from './links.mjs';
import { html } from './html.mjs';
import { pages } from './pages.mjs';
import { hostile } from './hostile.mjs';

const [folder, hostileFolder] = process.argv.slice(2);
const report = new Report();
const site = await openSite(folder);
for (const check of [links, html, pages]) await check(site, report);
if (hostileFolder) await hostile(await openSite(hostileFolder), report);
report.end();
