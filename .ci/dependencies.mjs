// Fails where a dependency that is delivered with the program, or builds it, has a licence that `deny.toml` does not
// list, comes from elsewhere than crates.io, was withdrawn by its authors, is what an advisory warns of, or is there in two
// versions without a reason given in that file.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const settings = readFileSync(new URL('deny.toml', root), 'utf8');
const list = /^allow = \[([^\]]*)\]/m.exec(settings)[1];
const ALLOWED = new Set([...list.matchAll(/"([^"]+)"/g)].map(([, name]) => name));
/** Crates whose versions below a number may be there beside a newer one: `{ crate = "syn:<3", reason = "…" }`. */
const SKIPPED = [...settings.matchAll(/crate = "([^":]+):<([\d.]+)", reason = "[^"]+"/g)].map(([, name, below]) => ({ name, below }));

/** Advisories that do not concern the program: `ignore = ["RUSTSEC-…"]`. */
const IGNORED = new Set([...(/^ignore = \[([^\]]*)\]/m.exec(settings)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(([, id]) => id));

const cargo = (...args) => execFileSync('cargo', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });

/** Whether an SPDX expression can be met with allowed licences. The old `MIT/Apache-2.0` means OR. */
function isAllowed(expression, allowed = ALLOWED) {
  const tokens = expression.replaceAll('/', ' OR ').match(/[()]|[^\s()]+/g) ?? [];
  const term = () => {
    let name = tokens.shift();
    if (name === '(') {
      const inside = either();
      tokens.shift();
      return inside;
    }
    if (tokens[0] === 'WITH') name += ` ${tokens.shift()} ${tokens.shift()}`;
    return allowed.has(name);
  };
  const chain = (word, part, join) => {
    let result = part();
    while (tokens[0] === word) {
      tokens.shift();
      const next = part();
      result = join(result, next);
    }
    return result;
  };
  const both = () => chain('AND', term, (a, b) => a && b);
  const either = () => chain('OR', both, (a, b) => a || b);
  return either() && tokens.length === 0;
}

/** The packages reached from the project by normal and build dependencies, on every platform. */
function delivered({ packages, resolve }) {
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const seen = new Set([resolve.root]);
  for (const id of seen) {
    for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps) {
      if (kinds.some(({ kind }) => kind !== 'dev')) seen.add(pkg);
    }
  }
  return packages.filter(({ id }) => seen.has(id));
}

/** Crates of which more than one version is built, and exceptions that are none any more. */
function duplicates() {
  const versions = new Map();
  // The tree knows which optional dependencies are on; the metadata have them all.
  for (const line of cargo('tree', '--locked', '--edges', 'normal,build', '--target', 'all', '--prefix', 'none', '--format', '{p}').split('\n').filter(Boolean)) {
    const [name, version] = line.split(' ');
    versions.set(name, (versions.get(name) ?? new Set()).add(version.slice(1)));
  }
  const isOlder = (version, below) => {
    const parts = version.split('.').map((part) => parseInt(part, 10));
    const bound = below.split('.').map(Number);
    const at = bound.findIndex((part, index) => part !== parts[index]);
    return at >= 0 && parts[at] < bound[at];
  };
  const found = SKIPPED.filter(({ name, below }) => {
    const all = [...(versions.get(name) ?? [])];
    return all.length < 2 || !all.some((version) => isOlder(version, below));
  }).map(({ name }) => `${name}: deny.toml excuses two versions, and there is one`);
  for (const [name, all] of versions) {
    const skipped = SKIPPED.find((skip) => skip.name === name);
    const left = [...all].filter((version) => !skipped || !isOlder(version, skipped.below));
    if (left.length > 1) found.push(`${name}: versions ${left.join(' and ')}; update what needs the older one, or say in deny.toml why not`);
  }
  return found;
}

/** The entries that the registry has of a crate's versions. https://doc.rust-lang.org/cargo/reference/registry-index.html */
async function entries(name) {
  const lower = name.toLowerCase();
  const folder = lower.length < 4 ? [lower.length, ...(lower.length === 3 ? [lower[0]] : [])] : [lower.slice(0, 2), lower.slice(2, 4)];
  const response = await fetch(['https://index.crates.io', ...folder, lower].join('/'), { signal: AbortSignal.timeout(20_000) });
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return (await response.text()).split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

/** Versions that their authors have withdrawn ("yanked"), which they do with those that have a hole. */
async function withdrawn(packages) {
  const waiting = packages.filter(({ source }) => source);
  const found = [];
  const lane = async () => {
    for (let next; (next = waiting.pop());) {
      const entry = (await entries(next.name)).find(({ vers }) => vers === next.version);
      if (!entry || entry.yanked) found.push(`${next.name} ${next.version}: withdrawn by its authors; \`cargo update ${next.name}\``);
    }
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  return found.sort();
}

/** Versions that an advisory warns of, RustSec's among them. https://google.github.io/osv.dev/post-v1-querybatch/ */
async function advised(packages) {
  const asked = packages.filter(({ source }) => source);
  const queries = asked.map(({ name, version }) => ({ package: { ecosystem: 'crates.io', name }, version }));
  const response = await fetch('https://api.osv.dev/v1/querybatch', {
    method: 'POST',
    body: JSON.stringify({ queries }),
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  const { results } = await response.json();
  if (results.length !== asked.length) throw new Error(`${results.length} answers to ${asked.length} questions`);
  // In the order of the questions.
  return asked.flatMap(({ name, version }, at) => {
    const ids = (results[at].vulns ?? []).map(({ id }) => id).filter((id) => !IGNORED.has(id));
    return ids.length ? [`${name} ${version}: ${ids.join(', ')}, see https://osv.dev/${ids[0]}; \`cargo update ${name}\``] : [];
  });
}

const packages = delivered(JSON.parse(cargo('metadata', '--format-version', '1', '--locked')));
const problems = packages.flatMap(({ name, version, license, source }) => {
  const found = [];
  if (!license || !isAllowed(license)) found.push(`${name} ${version}: licence ${license ?? 'not stated'}`);
  if (source && !source.startsWith('registry+https://github.com/rust-lang/crates.io-index')) found.push(`${name} ${version}: from ${source}`);
  return found;
}).concat(duplicates());
const looks = [['withdrawn versions', withdrawn], ['advisories', advised]];
const found = await Promise.allSettled(looks.map(([, look]) => look(packages)));
found.forEach(({ value, reason }, at) => {
  // Who works without the network has no way to know.
  if (reason) console.log(`not looked for: ${looks[at][0]} (${reason.cause?.message ?? reason.message})`);
  else problems.push(...value);
});
for (const problem of problems) console.log(problem);
console.log(`${packages.length} packages, ${problems.length} problems`);
process.exitCode = problems.length ? 1 : 0;
