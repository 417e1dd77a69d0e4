// Runs the fuzzers, from the project's root and bundled as the product is: what tsx adds to every function would take as long
// as the readers.
import { pathToFileURL } from 'node:url';
import { bundled, root } from '../../electron/cli/bundle.mjs';

process.chdir(root);
const program = await bundled(
  'edge-lab-fuzz',
  { one: 'test/fuzz/one.ts', run: 'test/fuzz/run.ts' },
  [
    'simulator',
    'electron',
    'renderer/stores',
    'renderer/replay',
    'test/fuzz',
    'test/setup',
    'test/unit/capture',
  ],
  [],
);
await import(pathToFileURL(program).href);
