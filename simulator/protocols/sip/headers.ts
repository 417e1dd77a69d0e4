import { remembered } from '../codec/remembered.ts';
import type { Header, NameAddress, SipRequest, SipResponse, SipUri, Via } from './message.ts';

type Edited = SipRequest | SipResponse;
type Params = Readonly<Record<string, string | true>>;

/** RFC 3261 7.3.3, and what RFC 3515, 3892, 4028 and 6665 added. */
const COMPACT: ReadonlyMap<string, string> = new Map([
  ['b', 'referred-by'],
  ['c', 'content-type'],
  ['e', 'content-encoding'],
  ['f', 'from'],
  ['i', 'call-id'],
  ['k', 'supported'],
  ['l', 'content-length'],
  ['m', 'contact'],
  ['o', 'event'],
  ['r', 'refer-to'],
  ['s', 'subject'],
  ['t', 'to'],
  ['u', 'allow-events'],
  ['v', 'via'],
  ['x', 'session-expires'],
]);
/** Headers whose value may be several, separated by commas. */
const LISTS = new Set([
  'via',
  'route',
  'record-route',
  'path',
  'contact',
  'supported',
  'require',
  'proxy-require',
  'accept',
  'allow',
  'allow-events',
]);

/** RFC 3261 25.1 */
const TOKEN = /^[\w\-.!%*+`'~]+$/;

/** What a header is called whatever its case or form: "from" for "From" and "F". */
export const canonical = remembered((name: string): string => {
  const lower = name.toLowerCase();
  return COMPACT.get(lower) ?? lower;
});

/** The values in one header line, by the header's canonical name. */
export function valuesOf(name: string, value: string): readonly string[] {
  return LISTS.has(name) ? splitList(value) : [value];
}

/** Is a header called that (its full name)? In another case it is as long, as a compact form it is one letter. */
export function isNamed(own: string, name: string): boolean {
  if (own === name) return true;
  return (own.length === name.length || own.length === 1) && canonical(own) === canonical(name);
}

/** Where the first header of that name stands; -1 when there is none. */
function placeOf(message: Edited, name: string): number {
  const list = message.headers;
  for (let i = 0; i < list.length; i++) if (isNamed(list[i]![0], name)) return i;
  return -1;
}

/** The message with other headers. Written out: a copy of objects of several kinds takes long. */
function withHeaders<M extends Edited>(message: M, list: readonly Header[]): M {
  const { protocol, body } = message;
  const copy: Edited =
    message.kind === 'request'
      ? { protocol, kind: message.kind, method: message.method, uri: message.uri, headers: list, body }
      : { protocol, kind: message.kind, status: message.status, reason: message.reason, headers: list, body };
  return copy as M;
}

/** The message with these headers in place of some. */
function spliced<M extends Edited>(message: M, at: number, left: number, ...more: readonly Header[]): M {
  const list = [...message.headers];
  list.splice(at, left, ...more);
  return withHeaders(message, list);
}

/** The first value of a header, whatever its case or form; undefined when it is not there. */
export function header(message: Edited, name: string): string | undefined {
  const at = placeOf(message, name);
  return at < 0 ? undefined : valuesOf(canonical(name), message.headers[at]![1])[0];
}

/** All values of a header, in order; lists are taken apart. */
export function headers(message: Edited, name: string): readonly string[] {
  const values: string[] = [];
  for (const [own, value] of message.headers)
    if (isNamed(own, name)) values.push(...valuesOf(canonical(name), value));
  return values;
}

/** The message with one such header, in the place of the first that there was, else at the end. */
export function withHeader<M extends Edited>(message: M, name: string, value: string): M {
  const at = placeOf(message, name);
  const others = message.headers.filter(([own]) => !isNamed(own, name));
  others.splice(at < 0 ? others.length : at, 0, [name, value]);
  return withHeaders(message, others);
}

/** The message with a value on top of all of that header (Via, Route, Record-Route). */
export function prepend<M extends Edited>(message: M, name: string, value: string): M {
  return spliced(message, Math.max(placeOf(message, name), 0), 0, [name, value]);
}

/** The message without the first value of a header. */
export function dropFirst<M extends Edited>(message: M, name: string): M {
  const at = placeOf(message, name);
  return at < 0 ? message : spliced(message, at, 1, ...othersIn(message.headers[at]!));
}

/** The message with another first value of a header, which it must have. */
export function replaceFirst<M extends Edited>(message: M, name: string, value: string): M {
  const at = placeOf(message, name);
  return spliced(message, at, 1, [name, value], ...othersIn(message.headers[at]!));
}

/** A header without its first value: none when it had no other. */
function othersIn([own, value]: Header): readonly Header[] {
  const others = valuesOf(canonical(own), value).slice(1);
  return others.length > 0 ? [[own, others.join(', ')]] : [];
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
export const parseVia = remembered((value: string): Via => {
  const match = /^\s*SIP\s*\/\s*2\.0\s*\/\s*(\S+)\s+(\[[^\]]*\]|[^;\s:]+)(?:\s*:\s*(\d+))?\s*(.*)$/i.exec(
    value,
  );
  if (!match) return { transport: '', host: '', port: null, params: {} };
  return {
    transport: match[1]!,
    host: match[2]!,
    port: match[3] === undefined ? null : Number(match[3]),
    params: parseParams(match[4]!),
  };
});

export function formatVia({ transport, host, port, params }: Via): string {
  return `SIP/2.0/${transport} ${host}${port === null ? '' : `:${port}`}${formatParams(params)}`;
}

/**
 * "sip:bob@contoso.com;transport=tls"
 * A text that is no SIP URI gives one without a host, which nothing can be routed to. The user keeps its password, if
 * it has one, and its parameters ("bob;phone-context=x"): the URI belongs to whoever understands them.
 */
export const parseUri = remembered((value: string): SipUri => {
  const match = /^[ \t]*(sips?):(?:([^@]*)@)?(\[[^\]]*\]|[^:;?\s]+)(?::(\d+))?([^?]*)/i.exec(value);
  if (!match) return { scheme: 'sip', user: null, host: '', port: null, params: {} };
  return {
    scheme: match[1]!.toLowerCase(),
    user: match[2] === undefined ? null : normalEscapes(match[2]),
    host: match[3]!.toLowerCase(),
    port: match[4] === undefined ? null : Number(match[4]),
    params: parseParams(normalEscapes(match[5]!)),
  };
});

/**
 * Equal parts of URIs become equal texts (RFC 3261 19.1.4): an escape that none needs becomes its character, once
 * ("%75" is "u", "%2541" stays), any other has capital digits ("%40", "%00").
 */
function normalEscapes(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(parseInt(escape.slice(1), 16));
    return /[\w\-.!~*'()]/.test(character) ? character : escape.toUpperCase();
  });
}

export function formatUri({ scheme, user, host, port, params }: SipUri): string {
  return `${scheme}:${user === null ? '' : `${user}@`}${host}${port === null ? '' : `:${port}`}${formatParams(params)}`;
}

/** `"Bob" <sip:bob@contoso.com>;tag=1`, with or without the brackets; quotes and backslashes are undone. */
export const parseNameAddress = remembered((value: string): NameAddress => {
  const bracketed = /^[ \t]*(?:"((?:[^"\\]|\\.)*)"[ \t]*|([^<"]*))<([^>]*)>(.*)$/s.exec(value);
  if (bracketed) {
    const display = bracketed[1]?.replace(/\\(.)/gs, '$1') ?? trimBlanks(bracketed[2]!);
    return {
      display: display === '' ? null : display,
      uri: trimBlanks(bracketed[3]!),
      params: parseParams(bracketed[4]!),
    };
  }
  // Without brackets the parameters belong to the header, not to the URI (RFC 3261 20.10).
  const at = value.indexOf(';');
  const uri = trimBlanks(at < 0 ? value : value.slice(0, at));
  return { display: null, uri, params: parseParams(at < 0 ? '' : value.slice(at)) };
});

/** Takes a list apart at its commas, but not at those within quotes or brackets. */
function splitList(value: string): string[] {
  if (!value.includes(',')) return [trimBlanks(value)];
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
      parts.push(trimBlanks(value.slice(start, i)));
      start = i + 1;
    }
  }
  parts.push(trimBlanks(value.slice(start)));
  return parts;
}

function parseParams(text: string): Params {
  const params: Record<string, string | true> = {};
  for (const match of text.matchAll(/;\s*([^=;\s]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^;]*))?/g)) {
    const name = match[1]!.toLowerCase();
    if (name !== '__proto__') params[name] = match[2] === undefined ? true : trimBlanks(match[2]);
  }
  return params;
}

function formatParams(params: Params): string {
  let text = '';
  for (const name of Object.keys(params)) {
    const value = params[name]!;
    text += value === true ? `;${name}` : `;${name}=${value}`;
  }
  return text;
}

/**
 * Reads the header lines of a message: folded ones are joined (RFC 3261 7.3.1). The first line that is no header is
 * told, and left out: the others serve to answer.
 */
export function readHeaders(lines: readonly string[]): { headers: Header[]; wrong: string | null } {
  const list: [string, string][] = [];
  let wrong: string | null = null;
  for (const line of lines) {
    const last = list.at(-1);
    const folded = isBlank(line.charCodeAt(0));
    const colon = line.indexOf(':');
    const name = trimBlanks(line.slice(0, Math.max(colon, 0)));
    if (/[\r\n]/.test(line) || !(folded ? last : TOKEN.test(name)))
      wrong ??= `"${line.slice(0, 40)}" is no header`;
    else if (folded) last![1] = trimBlanks(`${last![1]} ${trimBlanks(line)}`);
    else list.push([name, trimBlanks(line.slice(colon + 1))]);
  }
  return { headers: list, wrong };
}

/** Without the blanks around it. Not `trim`, which takes more than SIP's blanks, such as U+FEFF. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
