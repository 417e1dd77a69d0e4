import type { Codec } from '../codec/codec.ts';
import { DecodeError } from '../codec/reader.ts';
import { decodeBody } from '../codec/body.ts';
import type { HeaderText, LengthRule } from '../codec/header-text.ts';
import { bodyStart, headerTextSize, withoutLength, writeHeaderText } from '../codec/header-text.ts';
import { decodeUtf8 } from '../codec/utf8.ts';
import { canonical, header, headers, isNamed, readHeaders, trimBlanks, valuesOf } from './headers.ts';
import type { Header, SipMessage, SipRequest, SipResponse } from './message.ts';
import { SipFault } from './message.ts';
import { sipNotes } from './notes.ts';

const KEEP_ALIVE = '\r\n\r\n';
/** RFC 3261 20.14: over TCP it must be there. */
const LENGTH: LengthRule = { isLength: (name) => isNamed(name, 'Content-Length'), always: true };

/** RFC 3261 7. Content-Length is written from the body and read as its length. */
export const sipCodec: Codec<SipMessage> = {
  id: 'sip',
  title: 'Session Initiation Protocol',
  family: 'sip',
  notes: sipNotes,
  write(message, writer) {
    if (message.kind === 'keep-alive') {
      writer.ascii(KEEP_ALIVE, 'Keep-alive', 'CRLF CRLF');
      return;
    }
    writeHeaderText(textOf(message), LENGTH, writer);
  },
  read(bytes) {
    const start = skipEmptyLines(bytes);
    if (start > 0 && start === bytes.length) return { protocol: 'sip', kind: 'keep-alive' };
    const end = bodyStart(bytes, start);
    if (end < 0) throw new DecodeError('the headers have no end', bytes.length);
    const [first = '', ...lines] = decodeUtf8(bytes.subarray(start, end - 4)).split('\r\n');
    const { headers: list, wrong } = readHeaders(lines);
    const message = readFirstLine(first, list);
    if (wrong !== null) throw new SipFault(wrong, start, 400, message);
    const length = contentLength(message, bytes.length - end);
    const whole = {
      ...message,
      headers: withoutLength(list, length, LENGTH),
      body: decodeBody(bytes.subarray(end, end + length)),
    };
    checkMessage(whole);
    return whole;
  },
  size(message) {
    if (message.kind === 'keep-alive') return KEEP_ALIVE.length;
    return headerTextSize(textOf(message), LENGTH);
  },
  label(message) {
    if (message.kind === 'keep-alive') return 'SIP keep-alive';
    if (message.kind === 'response') return `${message.status} ${message.reason}`;
    const event = header(message, 'Event');
    const about = message.method === 'SUBSCRIBE' || message.method === 'BENOTIFY' ? (event ?? '') : '';
    return about === '' ? message.method : `${message.method} ${about.replace('vnd-microsoft-', '')}`;
  },
};

/** Length of the first whole message in a stream's bytes, or null when more must come (RFC 3261 18.3). */
export function frame(bytes: Uint8Array): number | null {
  const start = skipEmptyLines(bytes);
  if (start >= KEEP_ALIVE.length) return start;
  const end = bodyStart(bytes, start);
  if (end < 0) return null;
  let text = '';
  for (const byte of bytes.subarray(start, end)) text += String.fromCharCode(byte);
  const match = /\r\n(?:content-length|l)[ \t]*:[ \t]*(\d+)/i.exec(text);
  const whole = end + Number(match?.[1] ?? 0);
  return whole <= bytes.length ? whole : null;
}

/** Where the first line begins: empty ones before it do not count (RFC 3261 7.5). */
function skipEmptyLines(bytes: Uint8Array): number {
  let at = 0;
  while (bytes[at] === 13 && bytes[at + 1] === 10) at += 2;
  return at;
}

