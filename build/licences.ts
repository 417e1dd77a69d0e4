import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { shippedPackages } from './licences/list.ts';
import { licencesJson, licencesPage } from './licences/write.ts';

/** `npm run licences`: writes down whose code is shipped, for the window and as a page. */

const root = resolve(import.meta.dirname, '..');
const packages = shippedPackages();
writeFileSync(join(root, 'renderer/app/licences.json'), licencesJson(packages));
writeFileSync(join(root, 'docs/licences.md'), licencesPage(packages));
console.log(`${packages.length} packages`);
for (const licence of [...new Set(packages.map((one) => one.licence))].sort())
  console.log(`${String(packages.filter((one) => one.licence === licence).length).padStart(4)}  ${licence}`);
