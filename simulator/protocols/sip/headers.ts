import { DecodeError } from '../codec/reader.ts';
import type { Header, NameAddress, SipRequest, SipResponse, SipUri, Via } from './message.ts';

type Edited = SipRequest | SipResponse;
type Params = Readonly<Record<string, string | true>>;

/** RFC 3261 7.3.3 */
const COMPACT: Readonly<Record<string, string>> = {
  i: 'call-id',
  m: 'contact',
  e: 'content-encoding',
  l: 'content-length',
  c: 'content-type',
  f: 'from',
  s: 'subject',
  k: 'supported',
  t: 'to',
  v: 'via',
};
/** Headers whose value may be several, separated by commas. */
const LISTS = new Set([
  'via',
  'route',
  'record-route',
  'path',
  'contact',
  'supported',
  'require',
  'allow',
  'allow-events',
]);

function canonical(name: string): string {
  const lower = name.toLowerCase();
  return COMPACT[lower] ?? lower;
}

/** The first value of a header, whatever its case or form; undefined when it is not there. */
export function header(message: Edited, name: string): string | undefined {
  const wanted = canonical(name);
  const found = message.headers.find(([own]) => canonical(own) === wanted);
  return found && LISTS.has(wanted) ? splitList(found[1])[0] : found?.[1];
}

/** All values of a header, in order; lists are taken apart. */
export function headers(message: Edited, name: string): readonly string[] {
  const wanted = canonical(name);
  const values: string[] = [];
  for (const [own, value] of message.headers)
    if (canonical(own) === wanted) values.push(...(LISTS.has(wanted) ? splitList(value) : [value]));
  return values;
}

/** The message with one such header, in the place of the first that there was, else at the end. */
export function withHeader<M extends Edited>(message: M, name: string, value: string): M {
  const wanted = canonical(name);
  const at = message.headers.findIndex(([own]) => canonical(own) === wanted);
  const others = message.headers.filter(([own]) => canonical(own) !== wanted);
  const place = at < 0 ? others.length : at;
  return { ...message, headers: [...others.slice(0, place), [name, value] as const, ...others.slice(place)] };
}

/** The message with a value on top of all of that header (Via, Route, Record-Route). */
export function prepend<M extends Edited>(message: M, name: string, value: string): M {
  const wanted = canonical(name);
  const at = message.headers.findIndex(([own]) => canonical(own) === wanted);
  const place = at < 0 ? 0 : at;
  return {
    ...message,
    headers: [...message.headers.slice(0, place), [name, value] as const, ...message.headers.slice(place)],
  };
}

/** The message without the first value of a header. */
export function dropFirst<M extends Edited>(message: M, name: string): M {
  const wanted = canonical(name);
  const at = message.headers.findIndex(([own]) => canonical(own) === wanted);
  if (at < 0) return message;
  const [own, value] = message.headers[at]!;
  const rest = LISTS.has(wanted) ? splitList(value).slice(1) : [];
  const kept: readonly Header[] = rest.length > 0 ? [[own, rest.join(', ')]] : [];
  return {
    ...message,
    headers: [...message.headers.slice(0, at), ...kept, ...message.headers.slice(at + 1)],
  };
}

/** The request with another Request-URI. */
export function withUri(request: SipRequest, uri: string): SipRequest {
  return { ...request, uri };
}

/** "1 REGISTER"; a method of "" when there is none. */
export function cseq(message: Edited): { readonly number: number; readonly method: string } {
  const match = /^\s*(\d+)\s+(\S+)/.exec(header(message, 'CSeq') ?? '');
  return { number: Number(match?.[1] ?? 0), method: match?.[2] ?? '' };
}

/** "SIP/2.0/TLS 192.168.1.5:12723;branch=z9hG4bK1" */
export function parseVia(value: string): Via {
  const match = /^\s*SIP\s*\/\s*2\.0\s*\/\s*(\S+)\s+([^;\s:]+)(?:\s*:\s*(\d+))?\s*(.*)$/i.exec(value);
  if (!match) return { transport: '', host: '', port: null, params: {} };
  return {
    transport: match[1]!,
    host: match[2]!,
    port: match[3] === undefined ? null : Number(match[3]),
    params: parseParams(match[4]!),
  };
}

