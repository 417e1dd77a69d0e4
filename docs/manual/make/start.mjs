// Makes the pages of the manual, from the project's root and bundled as the command line is.
import { pathToFileURL } from 'node:url';
import { bundled, root } from '../../../electron/cli/bundle.mjs';

process.chdir(root);
const program = await bundled(
  'edge-lab-manual',
  { manual: 'docs/manual/make/run.ts' },
  ['simulator', 'electron/cli', 'renderer', 'docs/manual/make'],
  ['prettier', 'bullmq', 'ioredis', 'pdfmake'],
);
await import(pathToFileURL(program).href);
