import type { ByteWindow } from './window.ts';

/** Files that are taken for captures, by their first bytes in hex, and what is to be done with them. */
const OTHERS: readonly (readonly [start: string, advice: string])[] = [
  ['1f8b', 'a gzip file, a capture unpacked with gunzip expected'],
  ['504b0304', 'a zip file, a capture taken out of it expected'],
  ['28b52ffd', 'a zstd file, a capture unpacked with unzstd expected'],
  ['fd377a58', 'an xz file, a capture unpacked with unxz expected'],
  ['474d4255', 'a Network Monitor capture, one saved as pcap or pcapng expected'],
  ['52545353', 'an old Network Monitor capture, one saved as pcap or pcapng expected'],
  ['736e6f6f', 'a snoop capture, one saved as pcap or pcapng expected'],
];

/** Says what a file is that is no capture file, and what would be right. */
export function refuse(window: ByteWindow): string {
  const start = Array.from(window.bytes(0, Math.min(window.left, 4)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  const known = OTHERS.find(([magic]) => start.join('').startsWith(magic));
  return known?.[1] ?? `a file that begins with ${start.join(' ')}, a pcap or pcapng file expected`;
}