function textOf(message: SipRequest | SipResponse): HeaderText {
  const { headers: list, body } = message;
  return message.kind === 'request'
    ? { first: `${message.method} ${message.uri} SIP/2.0`, title: 'Request-Line', headers: list, body }
    : { first: `SIP/2.0 ${message.status} ${message.reason}`, title: 'Status-Line', headers: list, body };
}

/** The message without its body. */
function readFirstLine(line: string, list: readonly Header[]): SipRequest | SipResponse {
  const rest = { protocol: 'sip', headers: list, body: '' } as const;
  const response = /^SIP\/(\d+\.\d+) (\d+)(?: ([^\r\n]*))?$/i.exec(line);
  if (response) {
    const [, version, status, reason = ''] = response;
    const message: SipResponse = { ...rest, kind: 'response', status: Number(status), reason };
    if (version !== '2.0' || !/^[1-6]\d\d$/.test(status!))
      throw new SipFault(`"${line.slice(0, 40)}" is no status line of SIP/2.0`, 0, 400, message);
    return message;
  }
  const [, method = '', uri = '', version] = /^([^ ]+) ([^ ]+) SIP\/(\d+\.\d+)$/i.exec(line) ?? [];
  const message: SipRequest = { ...rest, kind: 'request', method: method || (line.split(' ')[0] ?? ''), uri };
  if (version !== undefined && version !== '2.0')
    throw new SipFault(`the version is SIP/${version}`, 0, 505, message);
  if (version === undefined)
    throw new SipFault(`"${line.slice(0, 40)}" is neither a request nor a status line`, 0, 400, message);
  return message;
}

function contentLength(message: SipRequest | SipResponse, present: number): number {
  const values = headers(message, 'Content-Length');
  if (values.length === 0) return present;
  if (values.some((value) => !/^\d{1,9}$/.test(value)) || new Set(values).size > 1)
    throw new SipFault(`Content-Length "${values.join(', ')}" is no number of bytes`, 0, 400, message);
  const length = Number(values[0]);
  if (length > present)
    throw new SipFault(`Content-Length says ${length}, ${present} bytes are there`, 0, 400, message);
  return length;
}

// Blanks, parameters and addresses as RFC 3261 25.1 has them, but for characters that it forbids and nobody minds.
const PARAMS = String.raw`(?:[ \t]*;[ \t]*[^\s;=,"<>]+(?:[ \t]*=[ \t]*(?:"(?:[^"\\]|\\.)*"|[^\s;,"<>]+))?)*[ \t]*$`;
const SCHEME = String.raw`[a-z][a-z0-9+.\-]*:`;
const VIA = new RegExp(
  String.raw`^SIP[ \t]*\/[ \t]*2\.0[ \t]*\/[ \t]*[\w\-.!%*+~]+[ \t]+(?:\[[^\]\s]*\]|[\w\-.]+)(?:[ \t]*:[ \t]*\d{1,5})?${PARAMS}`,
  'is',
);
/** With brackets, and a display name in quotes or of tokens; or bare, without anything that brackets are needed for. */
const ADDRESS = new RegExp(
  String.raw`^(?:(?:"(?:[^"\\]|\\.)*"[ \t]*|[\w\-.!%*+\`'~ \t]*)<${SCHEME}[^\s<>"]+>|${SCHEME}[^\s<>",;?]+)${PARAMS}`,
  'is',
);
const EMPTY_BRANCH = /^[^,]*;[ \t]*branch[ \t]*=[ \t]*z9hG4bK[ \t]*(?:[;,]|$)/i;
const URI = new RegExp(`^${SCHEME}[^\\s<>"]+$`, 'i');

/** Headers that every element reads, by canonical name: what their values look like. */
const FORMS: ReadonlyMap<string, RegExp> = new Map([
  ['via', VIA],
  ['from', ADDRESS],
  ['to', ADDRESS],
  ['contact', ADDRESS],
  ['route', ADDRESS],
  ['record-route', ADDRESS],
  ['call-id', /^\S+$/],
  ['cseq', /^0*\d{1,10}[ \t]+\S+$/],
  ['max-forwards', /^0*\d{1,3}$/],
]);
/** RFC 3261 8.1.1 */
const MANDATORY = ['via', 'from', 'to', 'call-id', 'cseq'];
const ONCE = new Set(['from', 'to', 'call-id', 'cseq', 'max-forwards', 'content-type']);

