import { describe, expect, test } from 'vitest';
import { CaptureReader } from '../../../simulator/capture/reading/reader.ts';
import { Blocks, ethernet, ip, join, number, pcap, read, textOf, udp } from './reading-files.ts';

const frame = { bytes: ethernet(ip(udp('hello'))) };
const to = new Blocks();
const start = join(to.section(), to.interface(), to.enhanced(frame, 1n));

/** A file with some bytes in the place of others. */
function patched(file: Uint8Array, at: number, bytes: Uint8Array | readonly number[]): Uint8Array {
  const copy = file.slice();
  copy.set(bytes, at);
  return copy;
}

/** A block that says another length than it has. */
function lying(length: number, trailing = length): Uint8Array {
  const block = to.enhanced(frame, 2n);
  const front = patched(block, 4, to.n(length, 4));
  return patched(front, block.length - 4, to.n(trailing, 4));
}

describe('a file that is no capture', () => {
  test.each([
    ['empty', '', 'an empty file, a pcap or pcapng file expected'],
    ['one byte', 'x', 'a file that begins with 78, a pcap or pcapng file expected'],
    ['text', 'hello', 'a file that begins with 68 65 6c 6c, a pcap or pcapng file expected'],
    ['gzip', '\x1f\x8b\x08\x00', 'a gzip file, a capture unpacked with gunzip expected'],
    ['zip', 'PK\x03\x04', 'a zip file, a capture taken out of it expected'],
    ['Network Monitor', 'GMBU', 'a Network Monitor capture, one saved as pcap or pcapng expected'],
  ])('%s', (_, bytes, text) => {
    expect(read(join(bytes)).problems).toEqual([{ at: 0, frame: 1, text, fatal: true }]);
    expect(read(join(bytes)).summary).toMatchObject({ kind: null, frames: 0, interfaces: [] });
  });
});

describe('a fault ends the reading where it is', () => {
  const next = to.enhanced(frame, 2n);
  const pcapStart = pcap([frame]);
  const record = (captured: number) => join(new Uint8Array(8), number(captured, 4, true), new Uint8Array(4));
  const interfaceBlock = (...options: Uint8Array[]) => to.interface(1, options);

  test.each<[string, Uint8Array, Uint8Array, number, string]>([
    [
      'a record that is too long',
      pcapStart,
      record(262_145),
      8,
      'a record of 262145 captured bytes, at most 262144 expected',
    ],
    [
      'a record that goes on behind the end',
      pcapStart,
      record(20),
      16,
      'the file ends here, at least 20 more bytes expected',
    ],
    [
      'a block of no length',
      start,
      lying(0),
      4,
      'an enhanced packet block of type 0x00000006 and 0 bytes, at least 32 expected',
    ],
    ['an odd length', start, lying(75), 4, 'a multiple of 4 expected'],
    ['a length without end', start, lying(0xfffffffc), 4, 'and 4294967292 bytes, at most 524288 expected'],
    [
      'another length at the end',
      start,
      lying(next.length, 44),
      next.length - 4,
      `ends with the length 44, ${next.length} as at its beginning expected`,
    ],
    [
      'an unknown block with another length at the end',
      start,
      patched(to.block(0xbad, 'abcd'), 12, [9]),
      12,
      'ends with the length 9, 16',
    ],
    [
      'an unknown block of no length',
      start,
      join(to.n(0xbad, 4), to.n(8, 4), to.n(0, 4)),
      4,
      'a block of type 0x00000bad and 8 bytes, at least 12 expected',
    ],
    [
      'an unknown block that goes on behind the end',
      start,
      join(to.n(0xbad, 4), to.n(1000, 4), to.n(0, 4)),
      12,
      'the file ends here, at least 988 more bytes expected',
    ],
    [
      'more captured than there is room',
      start,
      patched(next, 20, to.n(60, 4)),
      20,
      '60 captured bytes, at most 48 expected',
    ],
    [
      'an interface that is none',
      start,
      to.enhanced(frame, 2n, 7),
      8,
      'interface 7 of 1, an interface that the section described before expected',
    ],
    [
      'an interface of the section before',
      join(start, to.section()),
      to.enhanced(frame, 2n),
      8,
      'interface 0 of 0',
    ],
    [
      'a simple packet longer than its block',
      start,
      patched(to.simple(frame), 8, to.n(500, 4)),
      8,
      'a frame of 500 bytes',
    ],
    [
      'a byte order that is none',
      start,
      patched(to.section(), 8, [1, 2, 3, 4]),
      8,
      'byte-order magic 0x01020304, 0x1a2b3c4d expected',
    ],
    [
      'an option longer than its block',
      start,
      interfaceBlock(join(to.n(2, 2), to.n(400, 2), 'eth0')),
      18,
      'option 2 with 400 bytes, at most 8 expected before its block ends',
    ],
    [
      'an option of no length',
      start,
      interfaceBlock(to.option(9, '')),
      18,
      'option 9 with 0 bytes, 1 expected',
    ],
    [
      'a name record without an address',
      start,
      to.block(4, to.n(1, 2), to.n(2, 2), 'ab', [0, 0]),
      10,
      'a name record of 2 bytes',
    ],
    [
      'secrets longer than their block',
      start,
      to.block(10, to.n(0x544c534b, 4), to.n(9, 4), 'abcd'),
      12,
      'secrets of 9 bytes, at most 4 expected',
    ],
  ])('%s', (_, before, fault, offset, text) => {
    const behind = text.startsWith('the file ends') ? [] : next;
    const { packets, problems, summary } = read(join(before, fault, behind));
    expect(packets.map((packet) => packet.number)).toEqual([1]);
    expect(summary.frames).toBe(1);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ at: before.length + offset, frame: 2, fatal: true });
    expect(problems[0]!.text).toContain(text);
  });

  test('a version of another time', () => {
    const { problems } = read(patched(pcap([frame]), 4, [3]));
    expect(problems).toEqual([{ at: 4, frame: 1, text: 'pcap version 3, 2 expected', fatal: true }]);
  });

  test('what comes behind a fault or the end is ignored', () => {
    const seen: string[] = [];
    const reader = new CaptureReader({
      packet: ({ number: frameNumber }) => seen.push(`packet ${frameNumber}`),
      problem: ({ frame: frameNumber }) => seen.push(`problem ${frameNumber}`),
    });
    reader.push(join(start, lying(0)));
    reader.push(start);
    reader.end();
    reader.end();
    reader.push(start);
    expect(seen).toEqual(['packet 1', 'problem 2']);
  });
});

