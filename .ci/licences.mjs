// Fails where a dependency that is delivered with the program, or builds it, has a licence that `deny.toml` does not
// list, or comes from elsewhere than crates.io.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const list = /^allow = \[([^\]]*)\]/m.exec(readFileSync(new URL('deny.toml', root), 'utf8'))[1];
const ALLOWED = new Set([...list.matchAll(/"([^"]+)"/g)].map(([, name]) => name));

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

const metadata = execFileSync('cargo', ['metadata', '--format-version', '1', '--locked'], { cwd: root, maxBuffer: 2 ** 28 });
const packages = delivered(JSON.parse(metadata));
const problems = packages.flatMap(({ name, version, license, source }) => {
  const found = [];
  if (!license || !isAllowed(license)) found.push(`${name} ${version}: licence ${license ?? 'not stated'}`);
  if (source && !source.startsWith('registry+https://github.com/rust-lang/crates.io-index')) found.push(`${name} ${version}: from ${source}`);
  return found;
});
for (const problem of problems) console.log(problem);
console.log(`${packages.length} packages, ${problems.length} not allowed`);
process.exitCode = problems.length ? 1 : 0;
