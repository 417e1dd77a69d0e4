import { bodyLength, encodeBody } from './body.ts';
import { writeBody } from './body-lines.ts';
import { encodeUtf8, utf8Length } from './utf8.ts';
import type { Writer } from './writer.ts';

/*
 * Messages of a first line, headers, an empty line and a body, as SIP and HTTP both have them (RFC 2822 2.1 at the root
 * of each). Content-Length is written from the body: in its place where it is among the headers, else as the last one.
 */

type Header = readonly [name: string, value: string];

/** A message with its body as bytes, ready to be written. */
export interface HeaderText {
  readonly first: string;
  /** What the first line is called: "Request-Line" */
  readonly title: string;
  readonly headers: readonly Header[];
  readonly body: string;
}

/** How a protocol writes the length of its bodies. */
export interface LengthRule {
  /** Is this the name of Content-Length? */
  isLength(name: string): boolean;
  /** Is it written where it is not among the headers? */
  readonly always: boolean;
}

export function writeHeaderText(message: HeaderText, rule: LengthRule, writer: Writer): void {
  const { first, title, headers } = message;
  const body = encodeBody(message.body);
  const length = String(body.length);
  let placed = false;
  writer.bytes(encodeUtf8(`${first}\r\n`), title, first);
  for (const [name, value] of headers) {
    const own = rule.isLength(name);
    placed ||= own;
    const text = own ? lengthText(value, body.length, rule) : value;
    writer.bytes(encodeUtf8(`${name}: ${text}\r\n`), name, text);
  }
  if (!placed && rule.always) writer.ascii(`Content-Length: ${length}\r\n`, 'Content-Length', length);
  writer.ascii('\r\n', 'End of headers', '');
  const type = headers.find(([name]) => /^(?:content-type|c)$/i.test(name))?.[1] ?? '';
  if (body.length > 0) writeBody(message.body, type, writer);
}

/** How many bytes that writes. */
export function headerTextSize({ first, headers, body }: HeaderText, rule: LengthRule): number {
  const length = bodyLength(body);
  let placed = false;
  let size = utf8Length(first) + 4 + length;
  for (const [name, value] of headers) {
    const own = rule.isLength(name);
    placed ||= own;
    size += name.length + 4 + (own ? lengthText(value, length, rule).length : utf8Length(value));
  }
  return placed || !rule.always ? size : size + 'Content-Length: \r\n'.length + String(length).length;
}

/** The value as it stood (it may have zeros in front), unless it counts and the body has another length by now. */
function lengthText(value: string, length: number, rule: LengthRule): string {
  return !rule.always || Number(value) === length ? value : String(length);
}

/** The headers as a message keeps them: without the length where it stands where it would be written anyway. */
export function withoutLength(
  headers: readonly Header[],
  length: number,
  rule: LengthRule,
): readonly Header[] {
  const last = headers.at(-1);
  const usual = rule.always && last?.[0] === 'Content-Length' && last[1] === String(length);
  return usual && headers.filter(([name]) => rule.isLength(name)).length === 1
    ? headers.slice(0, -1)
    : headers;
}

/** Where the body begins, behind the first empty line; -1 when that has not come yet. */
export function bodyStart(bytes: Uint8Array, from = 0): number {
  for (let at = bytes.indexOf(13, from); at >= 0; at = bytes.indexOf(13, at + 1))
    if (bytes[at + 1] === 10 && bytes[at + 2] === 13 && bytes[at + 3] === 10) return at + 4;
  return -1;
}
