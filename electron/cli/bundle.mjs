// Bundles programs from their TypeScript when it has changed since the last time (a tenth of a second), so that they
// start in a fraction of a second without a build step of their own, and run as they do in the product.
import { readdirSync, renameSync, rmdirSync, statSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** Time of the newest change among the sources. */
function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    time = Math.max(time, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return time;
}

function builtAt(file) {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

/**
 * Sees to it that programs are bundled.
 * @param folder where to, within node_modules/.cache
 * @param programs their sources by name, from the root; the last one is asked for its age
 * @param sources folders whose changes matter, from the root
 * @param external packages that are loaded only when they are used
 * @returns the last program's file
 */
export async function bundled(folder, programs, sources, external) {
  const bundles = join(root, 'node_modules/.cache', folder);
  const names = Object.keys(programs).map((name) => `${name}.mjs`);
  const last = join(bundles, names.at(-1));
  const changed = [
    ...sources.map((source) => newest(join(root, source))),
    builtAt(join(root, 'package.json')),
  ];
  if (builtAt(last) > Math.max(...changed)) return last;
  const began = new Date();
  const { buildSync } = await import('esbuild');
  const fresh = join(bundles, String(process.pid));
  buildSync({
    entryPoints: Object.fromEntries(Object.entries(programs).map(([name, file]) => [name, join(root, file)])),
    outdir: fresh,
    // Names in the bundles do not depend on from where this was called: the same sources, the same engine version.
    absWorkingDir: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    loader: { '.yaml': 'text' },
    external,
    // commander is CommonJS and asks for Node's modules by require.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  // Whoever starts meanwhile finds whole files; the one whose time is looked at comes last.
  for (const name of names) {
    // As old as what was read: a change made during the build is newer.
    utimesSync(join(fresh, name), began, began);
    renameSync(join(fresh, name), join(bundles, name));
  }
  rmdirSync(fresh);
  return last;
}
