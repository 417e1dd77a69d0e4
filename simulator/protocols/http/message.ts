import type { Message } from '../../model/packet.ts';

export type HttpHeader = readonly [name: string, value: string];

/** What requests and responses share (RFC 2616 4). */
interface HttpShared extends Message {
  readonly protocol: 'http';
  /** Left out: 1.1. */
  readonly version?: '1.0';
  /** In order; Content-Length only where it did not stand last: the codec writes it. */
  readonly headers: readonly HttpHeader[];
  readonly body: string;
  /** Content-Length is missing where it would be expected: the body ends with the connection (RFC 2616 4.4). */
  readonly unsized?: true;
  /** How it is cut where a header says "Transfer-Encoding: chunked": bytes in each chunk, and what follows the last. */
  readonly chunks?: { readonly sizes: readonly number[]; readonly trailer: readonly HttpHeader[] };
}

/** RFC 2616 5 */
export interface HttpRequest extends HttpShared {
  readonly kind: 'request';
  readonly method: string;
  /** Path and query. */
  readonly target: string;
}

/** RFC 2616 6 */
export interface HttpResponse extends HttpShared {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
}

export type HttpMessage = HttpRequest | HttpResponse;

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  302: 'Found',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/** The words beside a status (RFC 2616 6.1.1). */
export function httpReason(status: number): string {
  return REASONS[status] ?? 'Unknown';
}

/** The first value of a header; names are compared without case. */
export function httpHeader(message: HttpMessage, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return message.headers.find(([own]) => own.toLowerCase() === wanted)?.[1];
}

/** A URL taken apart. */
export interface Url {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly target: string;
}

/** Reads "https://meet.contoso.com/bob/XYZ"; null when it is no HTTP URL. */
export function parseUrl(text: string): Url | null {
  const match = /^(https?):\/\/([A-Za-z0-9.-]+)(?::(\d{1,5}))?(\/[^\s]*)?$/i.exec(text);
  if (!match) return null;
  const scheme = match[1]!.toLowerCase() as Url['scheme'];
  const port = match[3] === undefined ? (scheme === 'https' ? 443 : 80) : Number(match[3]);
  if (port > 65535) return null;
  return { scheme, host: match[2]!.toLowerCase(), port, target: match[4] ?? '/' };
}
