// What one can see of each kind of page: contrast of words in every state, the system's own contrast colours, more space between
// words and lines, a screen of 320 px (400 % of 1280), and no motion where none is wanted.
import { address, eachPage, fileBase, largestPages, launch, main } from './lib.mjs';

/** Runs in the page: leaves tools for colours in `__sight`. */
function tools() {
  const parse = (color) => {
    const numbers = (color.match(/[\d.]+(e-?\d+)?/g) ?? ['0', '0', '0', '0']).map(Number);
    const [r, g, b, a = 1] = color.startsWith('color(') ? numbers.slice(0).map((value, at) => (at < 3 ? value * 255 : value)) : numbers;
    return [r, g, b, a];
  };
  const over = ([r, g, b, a], [r2, g2, b2]) => [r * a + r2 * (1 - a), g * a + g2 * (1 - a), b * a + b2 * (1 - a), 1];
  const light = ([r, g, b]) => {
    const one = (value) => ((value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * one(r) + 0.7152 * one(g) + 0.0722 * one(b);
  };
  const paper = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      const color = parse(getComputedStyle(one).backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const contrast = (element) => {
    const style = getComputedStyle(element);
    const below = paper(element);
    const [, , , alpha] = parse(style.color);
    let opacity = alpha;
    for (let one = element; one; one = one.parentElement) opacity *= Number(getComputedStyle(one).opacity);
    const ink = over([...parse(style.color).slice(0, 3), opacity], below);
    const [a, b] = [light(ink), light(below)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const isLarge = (element) => {
    const { fontSize, fontWeight } = getComputedStyle(element);
    return parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && Number(fontWeight) >= 700);
  };
  const speaks = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const weak = (element) => {
    if (!speaks(element) || element.closest('svg, select, option') || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return null;
    const ratio = contrast(element);
    return ratio < (isLarge(element) ? 3 : 4.5) - 0.005 ? `${element.outerHTML.slice(0, 90)}: contrast ${ratio.toFixed(2)}` : null;
  };
  window.__sight = { weak };
}

/** One element of each look that a state of its own may change. */
function representatives() {
  const looks = new Map();
  for (const element of document.querySelectorAll('a[href], button, summary, select, input, tbody tr, label')) {
    if (!element.checkVisibility() || element.closest('.skip')) continue;
    const of = (one) => `${one?.localName} ${one?.className?.baseVal ?? one?.className}`;
    const look = `${of(element)} < ${of(element.parentElement)} < ${of(element.parentElement?.parentElement)} ${element.getAttribute('aria-current') ?? ''}`;
    if (!looks.has(look)) looks.set(look, element);
  }
  let number = 0;
  for (const element of looks.values()) element.dataset.look = String((number += 1));
  return number;
}

/** Words that are too faint, in each state that a pointer or the keyboard can bring about. */
async function contrasts(page, context) {
  await page.evaluate(tools);
  const problems = await page.evaluate(() => [...document.querySelectorAll('body *')].map(window.__sight.weak).filter(Boolean).slice(0, 12));
  await page.evaluate(representatives);
  const debug = await context.newCDPSession(page);
  await debug.send('DOM.enable');
  await debug.send('CSS.enable');
  const { root } = await debug.send('DOM.getDocument', { depth: 0 });
  const { nodeIds } = await debug.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: '[data-look]' });
  for (const forced of [['hover'], ['focus', 'focus-visible'], ['active']]) {
    await Promise.all(nodeIds.map((nodeId) => debug.send('CSS.forcePseudoState', { nodeId, forcedPseudoClasses: forced })));
    problems.push(...await page.evaluate((state) => [...document.querySelectorAll('[data-look], [data-look] *')]
      .map(window.__sight.weak).filter(Boolean).map((problem) => `${state}: ${problem}`).slice(0, 12), forced[0]));
  }
  await debug.detach(); // and no state is forced any longer
  return [...new Set(problems)];
}

/** Words that are cut off or lie over each other; `spaced` with the distances of WCAG 1.4.12. */
async function fits(page, spaced) {
  if (spaced) {
    const debug = await page.context().newCDPSession(page);
    await debug.send('DOM.enable');
    await debug.send('CSS.enable');
    const { frameTree } = await debug.send('Page.getFrameTree');
    const { styleSheetId } = await debug.send('CSS.createStyleSheet', { frameId: frameTree.frame.id });
    await debug.send('CSS.setStyleSheetText', {
      styleSheetId,
      text: '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }',
    });
  }
  return page.evaluate(() => {
    const problems = [];
    const root = document.documentElement;
    const scrolls = (element) => {
      for (let one = element; one && one !== root; one = one.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(one).overflowX)) return true;
      }
      return false;
    };
    const short = (element) => element.outerHTML.slice(0, 90);
    const all = [...document.querySelectorAll('body *')].filter((element) => element.checkVisibility() && !element.closest('svg'));
    if (root.scrollWidth > root.clientWidth) {
      const wide = all.filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(element.parentElement));
      problems.push(`${root.scrollWidth} px wide on ${root.clientWidth}: ${wide.slice(0, 3).map(short).join(' · ')}`);
    }
    // Two lines of a list at the side are shown on purpose; the whole title stands where they lead.
    const mayCut = '.vh, .name, .about, .side-title, .gloss';
    for (const element of all) {
      const { overflowX, overflowY } = getComputedStyle(element);
      const cuts = (overflowX === 'hidden' || overflowX === 'clip') && element.scrollWidth > element.clientWidth + 1
        || (overflowY === 'hidden' || overflowY === 'clip') && element.scrollHeight > element.clientHeight + 2;
      if (cuts && !element.closest(mayCut)) problems.push(`cut off: ${short(element)}`);
    }
    // Words of two blocks must not come to lie over each other.
    const boxes = all.filter((element) => element.closest('main') && element.matches('p, dt, dd, h1, h2, h3, h4, h5, h6, figcaption, summary') && element.textContent.trim() && !element.closest('.vh, .gloss, .spread, details:not([open])'))
      .slice(0, 1500).map((element) => [element, element.getBoundingClientRect()]).filter(([, box]) => box.height > 0);
    boxes.sort(([, a], [, b]) => a.top - b.top);
    for (const [at, [element, box]] of boxes.entries()) {
      for (const [other, next] of boxes.slice(at + 1)) {
        if (next.top > box.bottom - 3) break;
        const across = Math.min(box.right, next.right) - Math.max(box.left, next.left);
        if (across > 3 && !element.contains(other) && !other.contains(element)) problems.push(`lies over: ${short(element)} · ${short(other)}`);
      }
    }
    return problems.slice(0, 12);
  });
}