export function formatVia({ transport, host, port, params }: Via): string {
  return `SIP/2.0/${transport} ${host}${port === null ? '' : `:${port}`}${formatParams(params)}`;
}

/**
 * "sip:bob@contoso.com;transport=tls"
 * A text that is no SIP URI gives one without a host, which nothing can be routed to.
 */
export function parseUri(value: string): SipUri {
  const match = /^\s*(sips?):(?:([^@;?]*)@)?(\[[^\]]*\]|[^:;?\s]+)(?::(\d+))?([^?]*)/i.exec(value);
  if (!match) return { scheme: 'sip', user: null, host: '', port: null, params: {} };
  return {
    scheme: match[1]!.toLowerCase(),
    user: match[2] ?? null,
    host: match[3]!.toLowerCase(),
    port: match[4] === undefined ? null : Number(match[4]),
    params: parseParams(match[5]!),
  };
}

export function formatUri({ scheme, user, host, port, params }: SipUri): string {
  return `${scheme}:${user === null ? '' : `${user}@`}${host}${port === null ? '' : `:${port}`}${formatParams(params)}`;
}

/** `"Bob" <sip:bob@contoso.com>;tag=1`, with or without the brackets. */
export function parseNameAddress(value: string): NameAddress {
  const bracketed = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<([^>]*)>\s*(.*)$/.exec(value);
  if (bracketed) {
    const display = (bracketed[1] ?? bracketed[2] ?? '').trim();
    return {
      display: display === '' ? null : display,
      uri: bracketed[3]!,
      params: parseParams(bracketed[4]!),
    };
  }
  // Without brackets the parameters belong to the header, not to the URI (RFC 3261 20.10).
  const [uri, ...params] = value.trim().split(';');
  return { display: null, uri: uri ?? '', params: parseParams(params.map((one) => `;${one}`).join('')) };
}

/** Takes a list apart at its commas, but not at those within quotes or brackets. */
function splitList(value: string): string[] {
  if (!value.includes(',')) return [value.trim()];
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let bracket = false;
  for (let i = 0; i < value.length; i++) {
    const character = value[i];
    if (character === '\\' && quoted) i++;
    else if (character === '"') quoted = !quoted;
    else if (character === '<' && !quoted) bracket = true;
    else if (character === '>' && !quoted) bracket = false;
    else if (character === ',' && !quoted && !bracket) {
      parts.push(value.slice(start, i).trim());
      start = i + 1;
    }
  }
  parts.push(value.slice(start).trim());
  return parts;
}

function parseParams(text: string): Params {
  const params: Record<string, string | true> = {};
  for (const match of text.matchAll(/;\s*([^=;\s]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^;]*))?/g)) {
    const name = match[1]!.toLowerCase();
    if (name !== '__proto__') params[name] = match[2] === undefined ? true : match[2].trim();
  }
  return params;
}

function formatParams(params: Params): string {
  return Object.entries(params)
    .map(([name, value]) => (value === true ? `;${name}` : `;${name}=${value}`))
    .join('');
}

/** Reads the header lines of a message: folded ones are joined (RFC 3261 7.3.1). */
export function readHeaders(lines: readonly string[]): Header[] {
  const list: [string, string][] = [];
  for (const line of lines) {
    const last = list.at(-1);
    if (/^[ \t]/.test(line)) {
      if (!last) throw new DecodeError('the first header line begins with a blank', 0);
      last[1] = `${last[1]} ${line.trim()}`.trim();
      continue;
    }
    const match = /^([!%'*+\-.\w`~]+)[ \t]*:[ \t]*(.*)$/.exec(line);
    if (!match) throw new DecodeError(`"${line.slice(0, 40)}" is no header`, 0);
    list.push([match[1]!, match[2]!.trim()]);
  }
  return list;
}
