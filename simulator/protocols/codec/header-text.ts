import { bodyLength, encodeBody } from './body.ts';
import { encodeUtf8, utf8Length } from './utf8.ts';
import type { Writer } from './writer.ts';

/*
 * Messages of a first line, headers, an empty line and a body, as SIP and HTTP both have them (RFC 2822 2.1 at the root
 * of each). Content-Length is always the last header, written from the body.
 */

interface HeaderText {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** @param title what the first line is called: "Request-Line" */
export function writeHeaderText(first: string, title: string, message: HeaderText, writer: Writer): void {
  writer.bytes(encodeUtf8(`${first}\r\n`), title, first);
  for (const [name, value] of message.headers) writer.bytes(encodeUtf8(`${name}: ${value}\r\n`), name, value);
  const body = encodeBody(message.body);
  const length = String(body.length);
  writer.ascii(`Content-Length: ${length}\r\n`, 'Content-Length', length);
  writer.ascii('\r\n', 'End of headers', '');
  if (body.length > 0) writer.bytes(body, 'Message body', message.body);
}

/** How many bytes that writes. */
export function headerTextSize(first: string, { headers, body }: HeaderText): number {
  const length = bodyLength(body);
  let size = utf8Length(first) + 2 + 'Content-Length: \r\n\r\n'.length + String(length).length + length;
  for (const [name, value] of headers) size += name.length + 4 + utf8Length(value);
  return size;
}

/** Where the body begins, behind the first empty line; -1 when that has not come yet. */
export function bodyStart(bytes: Uint8Array, from = 0): number {
  for (let at = bytes.indexOf(13, from); at >= 0; at = bytes.indexOf(13, at + 1))
    if (bytes[at + 1] === 10 && bytes[at + 2] === 13 && bytes[at + 3] === 10) return at + 4;
  return -1;
}
