// Each kind of page by keyboard: where Tab goes and in which order, whether one sees where one is, whether anything that can be
// clicked is out of reach; and what a screen reader is told about the page: headings, landmarks, tables, pictures.
import { address, eachPage, fileBase, largestPages, launch, main } from './lib.mjs';

/** So many stops are taken with the real key; all others are focused one after the other. */
const STOPS = 30;
const LOOKS = [[{ width: 1440, height: 900 }, 'light'], [{ width: 390, height: 844 }, 'dark']];

/** Runs in the page: leaves everything that Tab should come to in `__stops`, in the document's order. */
function findStops() {
  const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], audio[controls], video[controls]';
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const names = (element) => `${element.localName}${element.className?.baseVal ?? element.className ? `.${element.className.baseVal ?? element.className}` : ''} “${(element.textContent ?? '').trim().slice(0, 30)}”`;
  window.__name = names;
  window.__stops = [...document.querySelectorAll(wanted)].filter((element) => element.tabIndex >= 0 && !element.disabled && seen(element));
  return window.__stops.length;
}

/** Runs in the page: what is wrong with its stops, each focused as Tab would. */
function lookAtStops() {
  const problems = [];
  const [stops, name] = [window.__stops, window.__name];
  const parse = (color) => {
    const numbers = color.match(/[\d.]+/g).map(Number);
    return color.startsWith('color(') ? [...numbers.slice(-4).map((value, at) => (at < 3 ? value * 255 : value))] : numbers;
  };
  const light = ([r, g, b]) => {
    const one = (value) => ((value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * one(r) + 0.7152 * one(g) + 0.0722 * one(b);
  };
  const contrast = (one, other) => {
    const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const paper = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = parse(getComputedStyle(one).backgroundColor);
      if (color[3] === undefined || color[3] > 0.5) return color;
    }
    return [255, 255, 255];
  };
  // On the way down, and some on the way up, where a head that stays in sight may cover what comes in from above.
  const every = Math.ceil(stops.length / 250);
  const down = stops.filter((_, at) => at % every === 0);
  for (const element of [...down, ...down.filter((_, at) => at % 3 === 0).reverse()]) {
    element.focus({ focusVisible: true });
    const say = (what) => problems.push(`${name(element)} ${what}`);
    if (document.activeElement !== element) { say('does not take the focus'); continue; }
    const style = getComputedStyle(element);
    const width = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
    if (width < 2) say(`has an outline of ${width} px`);
    const ratio = contrast(parse(style.outlineColor), paper(element.parentElement));
    if (ratio < 3) say(`has an outline with a contrast of ${ratio.toFixed(1)}`);
    // What is larger than the screen is in sight with a part of it.
    const seen = ({ left, top, right, bottom }) => new DOMRect(Math.max(left, 0), Math.max(top, 0), Math.min(right, innerWidth) - Math.max(left, 0), Math.min(bottom, innerHeight) - Math.max(top, 0));
    const rects = [...element.getClientRects()].map(seen).filter((rect) => rect.width > 0 && rect.height > 0);
    const points = rects.flatMap((rect) => [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.15, 0.85].map((y) => [rect.left + rect.width * x, rect.top + rect.height * y])));
    const hits = points.map(([x, y]) => document.elementFromPoint(x, y)).filter(Boolean);
    if (!hits.length) say('is not scrolled into sight');
    else if (!hits.some((hit) => element.contains(hit) || hit.contains(element))) say(`is covered by ${name(hits[0])}`);
    // What cuts the frame off on more than one side hides where one is.
    const edge = parseFloat(style.outlineOffset) + width;
    const box = element.getBoundingClientRect();
    for (let one = element.parentElement; one; one = one.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(one);
      if (overflowX === 'visible' && overflowY === 'visible') continue;
      const outer = one.getBoundingClientRect();
      const cut = [box.left - edge < outer.left - 1, box.right + edge > outer.right + 1, box.top - edge < outer.top - 1, box.bottom + edge > outer.bottom + 1].filter(Boolean);
      const fits = box.width <= outer.width && box.height <= outer.height;
      if (cut.length > 1 && fits) say(`has a frame that ${name(one)} cuts off`);
    }
  }
  document.activeElement?.blur?.();
  return problems;
}

