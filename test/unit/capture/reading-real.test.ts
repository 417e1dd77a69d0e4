import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../../simulator/model/address.ts';
import { Protocol } from '../../../simulator/model/packet.ts';
import { haveTshark } from '../../setup/tools.ts';
import { read } from './reading-files.ts';
import { samples } from './reading-samples.ts';

const coturn = readFileSync(joinPath(import.meta.dirname, '../../fixtures/captures/coturn.pcap'));

const FIELDS = [
  'frame.number',
  'frame.time_epoch',
  'frame.interface_name',
  'frame.comment',
  'ip.src',
  'ip.dst',
  'ip.id',
  'udp.srcport',
  'udp.dstport',
  'udp.payload',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.seq_raw',
  'tcp.ack_raw',
  'tcp.flags',
  'tcp.payload',
];

/** What tshark reads in a file: a line a frame, of those fields; times to the microsecond, as we keep them. */
function tsharkRows(file: Uint8Array): Map<string, string>[] {
  const path = joinPath(mkdtempSync(joinPath(tmpdir(), 'edge-lab-reading-')), 'file');
  writeFileSync(path, file);
  const fields = FIELDS.flatMap((name) => ['-e', name]);
  const { stdout } = spawnSync('tshark', ['-n', '-r', path, '-T', 'fields', '-E', 'separator=|', ...fields], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('|'))
    .map(([number, time, ...rest]) => [number!, time!.slice(0, -3), ...rest])
    .map((values) => new Map(values.map((value, i) => [FIELDS[i]!, value])));
}

/** The same of what we read. */
function ownRows(file: Uint8Array): Map<string, string>[] {
  const { packets, summary } = read(file);
  return packets.map(({ number, time, headers, payload, comments, ...packet }) => {
    const tcp = headers.protocol === Protocol.tcp;
    const flags = `0x${headers.flags.toString(16).padStart(4, '0')}`;
    const of = (is: boolean, value: string | number) => (is ? String(value) : '');
    const body = Buffer.from(payload).toString('hex');
    const values = [
      number,
      `${Math.floor(time / 1e6)}.${String(time % 1e6).padStart(6, '0')}`,
      summary.interfaces[packet.interface]!.name,
      comments.join(','),
      formatAddress(headers.src),
      formatAddress(headers.dst),
      `0x${headers.identification.toString(16).padStart(4, '0')}`,
      ...[of(!tcp, headers.sport), of(!tcp, headers.dport), of(!tcp, body)],
      ...[of(tcp, headers.sport), of(tcp, headers.dport), of(tcp, headers.seq), of(tcp, headers.ack)],
      ...[of(tcp, flags), of(tcp, body)],
    ];
    return new Map(values.map((value, i) => [FIELDS[i]!, String(value)]));
  });
}

describe('a capture of coturn and its clients on one machine', () => {
  const { packets, problems, summary } = read(coturn);

  test('all frames are packets, in order, whole', () => {
    expect(problems).toEqual([]);
    expect(summary).toMatchObject({ kind: 'pcap', frames: 262, packets: 262, cut: 0, fragments: 0 });
    expect(summary.interfaces).toEqual([{ name: '', description: '', link: 1, resolution: '10^-6 s' }]);
    expect(summary.others.size).toBe(0);
    expect(packets.every(({ missing }) => missing === 0)).toBe(true);
    expect([packets[0]!.time, packets[261]!.time]).toEqual([1795449527705233, 1795449537215769]);
    expect(packets.every(({ time }, i) => time >= (packets[i - 1]?.time ?? 0))).toBe(true);
  });

  test('clients talk to the server by UDP and TCP, relays to peers by UDP', () => {
    const count = (protocol: number, port?: number) =>
      packets.filter(
        ({ headers }) =>
          headers.protocol === protocol &&
          (port === undefined || [headers.sport, headers.dport].includes(port)),
      ).length;
    expect([count(Protocol.udp), count(Protocol.tcp)]).toEqual([180, 82]);
    expect([count(Protocol.udp, 3478), count(Protocol.tcp, 3478)]).toEqual([144, 82]);
    expect(packets.every(({ headers }) => headers.src === 0x7f000001 && headers.dst === 0x7f000001)).toBe(
      true,
    );
  });
});

describe.skipIf(!haveTshark())('Wireshark reads the same', () => {
  test.each<[string, Uint8Array]>([
    ['the capture of coturn', coturn],
    ...samples().map((file, i): [string, Uint8Array] => [`sample ${i}`, file]),
  ])('%s', (_, file) => {
    const theirs = new Map(tsharkRows(file).map((row) => [row.get('frame.number'), row]));
    const ours = ownRows(file);
    // For a simple packet block, which tells none, we take the time before.
    for (const row of ours)
      if (theirs.get(row.get('frame.number'))?.get('frame.time_epoch') === '')
        row.set('frame.time_epoch', '');
    expect(ours.map((row) => theirs.get(row.get('frame.number')))).toEqual(ours);
  });
});
