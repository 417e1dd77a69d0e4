import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

/** Where each bundle says which packages it is made of. */
const folder = resolve(import.meta.dirname, 'out/shipped');

/** Folder of a package in the path of one of its modules, or of a file of it that is shipped as it stands. */
const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/**
 * Writes down of which packages a bundle holds code, from what the bundler put into it: licences are told of these.
 * @param part what is bundled; each of its entries gets a file of its own
 */
export function tellShipped(part: string): Plugin {
  return {
    name: 'tell-shipped',
    apply: 'build',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle).flatMap((file) =>
        file.type === 'asset'
          ? file.originalFileNames.map((name) => resolve(this.environment.config.root, name))
          : Object.entries(file.modules).flatMap(([id, { renderedLength }]) =>
              renderedLength > 0 ? [id] : [],
            ),
      );
      const packages = files.flatMap((file) => PACKAGE.exec(file.replaceAll('\\', '/'))?.[0] ?? []);
      const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry);
      const name = entry?.type === 'chunk' ? `${part}-${entry.name}` : part;
      mkdirSync(folder, { recursive: true });
      writeFileSync(resolve(folder, `${name}.json`), JSON.stringify([...new Set(packages)].sort(), null, 1));
    },
  };
}