/** Runs in the page: what can be clicked and not be reached, and what a screen reader lacks. */
function lookAtPage() {
  const problems = [];
  const all = (selector, from = document) => [...from.querySelectorAll(selector)].filter((element) => element.checkVisibility());
  const name = window.__name;
  const named = (element) => element.getAttribute('aria-label')
    ?? element.getAttribute('aria-labelledby')?.split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim();

  for (const element of document.querySelectorAll('[tabindex]')) {
    if (element.tabIndex > 0) problems.push(`${name(element)} jumps the queue with tabindex ${element.tabIndex}`);
  }
  const reachable = (element) => element.closest('a[href], button, select, input, summary, label, [tabindex="0"], [role=option]');
  for (const element of all('body *')) {
    const hand = (one) => getComputedStyle(one).cursor === 'pointer';
    if (hand(element) && !hand(element.parentElement) && !reachable(element)) problems.push(`${name(element)} can be clicked and not be reached`);
  }
  for (const element of all('main *, nav *')) {
    const { overflowX, overflowY } = getComputedStyle(element);
    const scrolls = (/auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth + 1)
      || (/auto|scroll/.test(overflowY) && element.scrollHeight > element.clientHeight + 1);
    if (!scrolls) continue;
    if (element.tabIndex < 0) problems.push(`${name(element)} scrolls, but not by keyboard`);
    if (!['pre', 'details'].includes(element.localName) && !named(element)) problems.push(`${name(element)} scrolls and has no name`);
  }

  const headings = all('h1, h2, h3, h4, h5, h6');
  const level = (heading) => Number(heading.localName[1]);
  if (headings.filter((heading) => level(heading) === 1).length !== 1) problems.push('there is not exactly one h1');
  for (const [at, heading] of headings.entries()) {
    const before = at ? level(headings[at - 1]) : 0;
    if (level(heading) > before + 1) problems.push(`${name(heading)} follows a heading of level ${before}`);
    if (!heading.textContent.trim()) problems.push(`an empty ${heading.localName}`);
  }

  for (const [role, selector] of [['main', 'main'], ['banner', 'body > header'], ['contentinfo', 'body > footer']]) {
    if (all(selector).length !== 1) problems.push(`there are ${all(selector).length} landmarks “${role}”`);
  }
  const landmarks = all('nav, aside, [role=region], section[aria-labelledby], section[aria-label]').map((element) => [named(element), element]);
  for (const [own, element] of landmarks) if (!own) problems.push(`${name(element)} is a landmark without a name`);
  const navigations = landmarks.filter(([, element]) => element.localName === 'nav').map(([own, element]) => [own, element]);
  for (const [at, [own, element]] of navigations.entries()) {
    const twin = navigations.slice(0, at).some(([other, before]) => other === own && !before.classList.contains('parts'));
    if (twin) problems.push(`two navigations are called “${own}”: ${name(element)}`);
  }
  if (!document.documentElement.lang) problems.push('the page does not say its language');

  for (const table of all('table')) {
    const heads = all('th', table);
    if (!heads.length) problems.push(`${name(table)} has no heads`);
    for (const head of heads) if (!head.scope) problems.push(`${name(head)} is a head of nobody knows what`);
    if (!table.caption && !named(table) && !named(table.closest('[role=group], section') ?? table)) problems.push(`${name(table)} has no name`);
  }
  for (const svg of all('svg')) {
    const hidden = svg.closest('[aria-hidden=true]');
    if (!hidden && !named(svg) && !svg.querySelector('title')) problems.push(`a picture has no name: ${svg.outerHTML.slice(0, 80)}`);
  }
  for (const image of all('img')) if (!image.hasAttribute('alt')) problems.push(`${image.src} has no alternative text`);
  return problems;
}

/** Where Tab really goes: the first stops, the skip link, and out at the end. */
async function walk(page) {
  const problems = [];
  const count = await page.evaluate(findStops);
  const at = () => page.evaluate(() => [window.__stops.indexOf(document.activeElement), window.__name(document.activeElement)]);
  const steps = Math.min(count, STOPS);
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press('Tab');
    const [place, name] = await at();
    if (place !== step) { problems.push(`Tab ${step + 1} goes to ${name}, number ${place + 1}`); break; }
  }
  await page.evaluate(() => window.__stops.at(-1).focus());
  await page.keyboard.press('Tab');
  const [, last] = await at();
  if (!(await page.evaluate(() => document.activeElement === document.body))) problems.push(`Tab does not leave the page at its end: ${last}`);
  return problems;
}

async function skip(page) {
  await page.evaluate(findStops);
  await page.keyboard.press('Tab');
  const shown = await page.evaluate(() => {
    const [own, box] = [document.activeElement, document.activeElement.getBoundingClientRect()];
    return own.matches('.skip') && box.top >= 0 && box.bottom <= innerHeight && box.width > 24;
  });
  if (!shown) return ['the first stop is no skip link that shows'];
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const problem = await page.evaluate(() => {
    const inside = window.__stops.filter((stop) => stop.closest('main'));
    return !inside.length || document.activeElement === inside[0] ? null : `after the skip link Tab goes to ${window.__name(document.activeElement)}`;
  });
  return problem ? [problem] : [];
}

/** `only` picks among the sample pages, for the checks' own test. */
export async function keyboard(site, report, only = () => true) {
  const browser = await launch();
  try {
    await eachPage(browser, (await largestPages(site)).filter(only), async (visit, { kind, file }) => {
      for (const [viewport, colorScheme] of LOOKS) {
        const problems = await visit(address(fileBase(site), file), { viewport, colorScheme }, async (page) => {
          const found = await skip(page);
          await page.reload(); // since the next Tab starts where the last one was
          found.push(...(await walk(page)), ...(await page.evaluate(lookAtPage)));
          found.push(...(await page.evaluate(lookAtStops)).map((problem) => `${colorScheme}: ${problem}`));
          return found;
        });
        report.line(`${kind} ${file}: by keyboard at ${viewport.width} px`, problems);
      }
    });
  } finally {
    await browser.close();
  }
}

await main(import.meta.url, keyboard);
