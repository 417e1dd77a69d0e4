import { join, resolve } from 'node:path';
import { serve } from '../electron/shell/serve.ts';
import { makeEdition } from './web/edition.ts';

/** `npm run web`: the web edition in out/web. `npm run web -- --serve` also serves it on this computer, to try it. */

const root = resolve(import.meta.dirname, '..');
const to = join(root, 'out/web');
const files = makeEdition(join(root, 'out/renderer'), to);
console.log(`out/web: ${files.length + 1} files, for any server of static files (docs/hosting.md)`);

if (process.argv.includes('--serve')) {
  const { url } = await serve(to);
  console.log(`${url} until Ctrl+C`);
}
