import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TakenIn } from '../../../simulator/capture/recording/intake.ts';
import { CaptureIntake } from '../../../simulator/capture/recording/intake.ts';
import { writeCapture } from '../../../simulator/capture/writing/export.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { toHex } from '../../../simulator/protocols/codec/hex.ts';
import { placeCapture } from '../../../simulator/review/placed/review.ts';
import { suggestNames } from '../../../simulator/review/placed/suggest.ts';
import { run } from '../../../simulator/run.ts';
import { samples as forms } from '../../unit/capture/reading-samples.ts';
import { HostileBytes } from '../hostile-bytes.ts';
import { defineReader, expect, expectSentence } from '../reader.ts';

const design = builtinDesign();
/** Bytes that an input has: some tens of packets. */
const MOST = 12_000;
/** A record's header, without which no frame stands in a file. */
const LEAST_FRAME = 16;

/** A file of each form, what each feature sends as two places see it, and a capture from life. */
function samples(): readonly Uint8Array[] {
  const features = run(design).features.filter((_, at) => at % 3 === 0);
  const written = features.flatMap(({ trace }) =>
    ['edge', 'external/outside'].map((point) => {
      const parts: Uint8Array[] = [];
      const source = { design, traces: [trace], comments: ['a sample'] };
      writeCapture(source, { points: [point], clear: point === 'edge' }, (part) => parts.push(part.slice()));
      return Buffer.concat(parts).subarray(0, MOST);
    }),
  );
  const real = readFileSync(join(process.cwd(), 'test/fixtures/captures/coturn.pcap'));
  return [...forms(), ...written, real.subarray(0, MOST)].map((part) => Uint8Array.from(part));
}

/** A file as the disk hands it over: in pieces, whose bytes are somebody else's afterwards. */
interface Pieces {
  readonly file: Uint8Array;
  readonly cut: number;
}

function takeIn({ file, cut }: Pieces): TakenIn {
  const intake = new CaptureIntake();
  for (const piece of [file.slice(0, cut), file.slice(cut)]) {
    intake.push(piece);
    piece.fill(0xaa);
  }
  return intake.end();
}

function checkReading({ recording, summary, problems }: TakenIn, size: number): void {
  const others = [...summary.others.values()].reduce((sum, count) => sum + count, 0);
  expect(summary.frames === summary.packets + others, () => 'frames are lost');
  expect(LEAST_FRAME * summary.frames <= size, () => `${summary.frames} frames in ${size} bytes`);
  expect(recording.seen === summary.packets, () => 'packets are lost between reader and recorder');
  expect(recording.packets.length + recording.copies <= recording.seen, () => 'packets are made up');
  for (const packet of recording.packets) {
    const { number, time, flow, repeats, length, interface: at } = packet;
    expect(
      number >= 1 && number <= summary.frames && Number.isInteger(time),
      () => `frame ${number} at ${time}`,
    );
    expect(
      flow >= 0 && flow < recording.flows.length && at < summary.interfaces.length,
      () => 'no such flow or interface',
    );
    expect(length >= 0 && repeats >= -1 && repeats < recording.packets.length, () => 'no such packet');
  }
  for (const [i, { at, frame, text, fatal }] of problems.entries()) {
    expectSentence(text);
    expect(
      at >= 0 && at <= size && frame >= 1 && frame <= summary.frames + 1,
      () => `a problem at byte ${at}, frame ${frame}`,
    );
    expect(!fatal || i === problems.length - 1, () => 'it goes on after what ends it');
  }
}

/** Whatever stands in a file: what is read is within its bounds, and can be put on a design. */
export const CAPTURE_READERS = [
  defineReader('capture', {
    inputs: (random) => {
      const hostile = new HostileBytes(random, samples(), MOST);
      return (): Pieces => {
        const file = hostile.next();
        return { file, cut: random.between(0, file.length) };
      };
    },
    attempt: (input) => {
      const taken = takeIn(input);
      checkReading(taken, input.file.length);
      const { recording, summary } = taken;
      if (recording.packets.length === 0) return false;
      const placed = placeCapture(recording, design, { names: summary.names, title: 'capture.pcap' });
      expect(placed.flows.length === recording.flows.length, () => 'conversations are lost');
      for (const flow of placed.flows) expectSentence(flow.text);
      suggestNames(recording, design, placed.foreign);
      return true;
    },
    show: ({ file, cut }) => `${toHex(file)} cut at ${cut}`,
  }),
];
