import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
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

/**
 * Reads fields of a capture with tshark: one list of values a packet.
 * @param options more of its command line: what to decode as what
 */
export function tshark(
  packets: readonly Captured[],
  fields: readonly string[],
  filter = '',
  options: readonly string[] = [],
): string[][] {
  const file = join(mkdtempSync(join(tmpdir(), 'edge-lab-tshark-')), 'run.pcap');
  writeFileSync(file, pcap(packets));
  const checks = ['ip.check_checksum', 'tcp.check_checksum', 'udp.check_checksum'].flatMap((name) => [
    '-o',
    `${name}:TRUE`,
  ]);
  const result = spawnSync(
    'tshark',
    [
      '-r',
      file,
      ...checks,
      ...options,
      '-T',
      'fields',
      '-E',
      'separator=|',
      ...fields.flatMap((name) => ['-e', name]),
      ...(filter ? ['-Y', filter] : []),
    ],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  if (result.status !== 0) throw new Error(result.stderr);
  return result.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('|'));
}
