import type { Codec } from '../codec/codec.ts';
import { DecodeError } from '../codec/reader.ts';
import { decodeUtf8, encodeUtf8, utf8Length } from '../codec/utf8.ts';
import { header, headers, readHeaders } from './headers.ts';
import type { SipMessage, SipRequest, SipResponse } from './message.ts';

const KEEP_ALIVE = '\r\n\r\n';

/** RFC 3261 7. Content-Length is written from the body and read as its length. */
export const sipCodec: Codec<SipMessage> = {
  id: 'sip',
  title: 'Session Initiation Protocol',
  family: 'sip',
  write(message, writer) {
    if (message.kind === 'keep-alive') {
      writer.ascii(KEEP_ALIVE, 'Keep-alive', 'CRLF CRLF');
      return;
    }
    const first = firstLine(message);
    writer.bytes(
      encodeUtf8(`${first}\r\n`),
      message.kind === 'request' ? 'Request-Line' : 'Status-Line',
      first,
    );
    for (const [name, value] of message.headers)
      writer.bytes(encodeUtf8(`${name}: ${value}\r\n`), name, value);
    const length = String(utf8Length(message.body));
    writer.ascii(`Content-Length: ${length}\r\n`, 'Content-Length', length);
    writer.ascii('\r\n', 'End of headers', '');
    if (message.body !== '') writer.bytes(encodeUtf8(message.body), 'Message body', message.body);
  },
  read(bytes) {
    const text = decodeUtf8(bytes);
    if (text === KEEP_ALIVE || text === '\r\n') return { protocol: 'sip', kind: 'keep-alive' };
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) throw new DecodeError('the headers have no end', bytes.length);
    const [first = '', ...lines] = text.slice(0, end).split('\r\n');
    const list = readHeaders(lines);
    const start = readFirstLine(first);
    const probe = { ...start, headers: list, body: '' } as SipRequest | SipResponse;
    const rest = encodeUtf8(text.slice(end + 4));
    const length = contentLength(probe, rest.length);
    if (length > rest.length)
      throw new DecodeError(`Content-Length says ${length}, ${rest.length} bytes are there`, bytes.length);
    checkMandatory(probe);
    const kept = list.filter(([name]) => !/^(content-length|l)$/i.test(name));
    return { ...start, headers: kept, body: decodeUtf8(rest.slice(0, length)) };
  },
  size(message) {
    if (message.kind === 'keep-alive') return KEEP_ALIVE.length;
    const body = utf8Length(message.body);
    let size =
      utf8Length(firstLine(message)) + 2 + 'Content-Length: \r\n\r\n'.length + String(body).length + body;
    for (const [name, value] of message.headers) size += name.length + 4 + utf8Length(value);
    return size;
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
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  if (text.startsWith(KEEP_ALIVE)) return KEEP_ALIVE.length;
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const match = /\r\n(?:content-length|l)[ \t]*:[ \t]*(\d+)/i.exec(text.slice(0, end));
  const whole = end + 4 + Number(match?.[1] ?? 0);
  return whole <= bytes.length ? whole : null;
}

function firstLine(message: SipRequest | SipResponse): string {
  return message.kind === 'request'
    ? `${message.method} ${message.uri} SIP/2.0`
    : `SIP/2.0 ${message.status} ${message.reason}`;
}

function readFirstLine(
  line: string,
): Omit<SipRequest, 'headers' | 'body'> | Omit<SipResponse, 'headers' | 'body'> {
  const status = /^SIP\/2\.0 (\d{3}) (.*)$/i.exec(line);
  if (status) return { protocol: 'sip', kind: 'response', status: Number(status[1]), reason: status[2]! };
  const request = /^([!%'*+\-.\w`~]+) (\S+) SIP\/2\.0$/i.exec(line);
  if (!request)
    throw new DecodeError(`"${line.slice(0, 40)}" is neither a request nor a status line of SIP/2.0`, 0);
  return { protocol: 'sip', kind: 'request', method: request[1]!, uri: request[2]! };
}

function contentLength(message: SipRequest | SipResponse, present: number): number {
  const values = headers(message, 'Content-Length');
  if (values.length === 0) return present;
  if (values.some((value) => !/^\d{1,9}$/.test(value)) || new Set(values).size > 1)
    throw new DecodeError(`Content-Length "${values.join(', ')}" is no number of bytes`, 0);
  return Number(values[0]);
}

/** RFC 3261 8.1.1 */
function checkMandatory(message: SipRequest | SipResponse): void {
  for (const name of ['Via', 'From', 'To', 'Call-ID', 'CSeq'])
    if (header(message, name) === undefined) throw new DecodeError(`${name} is missing`, 0);
}