/** What moves although the reader asked for no motion. */
function motion() {
  const moving = (style) => style.transitionDuration.split(',').some((time) => parseFloat(time) > 0)
    || (style.animationName !== 'none' && style.animationDuration.split(',').some((time) => parseFloat(time) > 0))
    || style.scrollBehavior === 'smooth';
  const problems = [...document.querySelectorAll('*')].filter((element) => ['', '::before', '::after'].some((part) => moving(getComputedStyle(element, part))))
    .map((element) => `moves: ${element.outerHTML.slice(0, 80)}`);
  return [...new Set([...problems, ...document.getAnimations().map(() => 'an animation runs')])].slice(0, 5);
}

/** With the system's contrast colours: each sign still stands out from what it lies on. */
function signs() {
  const problems = [];
  const same = (one, other) => one.replaceAll(' ', '') === other.replaceAll(' ', '');
  const canvas = getComputedStyle(document.body).backgroundColor;
  const seen = new Set();
  for (const element of document.querySelectorAll('.cov, .item, .reals > li, .strand > li, .items tbody th, .access')) {
    const look = `${element.localName} ${element.className}`;
    if (seen.has(look) || !element.checkVisibility()) continue;
    seen.add(look);
    for (const part of ['::before', '::after']) {
      const style = getComputedStyle(element, part);
      const drawn = style.content !== 'none' && (style.backgroundImage !== 'none' || style.maskImage !== 'none');
      if (drawn && style.backgroundImage === 'none' && same(style.backgroundColor, canvas)) problems.push(`cannot be seen: ${look}${part}`);
    }
  }
  for (const line of document.querySelectorAll('svg :is(path, line, rect, circle, polyline, polygon, ellipse)')) {
    if (line.closest('defs, marker, pattern') || !line.checkVisibility()) continue;
    const { fill, stroke, strokeWidth } = getComputedStyle(line);
    const shows = (color) => color !== 'none' && !same(color, canvas);
    if (!shows(fill) && !(shows(stroke) && parseFloat(strokeWidth) > 0) && fill === 'none') problems.push(`cannot be seen: ${line.outerHTML.slice(0, 80)}`);
  }
  for (const text of document.querySelectorAll('svg text')) {
    if (text.checkVisibility() && same(getComputedStyle(text).fill, canvas)) problems.push(`cannot be read: ${text.outerHTML.slice(0, 80)}`);
  }
  return [...new Set(problems)].slice(0, 12);
}

/** `only` picks among the sample pages, for the checks' own test. */
export async function sight(site, report, only = () => true) {
  const browser = await launch();
  try {
    await eachPage(browser, (await largestPages(site)).filter(only), async (visit, { kind, file }) => {
      const problems = await visit(address(fileBase(site), file), {}, async (page, context) => {
        const found = [];
        const say = (what, problems) => found.push(...problems.map((problem) => `${what}: ${problem}`));
        say('motion', await page.evaluate(motion));
        for (const colorScheme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme, forcedColors: 'none' });
          say(colorScheme, await contrasts(page, context));
          await page.emulateMedia({ forcedColors: 'active' });
          say(`${colorScheme}, contrast colours`, await page.evaluate(signs));
        }
        await page.emulateMedia({ forcedColors: 'none' });
        await page.setViewportSize({ width: 320, height: 640 });
        say('320 px', await fits(page, false));
        for (const width of [390, 1440]) {
          await page.setViewportSize({ width, height: 900 });
          say(`more space at ${width} px`, await fits(page, true));
        }
        return found;
      });
      report.line(`${kind} ${file}: contrast in each state, contrast colours, 320 px, more space, no motion`, problems);
    });
  } finally {
    await browser.close();
  }
}

await main(import.meta.url, sight);
