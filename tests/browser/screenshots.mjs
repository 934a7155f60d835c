// Pictures of each kind of page, light and dark, wide and narrow: node screenshots.mjs SITE [FOLDER] [KIND…]
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { address, fileBase, launch, openSite, samplePages } from './lib.mjs';

const [folder, out = 'shots', ...only] = process.argv.slice(2);
const site = await openSite(folder);
await mkdir(out, { recursive: true });
const browser = await launch();
const count = {};
for (const { kind, file } of await samplePages(site)) {
  if (only.length && !only.includes(kind)) continue;
  count[kind] = (count[kind] ?? 0) + 1;
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1440, 390]) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: width > 800 ? 900 : 844 } });
      const page = await context.newPage();
      await page.goto(address(fileBase(site), file));
      const path = join(out, `${kind}-${count[kind]}-${colorScheme}-${width}.png`);
      await page.screenshot({ path, fullPage: process.env.FULL_PAGE === '1' });
      console.log(`${path}  ${file}`);
      await context.close();
    }
  }
}
await browser.close();
