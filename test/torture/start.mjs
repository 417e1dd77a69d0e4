// Runs the conservation of drawn runs, from the project's root and bundled as the product is: what tsx adds to every function would
// take as long as the runs.
import { pathToFileURL } from 'node:url';
import { bundled, root } from '../../electron/cli/bundle.mjs';

process.chdir(root);
const program = await bundled(
  'edge-lab-conservation',
  { conservation: 'test/torture/conservation.ts' },
  ['simulator', 'test/torture', 'test/setup'],
  [],
);
await import(pathToFileURL(program).href);
