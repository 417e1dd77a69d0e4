import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PcapForm } from './reading-files.ts';
import { Blocks, ethernet, ip, join, pcap, read, tcp, textOf, udp } from './reading-files.ts';
import { samples } from './reading-samples.ts';

describe('properties of reading captures', () => {
  const plain = fc.record({
    text: fc.string({ maxLength: 60, unit: 'binary-ascii' }),
    stream: fc.boolean(),
    microseconds: fc.integer({ min: 0, max: 2 ** 31 }),
  });
  const built = fc.array(plain, { maxLength: 12 });

  test('any cutting into pieces gives the same', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...samples()),
        fc.array(fc.nat({ max: 900 }), { maxLength: 20 }),
        (file, cuts) => {
          expect(read(file, cuts)).toEqual(read(file));
        },
      ),
      { numRuns: 500 },
    );
    for (const file of samples()) expect(read(file, [...file.keys()])).toEqual(read(file));
  });

  test('both orders of bytes and both kinds agree, and give what was put in', () => {
    fc.assert(
      fc.property(built, (list) => {
        const frames = list.map(({ text, stream, microseconds }) => ({
          bytes: ethernet(stream ? ip(tcp(text), { protocol: 6 }) : ip(udp(text))),
          time: BigInt(microseconds) * 1000n,
        }));
        const inBlocks = (little: boolean) => {
          const to = new Blocks(little);
          return join(
            to.section(),
            to.interface(),
            ...frames.map((each) => to.enhanced(each, each.time / 1000n)),
          );
        };
        const forms: PcapForm[] = [{ little: true }, { little: false, form: 'nanoseconds' }];
        const files = [...forms.map((form) => pcap(frames, form)), inBlocks(true), inBlocks(false)];
        const [first, ...rest] = files.map((file) => read(file).packets);
        expect(first!.map((packet) => [textOf(packet), packet.time, packet.headers.protocol])).toEqual(
          list.map(({ text, stream, microseconds }) => [text, microseconds, stream ? 6 : 17]),
        );
        for (const other of rest) expect(other).toEqual(first);
      }),
    );
  });

  test('a file cut off anywhere gives its beginning and at most one problem', () => {
    for (const file of samples()) {
      const whole = read(file);
      for (let length = 0; length < file.length; length++) {
        const { packets, problems, summary } = read(file.subarray(0, length));
        expect(packets).toEqual(whole.packets.slice(0, packets.length));
        const fatal = problems.filter((problem) => problem.fatal);
        expect(fatal.length).toBeLessThanOrEqual(1);
        // Where nothing is said, the file ends with a frame or block as if it were meant to.
        for (const { at, frame: next } of fatal)
          expect([at, next]).toEqual([length < 4 ? 0 : length, summary.frames + 1]);
      }
    }
  });
});
