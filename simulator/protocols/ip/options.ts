import type { Writer } from '../codec/writer.ts';

/** Kinds of TCP options (IANA) that say something here. */
const NAMES: Readonly<Record<number, string>> = {
  2: 'Maximum segment size',
  3: 'Window scale',
  4: 'Selective acknowledgement permitted',
  5: 'Selective acknowledgement',
  8: 'Timestamps',
};

/** Writes the options of a TCP header, one field each (RFC 793 3.1); from one whose length lies on as one field. */
export function writeOptions(options: Uint8Array, writer: Writer): void {
  for (let at = 0; at < options.length;) {
    const kind = options[at]!;
    if (kind === 0 || kind === 1) {
      writer.u8(kind, kind === 0 ? 'End of options' : 'No operation', '');
      at++;
      continue;
    }
    const length = options[at + 1] ?? 0;
    if (length < 2 || at + length > options.length) {
      writer.bytes(options.subarray(at), 'Options that cannot be read');
      return;
    }
    const option = options.subarray(at, at + length);
    writer.bytes(option, NAMES[kind] ?? `Option ${kind}`, optionText(kind, option));
    at += length;
  }
}

function optionText(kind: number, option: Uint8Array): string {
  const u32 = (at: number) =>
    option[at]! * 0x1000000 + ((option[at + 1]! << 16) | (option[at + 2]! << 8) | option[at + 3]!);
  if (kind === 2 && option.length === 4) return String((option[2]! << 8) | option[3]!);
  if (kind === 3 && option.length === 3) return `times ${2 ** (option[2]! & 15)}`;
  if (kind === 8 && option.length === 10) return `${u32(2)}, answers ${u32(6)}`;
  if (kind === 5 && option.length % 8 === 2)
    return Array.from(
      { length: (option.length - 2) / 8 },
      (_, i) => `${u32(2 + 8 * i)} to ${u32(6 + 8 * i)}`,
    ).join(', ');
  return '';
}
