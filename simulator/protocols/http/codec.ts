import type { Codec } from '../codec/codec.ts';
import { DecodeError } from '../codec/reader.ts';
import { decodeUtf8, encodeUtf8, utf8Length } from '../codec/utf8.ts';
import type { HttpHeader, HttpMessage } from './message.ts';

/** RFC 2616 4. Left out on purpose: chunked bodies, trailers, HTTP/1.0, folded headers. */
export const httpCodec: Codec<HttpMessage> = {
  id: 'http',
  title: 'Hypertext Transfer Protocol',
  family: 'http',
  write(message, writer) {
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
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) throw new DecodeError('the headers have no end', bytes.length);
    const [first = '', ...lines] = text.slice(0, end).split('\r\n');
    const all = lines.map(readHeader);
    const body = text.slice(end + 4);
    const lengths = all.filter(([name]) => isLength(name));
    const length = lengths.length === 0 ? utf8Length(body) : Number(lengths[0]![1]);
    if (!Number.isInteger(length) || length < 0 || lengths.some(([, value]) => Number(value) !== length))
      throw new DecodeError('Content-Length is no number of bytes', 0);
    const rest = encodeUtf8(body);
    if (length > rest.length)
      throw new DecodeError(`Content-Length says ${length}, ${rest.length} bytes are there`, bytes.length);
    const headers = all.filter(([name]) => !isLength(name));
    return { ...readFirstLine(first), headers, body: decodeUtf8(rest.slice(0, length)) } as HttpMessage;
  },
  size(message) {
    const body = utf8Length(message.body);
    let size =
      utf8Length(firstLine(message)) + 2 + 'Content-Length: \r\n\r\n'.length + String(body).length + body;
    for (const [name, value] of message.headers) size += name.length + 4 + utf8Length(value);
    return size;
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
