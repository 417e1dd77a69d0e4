// Runs the command line.
import { pathToFileURL } from 'node:url';
import { bundled } from './bundle.mjs';

const program = await bundled(
  'edge-lab',
  { 'sweep-worker': 'electron/cli/sweeps/worker.ts', lab: 'electron/cli/lab.ts' },
  ['simulator', 'electron/cli', 'electron/files'],
  // Large, and loaded only by those commands that use them.
  ['bullmq', 'ioredis', 'pdfmake'],
);
await import(pathToFileURL(program).href);
