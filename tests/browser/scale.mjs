// What holds of a large project's pages, however large it is: node scale.mjs SITE
import { stat } from 'node:fs/promises';
import { address, eachPage, fileBase, largestPages, launch, main, serve } from './lib.mjs';
import { accessibility, overflow } from './pages.mjs';

const LARGEST = 1_000_000;
const SCREEN = { width: 1440, height: 900 };

/** Navigation that takes more than a screen; the contents of a document are part of its text. */
const navigation = (page) => page.evaluate(() => [...document.querySelectorAll('nav:not([data-contents])')]
  // A column beside the text is as high as the text; what stands in it is what one must look through.
  .map((nav) => [nav.getAttribute('aria-label') ?? nav.className, Math.max(...[...nav.children].map((part) => Math.round(part.getBoundingClientRect().height)))])
  .filter(([, height]) => height > innerHeight)
  .map(([name, height]) => `the navigation „${name}“ is ${height} px high`));

export async function scale(site, report) {
  const weighed = await Promise.all(site.pages.map(async (file) => [(await stat(`${site.root}/${file}`)).size, file]));
  const [largest, file] = weighed.reduce((a, b) => (a[0] > b[0] ? a : b));
  const heavy = weighed.filter(([size]) => size > LARGEST).map(([size, file]) => `${file} has ${size} bytes`);
  report.line(`no page of ${site.pages.length} is over 1 MB: the largest is ${file}, ${Math.round(largest / 1000)} KB`, heavy);
  const server = await serve(site);
  const browser = await launch();
  try {
    await eachPage(browser, await largestPages(site), async (visit, { kind, file }) => {
      for (const [from, base] of [['file', fileBase(site)], ['server', server.base]]) {
        const found = await visit(address(base, file), { viewport: SCREEN, watched: base }, async (page) => [...(await navigation(page)), ...(await overflow(page))]);
        report.line(`${kind} ${file} from a ${from}: navigation fits a screen, and the page a narrow one`, found);
      }
      report.line(`${kind} ${file}: WCAG 2.2 AA, dark`, await visit(address(server.base, file), { viewport: SCREEN, colorScheme: 'dark' }, accessibility));
    });
  } finally {
    await browser.close();
    await server.close();
  }
}

await main(import.meta.url, scale);
