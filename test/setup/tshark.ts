import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An IP packet, and when it was seen, in microseconds. */
export interface Captured {
  readonly time: number;
  readonly bytes: Uint8Array;
}

/** The classic capture form, raw IPv4 (link type 228), microseconds. */
function pcap(packets: readonly Captured[]): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(65535, 16);
  head.writeUInt32LE(228, 20);
  const parts: Uint8Array[] = [head];
  for (const { time, bytes } of packets) {
    const own = Buffer.alloc(16);
    own.writeUInt32LE(Math.floor(time / 1e6), 0);
    own.writeUInt32LE(time % 1e6, 4);
    own.writeUInt32LE(bytes.length, 8);
    own.writeUInt32LE(bytes.length, 12);
    parts.push(own, bytes);
  }
  return Buffer.concat(parts);
}

const CHECKSUMS = ['ip.check_checksum', 'tcp.check_checksum', 'udp.check_checksum'].flatMap((name) => [
  '-o',
  `${name}:TRUE`,
]);

/**
 * What tshark prints of a capture file, line by line; all checksums are looked at.
 * @throws Error with what it says when it cannot
 */
export function runTshark(file: string, options: readonly string[]): string[] {
  const result = spawnSync('tshark', ['-r', file, ...CHECKSUMS, ...options], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (result.status !== 0) throw new Error(result.stderr);
  return result.stdout.split('\n').filter(Boolean);
}

/** Keeps a capture as a file as long as somebody reads it. */
export function withCapture<T>(bytes: Uint8Array, read: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'edge-lab-tshark-'));
  try {
    const file = join(folder, 'capture');
    writeFileSync(file, bytes);
    return read(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Fields of a capture file: one list of values a packet. */
export function tsharkFile(
  file: string,
  fields: readonly string[],
  filter = '',
  options: readonly string[] = [],
): string[][] {
  const asked = ['-T', 'fields', '-E', 'separator=|', ...fields.flatMap((name) => ['-e', name])];
  const filtered = filter ? ['-Y', filter] : [];
  return runTshark(file, [...options, ...asked, ...filtered]).map((line) => line.split('|'));
}

/**
 * Reads fields of packets with tshark: one list of values a packet.
 * @param options more of its command line: what to decode as what
 */
export function tshark(
  packets: readonly Captured[],
  fields: readonly string[],
  filter = '',
  options: readonly string[] = [],
): string[][] {
  return withCapture(pcap(packets), (file) => tsharkFile(file, fields, filter, options));
}
