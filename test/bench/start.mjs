// Runs the benchmarks, from the project's root and bundled as the product is: what tsx adds would count as ours.
import { pathToFileURL } from 'node:url';
import { bundled, root } from '../../electron/cli/bundle.mjs';

process.chdir(root);
const program = await bundled(
  'edge-lab-bench',
  { 'sweep-worker': 'electron/cli/sweeps/worker.ts', bench: 'test/bench/bench.ts' },
  ['simulator', 'electron', 'test/bench', 'test/story', 'test/setup'],
  ['@playwright/test', 'puppeteer-core', 'esbuild', 'bullmq', 'ioredis', 'pdfmake'],
);
await import(pathToFileURL(program).href);
