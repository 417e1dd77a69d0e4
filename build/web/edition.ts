import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { buildSync } from 'esbuild';

/** Stands in the page of the window, which has no icon. */
const NO_ICON = '<link rel="icon" href="data:," />';
const HEAD = `<link rel="icon" type="image/png" href="./icon-192.png" />
    <link rel="apple-touch-icon" href="./icon-192.png" />
    <link rel="manifest" href="./manifest.webmanifest" />
    <meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff" />
    <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#151c26" />`;

/**
 * Makes the web edition: the window's files as they are, and what lets a browser install them and open them without a
 * network (an icon, a manifest, a service worker that keeps the files).
 * @param from folder of the built window
 * @param to folder of the edition; what is in it goes
 * @returns the files that the service worker keeps, by their paths
 */
export function makeEdition(from: string, to: string): string[] {
  const own = import.meta.dirname;
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
  for (const icon of readdirSync(own).filter((name) => name.endsWith('.png')))
    cpSync(join(own, icon), join(to, icon));
  cpSync(join(own, 'manifest.json'), join(to, 'manifest.webmanifest'));
  const page = readFileSync(join(to, 'index.html'), 'utf8');
  if (!page.includes(NO_ICON)) throw new Error(`the page lacks ${NO_ICON}`);
  writeFileSync(join(to, 'index.html'), page.replace(NO_ICON, HEAD));

  const files = readdirSync(to, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(to, name)).isFile())
    .map((name) => name.replaceAll(sep, '/'))
    .sort();
  buildSync({
    entryPoints: [join(own, 'service-worker.ts')],
    outfile: join(to, 'service-worker.js'),
    bundle: true,
    minify: true,
    target: 'es2022',
    define: {
      FILES: JSON.stringify(files.map((url) => ({ url, revision: revision(to, url) }))),
      'process.env.NODE_ENV': '"production"',
    },
  });
  return files;
}

/** By what a file is told from an older one of its name; the bundler puts it into the names of its own. */
function revision(folder: string, url: string): string | null {
  if (url.startsWith('assets/')) return null;
  const hash = createHash('sha256').update(readFileSync(join(folder, url)));
  return hash.digest('hex').slice(0, 16);
}
