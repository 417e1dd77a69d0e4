import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';

/** A package of which code is shipped. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** As SPDX names it. */
  readonly licence: string;
  /** Where its source is. */
  readonly source: string;
  /** What has to be passed on with it: its licence, and notices if it has any. */
  readonly text: string;
}

const root = resolve(import.meta.dirname, '../..');

/** What these bring ready-made holds the packages that they depend on: the bundler sees one file. */
const READY_MADE = ['pdfmake'];

/** Shipped with a package, and under a licence of its own. */
const INSIDE: readonly ShippedPackage[] = [
  {
    name: 'Roboto (font, in pdfmake)',
    version: '2',
    licence: 'Apache-2.0',
    source: 'https://github.com/googlefonts/roboto-2',
    text: 'Copyright 2011 Google Inc. All Rights Reserved. Licensed under the Apache License, Version 2.0: https://www.apache.org/licenses/LICENSE-2.0',
  },
];

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly homepage?: string;
  readonly repository?: string | { readonly url: string };
  readonly dependencies?: Readonly<Record<string, string>>;
}

/**
 * The packages of which the built program holds code, by name, and their licences.
 * Asks what the last build wrote down (shipped.config.ts).
 */
export function shippedPackages(): ShippedPackage[] {
  const notes = join(root, 'out/shipped');
  const folders = readdirSync(notes).flatMap(
    (name) => JSON.parse(readFileSync(join(notes, name), 'utf8')) as string[],
  );
  const all = new Set(folders);
  for (const folder of folders)
    if (READY_MADE.includes(basename(folder))) for (const inner of dependenciesOf(folder)) all.add(inner);
  const packages = new Map<string, ShippedPackage>();
  for (const folder of all) {
    const found = packageIn(folder);
    packages.set(`${found.name} ${found.version}`, found);
  }
  const byName = (a: ShippedPackage, b: ShippedPackage): number =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1;
  return [...packages.values(), ...INSIDE].sort(byName);
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Folders of the packages that one depends on, and of those that they depend on. */
function dependenciesOf(folder: string, found = new Set<string>()): Set<string> {
  for (const name of Object.keys(manifestOf(folder).dependencies ?? {})) {
    const places = createRequire(join(folder, 'package.json')).resolve.paths(name) ?? [];
    const inner = places.map((place) => join(place, name)).find(isPackage);
    if (inner === undefined) throw new Error(`${folder}: its dependency ${name} is not installed`);
    if (found.has(inner)) continue;
    found.add(inner);
    dependenciesOf(inner, found);
  }
  return found;
}

function isPackage(folder: string): boolean {
  try {
    return manifestOf(folder).name !== '';
  } catch {
    return false;
  }
}

function packageIn(folder: string): ShippedPackage {
  const { name, version, license, homepage, repository } = manifestOf(folder);
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file) && !/\.(js|ts|json)$/.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  const url = typeof repository === 'string' ? repository : repository?.url;
  const source = (url ?? homepage ?? '')
    .replace(/^(git\+)?\w+:\/\/(git@)?/, 'https://')
    .replace(/^(github:)?(?=[\w-]+\/[\w.-]+$)/, 'https://github.com/')
    .replace(/\.git$/, '');
  const text = texts.join('\n\n');
  const licence = license ?? (/^(The )?MIT License/i.test(text) ? 'MIT' : 'unknown');
  return { name, version, licence, source, text: text || `${licence}. The package has no text of it.` };
}
