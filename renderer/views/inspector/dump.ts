import type { Tree } from './panes.ts';

/** A character for each byte that is one in ASCII, a dot for any other. */
export function printable(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}

/** Two digits. */
export function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** Where a row of a dump begins: "01f0". */
export function hexOffset(offset: number): string {
  return offset.toString(16).padStart(4, '0');
}

/** Bytes in a row of a dump that is copied. */
const ROW = 16;

/** Bytes as Wireshark shows them: offset, hexadecimal digits, characters; text2pcap reads it. */
export function dumpText(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += ROW) {
    const row = Array.from(bytes.subarray(at, at + ROW));
    const hex = row
      .map(hexByte)
      .join(' ')
      .padEnd(3 * ROW - 1);
    lines.push(`${hexOffset(at)}  ${hex}   ${row.map(printable).join('')}`);
  }
  return lines.join('\n');
}

/** A packet's tree as text, all of it: one line a field, indented by depth. */
export function treeText({ rows }: Tree): string {
  return rows
    .map(({ depth, field, name, text, layer }) => {
      const line = field
        ? `${name}${text === '' ? '' : `: ${text}`}`
        : `${name}, ${layer.bytes.length} bytes`;
      const indent = '    '.repeat(depth);
      return `${indent}${line.trimEnd().replaceAll(/\r?\n/g, `\n${indent}    `)}`;
    })
    .join('\n');
}
