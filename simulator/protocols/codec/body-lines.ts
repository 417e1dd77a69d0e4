import { encodeBody } from './body.ts';
import type { Writer } from './writer.ts';

/** Bodies whose lines are worth a field each: a session description, or several parts with such among them. */
const LINED = /^(?:application\/sdp|multipart\/)/i;
/** RFC 4566 5: "m=", and attributes by their names: "a=candidate". */
const SDP_LINE = /^(?:a=[\w-]+|[a-z]=)/;

/**
 * Writes a body, the lines of a session description with a field each (RFC 4566 5).
 * @param type the value of Content-Type; empty for none
 */
export function writeBody(body: string, type: string, writer: Writer): void {
  if (!LINED.test(type)) {
    writer.bytes(encodeBody(body), 'Message body', body);
    return;
  }
  const lines = body.split(/(?<=\n)/);
  writer.group('Message body', `${lines.length} lines`, () => {
    for (const line of lines) {
      const name = SDP_LINE.exec(line)?.[0] ?? 'Line';
      const text = line.trimEnd();
      writer.bytes(
        encodeBody(line),
        name,
        name === 'Line' ? text : text.slice(name.length).replace(/^:/, ''),
      );
    }
  });
}
