import { extendingPages } from './extending/pages.ts';
import { FEATURE_IDS, featurePages, registryPages } from './pages.ts';
import { engineVersion, inForm, keep, kept } from './files.ts';
import { overviewPages } from './overview.ts';
import type { Page } from './page.ts';
import { referencePages, schemaFiles } from './reference/pages.ts';

/*
 * `npm run manual`: writes all pages that are made, and the contents. With names of folders ("reference", "formats") only
 * those are made; the features take minutes. With --check it writes nothing, names the pages that are not as they would be
 * made, and ends with status 1 when there are any.
 */
const checks = process.argv.includes('--check');
const folders = process.argv.slice(2).filter((word) => word !== '--check');
const stale: string[] = [];

const isWanted = (path: string) =>
  folders.length === 0 || folders.some((folder) => path.startsWith(`${folder}/`));

async function take(pages: readonly Page[]): Promise<void> {
  for (const page of pages) {
    const changed = checks ? (await inForm(page)) !== kept(page.path) : await keep(page);
    if (changed) stale.push(page.path);
  }
}

const begun = performance.now();
await take(registryPages().filter(({ path }) => isWanted(path)));
if (isWanted('reference/')) await take([...referencePages(), ...schemaFiles()]);
if (isWanted('extending/')) await take(extendingPages());
if (isWanted('features/')) {
  const version = engineVersion();
  for (const id of FEATURE_IDS) await take(featurePages([id], version));
}
await take(
  overviewPages((path) => {
    const text = kept(path);
    if (text === null) throw new Error(`docs/manual/${path} is in the contents, and not there`);
    return text;
  }),
);
for (const path of stale) console.log(`${checks ? 'stale' : 'written'}: docs/manual/${path}`);
console.log(
  `${stale.length} ${checks ? 'stale' : 'changed'}, ${((performance.now() - begun) / 1000).toFixed(1)} s`,
);
if (checks && stale.length > 0) process.exitCode = 1;
