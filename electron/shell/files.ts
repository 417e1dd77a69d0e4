import { readFile, realpath } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';

/** What the window may load: its own files and nothing else. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.webmanifest': 'application/manifest+json',
};

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/**
 * Answers a request for a file below `root`: one answer for both shells, Electron's app:// and the local server.
 * @param pathname of the URL, still encoded
 */
export async function answer(root: string, pathname: string): Promise<Answer> {
  const without = (status: number): Answer => ({ status, headers: HEADERS, body: new Uint8Array() });
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return without(400);
  }
  const base = resolve(root);
  const file = resolve(base, `.${path === '/' ? '/index.html' : path}`);
  const type = TYPES[extname(file)];
  if (!file.startsWith(base + sep) || path.includes('\0') || type === undefined) return without(404);
  try {
    // A link out of the folder would be another way out of it.
    const real = await realpath(file);
    if (!real.startsWith((await realpath(base)) + sep)) return without(404);
    const body = new Uint8Array(await readFile(real));
    return { status: 200, headers: { ...HEADERS, 'content-type': type }, body };
  } catch {
    return without(404);
  }
}
