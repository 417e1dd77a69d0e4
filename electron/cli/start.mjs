// Runs the command line from its TypeScript: bundles it when it has changed since the last time (a tenth of a second),
// so that it starts in a fraction of a second without a build step of its own.
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '../..');
const bundles = join(root, 'node_modules/.cache/edge-lab');
const bundle = join(bundles, 'lab.mjs');

/** Time of the newest change among the sources. */
function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    time = Math.max(time, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return time;
}

function builtAt() {
  try {
    return statSync(bundle).mtimeMs;
  } catch {
    return 0;
  }
}

const sources = ['simulator', 'electron/cli'].map((folder) => newest(join(root, folder)));
if (builtAt() <= Math.max(...sources, statSync(join(root, 'package.json')).mtimeMs)) {
  const { buildSync } = await import('esbuild');
  mkdirSync(bundles, { recursive: true });
  buildSync({
    entryPoints: {
      lab: join(root, 'electron/cli/lab.ts'),
      'sweep-worker': join(root, 'electron/cli/sweeps/worker.ts'),
    },
    outdir: bundles,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    // commander is CommonJS and asks for Node's modules by require.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
}
await import(pathToFileURL(bundle).href);
