import type { Codec } from '../codec/codec.ts';
import { DecodeError } from '../codec/reader.ts';
import { decodeBody } from '../codec/body.ts';
import { bodyStart, headerTextSize, writeHeaderText } from '../codec/header-text.ts';
import { decodeUtf8 } from '../codec/utf8.ts';
import type { HttpHeader, HttpMessage } from './message.ts';

/** RFC 2616 4. Left out on purpose: chunked bodies, trailers, HTTP/1.0, folded headers. */
export const httpCodec: Codec<HttpMessage> = {
  id: 'http',
  title: 'Hypertext Transfer Protocol',
  family: 'http',
  write(message, writer) {
    const title = message.kind === 'request' ? 'Request-Line' : 'Status-Line';
    writeHeaderText(firstLine(message), title, message, writer);
  },
  read(bytes) {
    const end = bodyStart(bytes);
    if (end < 0) throw new DecodeError('the headers have no end', bytes.length);
    const [first = '', ...lines] = decodeUtf8(bytes.subarray(0, end - 4)).split('\r\n');
    const all = lines.map(readHeader);
    const present = bytes.length - end;
    const lengths = all.filter(([name]) => isLength(name));
    const length = lengths.length === 0 ? present : Number(lengths[0]![1]);
    if (!Number.isInteger(length) || length < 0 || lengths.some(([, value]) => Number(value) !== length))
      throw new DecodeError('Content-Length is no number of bytes', 0);
    if (length > present)
      throw new DecodeError(`Content-Length says ${length}, ${present} bytes are there`, bytes.length);
    const headers = all.filter(([name]) => !isLength(name));
    const body = decodeBody(bytes.subarray(end, end + length));
    return { ...readFirstLine(first), headers, body } as HttpMessage;
  },
  size(message) {
    return headerTextSize(firstLine(message), message);
  },
  label(message) {
    if (message.kind === 'response') return `${message.status} ${message.reason}`;
    const path = message.target.split('?')[0]!;
    return `${message.method} ${path.length > 44 ? `${path.slice(0, 43)}…` : path}`;
  },
};

function firstLine(message: HttpMessage): string {
  return message.kind === 'request'
    ? `${message.method} ${message.target} HTTP/1.1`
    : `HTTP/1.1 ${message.status} ${message.reason}`;
}

function readFirstLine(line: string) {
  const status = /^HTTP\/1\.1 (\d{3}) (.*)$/.exec(line);
  if (status) return { protocol: 'http', kind: 'response', status: Number(status[1]), reason: status[2]! };
  const request = /^([A-Z-]+) (\S+) HTTP\/1\.1$/.exec(line);
  if (!request)
    throw new DecodeError(`"${line.slice(0, 40)}" is neither a request nor a status line of HTTP/1.1`, 0);
  return { protocol: 'http', kind: 'request', method: request[1]!, target: request[2]! };
}

function readHeader(line: string): HttpHeader {
  const match = /^([!#$%&'*+\-.^_`|~\w]+):[ \t]*(.*?)[ \t]*$/.exec(line);
  if (!match) throw new DecodeError(`"${line.slice(0, 40)}" is no header`, 0);
  return [match[1]!, match[2]!];
}

function isLength(name: string): boolean {
  return name.toLowerCase() === 'content-length';
}
