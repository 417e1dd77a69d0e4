import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Where the local server is: its address, and the word without which it answers nobody. */
export interface Place {
  /** As in the header Host: "127.0.0.1:47810". */
  readonly authority: string;
  /** First part of every path. Other people at this computer can reach the port, but do not know it. */
  readonly token: string;
}

/** What a request asks, as far as it matters here. */
export interface Asked {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** A new token: 192 random bits, as letters that need no escaping in a path. */
export function newToken(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * The path below the token that a request asks for, still encoded; null when the request is refused.
 * A foreign Host means that a page elsewhere was led to this address (DNS rebinding); a foreign Origin or another site
 * in Sec-Fetch-Site, that a page elsewhere asks (Fetch Metadata, W3C).
 */
export function admitted({ method, url = '/', headers }: Asked, { authority, token }: Place): string | null {
  if (method !== 'GET' && method !== 'HEAD') return null;
  if (headers.host !== authority) return null;
  if (headers.origin !== undefined && headers.origin !== `http://${authority}`) return null;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return null;
  const [, given = '', rest] = /^\/([^/?#]*)(\/[^?#]*)/.exec(url) ?? [];
  return rest !== undefined && sameWord(given, token) ? rest : null;
}

/** Compares in a time that tells nothing of where two words differ. */
function sameWord(one: string, other: string): boolean {
  const digest = (word: string) => createHash('sha256').update(word).digest();
  return timingSafeEqual(digest(one), digest(other));
}