/**
 * Looks whether a message can be acted on: its Request-URI and the headers that every element reads. What only some
 * use (Date, Expires, Warning) is theirs to judge.
 * @throws SipFault
 */
export function checkMessage(message: SipRequest | SipResponse): void {
  const wrong = wrongWith(message);
  if (wrong !== null) throw new SipFault(wrong, 0, 400, message);
}

function wrongWith(message: SipRequest | SipResponse): string | null {
  const seen = new Map<string, string>();
  for (const [name, value] of message.headers) {
    const known = canonical(name);
    const form = FORMS.get(known);
    if (seen.has(known) && ONCE.has(known)) return `${name} is there more than once`;
    if (
      form &&
      !(known === 'contact' && value === '*') &&
      !valuesOf(known, value).every((one) => form.test(one))
    )
      return `"${name}: ${value.slice(0, 60)}" cannot be understood`;
    if (!seen.has(known)) seen.set(known, value);
  }
  const missing = MANDATORY.find((name) => !seen.has(name));
  if (missing !== undefined) return `${missing} is missing`;
  const [number = '', method = ''] = seen.get('cseq')!.split(/[ \t]+/);
  if (Number(number) > 0xffffffff) return `CSeq ${number} has more than 32 bits`;
  if (Number(seen.get('max-forwards') ?? 0) > 255) return 'Max-Forwards is more than 255';
  if (EMPTY_BRANCH.test(seen.get('via')!)) return 'the branch is empty';
  return message.kind === 'request' ? wrongWithRequest(message, method) : null;
}

function wrongWithRequest({ method, uri }: SipRequest, counted: string): string | null {
  if (method !== counted) return `the method is ${method}, that of CSeq ${counted}`;
  if (!URI.test(uri)) return `"${uri.slice(0, 60)}" is no URI`;
  // Headers in a URI are for links on pages; a "?" in the user is none (RFC 3261 19.1.1).
  if (/^sips?:/i.test(uri) && uri.includes('?', uri.lastIndexOf('@'))) return 'the Request-URI has headers';
  return null;
}

/** What an element is able to do; what is left out it does not look at. */
export interface Abilities {
  readonly methods?: readonly string[];
  readonly extensions: readonly string[];
  /** Content-Types, without parameters, in small letters. */
  readonly bodies?: readonly string[];
}

/** How a request is turned down: status and headers of the response. */
export interface Refusal {
  readonly status: number;
  readonly headers: readonly Header[];
}

/**
 * Looks whether an element is able to do what a well-formed request asks for (RFC 3261 8.2.1 to 8.2.3 for an endpoint,
 * which minds Require; 16.3 for a proxy, which minds Proxy-Require).
 */
export function refusalOf(
  request: SipRequest,
  able: Abilities,
  minds: 'Require' | 'Proxy-Require',
): Refusal | null {
  if (request.method === 'ACK') return null;
  if (able.methods?.includes(request.method) === false)
    return { status: 501, headers: [['Allow', able.methods.join(', ')]] };
  if (!/^(sips?|tel):/i.test(request.uri)) return { status: 416, headers: [] };
  const unknown = headers(request, minds).filter((one) => !able.extensions.includes(one));
  if (unknown.length > 0 && request.method !== 'CANCEL')
    return { status: 420, headers: [['Unsupported', unknown.join(', ')]] };
  const type = trimBlanks((header(request, 'Content-Type') ?? '').split(';')[0]!).toLowerCase();
  if (request.body !== '' && able.bodies?.includes(type) === false)
    return { status: 415, headers: [['Accept', able.bodies.join(', ')]] };
  return null;
}
