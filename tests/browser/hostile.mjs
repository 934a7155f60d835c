// A site built from text that tries to run scripts: nothing but the theme's own may run, and nothing may leave.
import { address, fileBase, launch, main, watch } from './lib.mjs';

/** Everything in the live document that could run or fetch what an author wrote. */
function suspects() {
  const found = [];
  const say = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 160)}`);
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) say('event attribute', element);
      // Browsers drop control characters and blanks before they read the scheme.
      const scheme = value.replace(/[\u0000-\u0020]/g, '').toLowerCase();
      if (/^(javascript|vbscript):/.test(scheme)) say('script address', element);
      if (/^data:/.test(scheme) && element.localName !== 'img') say('data address', element);
    }
  }
  for (const element of document.querySelectorAll('iframe, object, embed, base, frame, portal, foreignObject')) {
    say('foreign content', element);
  }
  for (const element of document.querySelectorAll('[action], [formaction]')) say('form address', element);
  for (const element of document.querySelectorAll('meta[http-equiv="refresh" i]')) say('redirect', element);
  for (const script of document.scripts) {
    const inert = /json/.test(script.type);
    if (!inert && !script.src) say('inline script', script);
  }
  if (!document.querySelector('meta[http-equiv="Content-Security-Policy" i]')) found.push('no Content-Security-Policy');
  if (window.__pwned !== undefined) found.push(`a foreign script ran: ${window.__pwned}`);
  return found;
}

export async function hostile(site, report) {
  const base = fileBase(site);
  const browser = await launch();
  try {
    const page = await (await browser.newContext()).newPage();
    const seen = watch(page, base);
    for (const file of site.pages) {
      seen.length = 0;
      await page.goto(address(base, file), { waitUntil: 'load' });
      const problems = await page.evaluate(suspects);
      await page.waitForTimeout(50);
      if ((await page.evaluate(() => window.__pwned)) !== undefined) problems.push('a foreign script ran late');
      report.line(`hostile ${file}`, [...new Set([...problems, ...seen])]);
    }
  } finally {
    await browser.close();
  }
}

await main(import.meta.url, hostile);