describe('a long file', () => {
  const texts = Array.from({ length: 4000 }, (_, i) => `${i} `.repeat(60));
  const packets = texts.map((text, i) => to.enhanced({ bytes: ethernet(ip(udp(text))) }, BigInt(i)));
  const skipped = to.block(0xbad, new Uint8Array(100_000));
  const file = join(to.section(), to.interface(), skipped, ...packets, skipped, lying(0));

  test.each([999, 65_536, file.length])(
    'in pieces of %i bytes: all packets, and the place of the fault',
    (size) => {
      const cuts = Array.from({ length: Math.ceil(file.length / size) }, (_, i) => i * size);
      const reading = read(file, cuts);
      expect(reading.packets.map(textOf)).toEqual(texts);
      expect(reading.problems.map((problem) => [problem.at, problem.frame])).toEqual([
        [file.length - lying(0).length + 4, 4001],
      ]);
    },
  );
});

describe('what a hostile file cannot do', () => {
  /** Pushes the same piece again and again. */
  function repeat(before: Uint8Array, piece: Uint8Array, times: number) {
    const texts: string[] = [];
    const reader = new CaptureReader({ packet: () => undefined, problem: ({ text }) => texts.push(text) });
    reader.push(before);
    for (let i = 0; i < times; i++) reader.push(piece);
    return { texts, summary: reader.summary() };
  }

  test('an unknown block of 4 GB is not kept', () => {
    const before = process.memoryUsage().arrayBuffers;
    const block = join(to.n(0xbad, 4), to.n(0xfffffffc, 4));
    const { texts } = repeat(join(to.section(), block), new Uint8Array(1 << 20), 200);
    expect(texts).toEqual([]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 26);
  });

  test('interfaces, names and secrets have an end', () => {
    const interfaces = join(...Array.from({ length: 1000 }, () => to.interface()));
    expect(repeat(to.section(), interfaces, 66).texts).toEqual([
      'one more interface, at most 65536 expected',
    ]);
    const log = to.block(10, to.n(0x544c534b, 4), to.n(60_000, 4), 'k'.repeat(60_000));
    const { texts, summary } = repeat(to.section(), log, 80);
    expect(texts[0]).toMatch(/^\d+ bytes of secrets, at most 4194304 expected$/);
    expect(summary.secrets.length).toBeLessThan(71);
    const records = new DataView(new ArrayBuffer(100_001 * 12));
    for (let at = 0; at < records.byteLength; at += 12) {
      records.setUint16(at, 1, true);
      records.setUint16(at + 2, 5, true);
      records.setUint32(at + 4, at);
      records.setUint8(at + 8, 0x61);
    }
    const names = to.block(4, new Uint8Array(records.buffer));
    expect(read(join(to.section(), names)).problems[0]!.text).toBe('one more name, at most 100000 expected');
  });

  test('names stay in their line and have an end', () => {
    const long = 'n'.repeat(400);
    const names = ['eth\n0', '\x1b[31mred', 'wlan0\0rest', long, 'caf\xe9'];
    const blocks = names.map((name) => to.interface(1, [to.option(2, name), to.option(3, name)]));
    const record = join(to.n(1, 2), to.n(9, 2), [10, 0, 0, 1], 'a\rb', [0, 0, 0, 0, 0]);
    const { summary } = read(join(to.section(), ...blocks, to.block(4, record, to.n(0, 4))));
    const clean = ['eth\ufffd0', '\ufffd[31mred', 'wlan0', 'n'.repeat(255), 'caf\xe9'];
    expect(summary.interfaces.map(({ name }) => name)).toEqual(clean);
    expect(summary.interfaces.map(({ description }) => description)).toEqual(clean);
    expect([...summary.names]).toEqual([[0x0a000001, 'a\ufffdb']]);
  });

  test('ARP in a thousand words', () => {
    const question = (i: number) =>
      ethernet(
        join(
          [0, 1, 8, 0, 6, 4, 0, 1],
          new Uint8Array(6),
          [10, 0, 0, 1],
          new Uint8Array(6),
          number(i, 4, false),
        ),
        0x0806,
      );
    const { summary } = read(pcap(Array.from({ length: 1500 }, (_, i) => ({ bytes: question(i) }))));
    expect([summary.arp.size, summary.others.get('ARP')]).toEqual([1000, 1500]);
  });
});
