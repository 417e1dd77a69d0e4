import type { Codec } from '../codec/codec.ts';
import { DecodeError } from '../codec/reader.ts';
import { decodeBody, encodeBody } from '../codec/body.ts';
import type { HeaderText, LengthRule } from '../codec/header-text.ts';
import { bodyStart, headerTextSize, withoutLength, writeHeaderText } from '../codec/header-text.ts';
import { decodeUtf8 } from '../codec/utf8.ts';
import { decodeChunks, encodeChunks, isChunked } from './chunks.ts';
import { readHeader } from './header.ts';
import type { HttpHeader, HttpMessage, HttpRequest, HttpResponse } from './message.ts';
import { httpNotes } from './notes.ts';

/** RFC 2616 4. Left out on purpose: folded headers, and what a HEAD is answered with. */
export const httpCodec: Codec<HttpMessage> = {
  id: 'http',
  title: 'Hypertext Transfer Protocol',
  family: 'http',
  notes: httpNotes,
  write(message, writer) {
    writeHeaderText(textOf(message), ruleOf(message), writer);
  },
  read(bytes) {
    const end = bodyStart(bytes);
    if (end < 0) throw new DecodeError('the headers have no end', bytes.length);
    const [first = '', ...lines] = decodeUtf8(bytes.subarray(0, end - 4)).split('\r\n');
    const headers = lines.map(readHeader);
    const start = readFirstLine(first);
    const length = lengthOf(headers, start, bytes.length - end);
    if (isChunked(headers)) {
      const { body, chunks, end: last } = decodeChunks(bytes, end);
      if (last < bytes.length) throw new DecodeError('bytes follow the last chunk', last);
      const usual = chunks.trailer.length === 0 && chunks.sizes.length <= 1;
      return { ...start, headers, body: decodeBody(body), ...(!usual && { chunks }) };
    }
    const message: HttpMessage = { ...start, headers, body: decodeBody(bytes.subarray(end, end + length)) };
    const rule = ruleOf(message);
    if (!headers.some(([name]) => rule.isLength(name)) && rule.always) return { ...message, unsized: true };
    return { ...message, headers: withoutLength(headers, length, rule) };
  },
  size(message) {
    return headerTextSize(textOf(message), ruleOf(message));
  },
  label(message) {
    if (message.kind === 'response') return `${message.status} ${message.reason}`;
    const path = message.target.split('?')[0]!;
    return `${message.method} ${path.length > 44 ? `${path.slice(0, 43)}…` : path}`;
  },
};

const isLength = (name: string) => name.toLowerCase() === 'content-length';
/** Which responses never have a body (RFC 2616 4.4). */
const EMPTY = /^(?:1..|204|304)$/;
/** Requests without a body say nothing of its length, but for those that are expected to have one (RFC 2616 4.3). */
const WITH_BODY = new Set(['POST', 'PUT']);

function ruleOf(message: HttpMessage): LengthRule {
  const usual =
    message.body !== '' ||
    (message.kind === 'request' ? WITH_BODY.has(message.method) : !EMPTY.test(String(message.status)));
  return { isLength, always: usual && !message.unsized && !isChunked(message.headers) };
}

function textOf(message: HttpMessage): HeaderText {
  const { headers } = message;
  const version = `HTTP/${message.version ?? '1.1'}`;
  const body = isChunked(headers)
    ? decodeBody(encodeChunks(encodeBody(message.body), message.chunks))
    : message.body;
  return message.kind === 'request'
    ? { first: `${message.method} ${message.target} ${version}`, title: 'Request-Line', headers, body }
    : { first: `${version} ${message.status} ${message.reason}`, title: 'Status-Line', headers, body };
}

/**
 * How many bytes of body there are; all that are present where nothing says so.
 * @throws DecodeError when Content-Length cannot be
 */
function lengthOf(headers: readonly HttpHeader[], start: Start, present: number): number {
  const lengths = headers.filter(([name]) => isLength(name)).map(([, value]) => value);
  if (lengths.length === 0) return present;
  if (lengths.some((value) => !/^\d{1,15}$/.test(value) || Number(value) !== Number(lengths[0])))
    throw new DecodeError('Content-Length is no number of bytes', 0);
  if (start.kind === 'response' && EMPTY.test(String(start.status))) return 0;
  const length = Number(lengths[0]);
  if (length !== present && !isChunked(headers))
    throw new DecodeError(`Content-Length says ${length}, ${present} bytes are there`, 0);
  return length;
}

type Start = Omit<HttpRequest, 'headers' | 'body'> | Omit<HttpResponse, 'headers' | 'body'>;

function readFirstLine(line: string): Start {
  const status = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: (.*))?$/.exec(line);
  if (status) {
    const [, minor, code, reason = ''] = status;
    return { protocol: 'http', ...versionOf(minor), kind: 'response', status: Number(code), reason };
  }
  const [, method, target, minor] = /^([A-Z-]+) (\S+) HTTP\/1\.([01])$/.exec(line) ?? [];
  if (method === undefined || target === undefined)
    throw new DecodeError(`"${line.slice(0, 40)}" is neither a request nor a status line of HTTP/1.1`, 0);
  return { protocol: 'http', ...versionOf(minor), kind: 'request', method, target };
}

function versionOf(minor: string | undefined): { version?: '1.0' } {
  return minor === '0' ? { version: '1.0' } : {};
}
