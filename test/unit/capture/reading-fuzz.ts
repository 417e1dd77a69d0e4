import { Random } from '../../../simulator/kernel/random.ts';
import { Blocks, ethernet, ip, join, pcap, read, tcp, udp } from './reading-files.ts';

const INTERESTING = [0, 1, 3, 4, 0x7f, 0x80, 0xff, 0x0a, 0x0d, 0x45];

/** One file of each form, with something of all that may stand in it. */
export function samples(): Uint8Array[] {
  const frames = [
    { bytes: ethernet(ip(udp('datagram'))) },
    {
      bytes: ethernet(ip(tcp('segment', [1, 1, 1, 0]), { protocol: 6 }), 0x0800, [0x81, 0, 0, 5]),
      length: 90,
    },
    {
      bytes: ethernet(
        join([0, 1, 8, 0, 6, 4, 0, 1], '123456', [10, 0, 0, 1], '654321', [10, 0, 0, 2]),
        0x0806,
      ),
    },
  ];
  const forms = [true, false].flatMap((little) =>
    (['microseconds', 'nanoseconds', 'modified'] as const).map((form) => pcap(frames, { little, form })),
  );
  const headers: readonly (readonly [number, readonly number[]])[] = [
    [0, [2, 0, 0, 0]],
    [101, []],
    [113, [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0]],
    [195, [1, 2, 3, 4]],
    [276, [8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0]],
  ];
  const links = headers.map(([link, header]) =>
    pcap([{ bytes: join(header, ip(udp('datagram'))) }], { link }),
  );
  return [...forms, ...links, ...[true, false].map(blocks)];
}

function blocks(little: boolean): Uint8Array {
  const to = new Blocks(little);
  const frame = { bytes: ethernet(ip(udp('datagram'))) };
  const options = [to.option(2, 'eth0'), to.option(9, join([9])), to.option(14, to.n(-5n, 8))];
  return join(
    to.section(),
    to.interface(1, options),
    to.interface(228, [to.option(2, 'tun0'), to.option(9, join([0x94]))], 40),
    to.block(4, to.n(1, 2), to.n(12, 2), [10, 0, 0, 1], 'edge.co', [0], to.n(0, 4)),
    to.block(10, to.n(0x544c534b, 4), to.n(6, 4), 'secret'),
    to.enhanced(frame, 1_700_000_000_000_000_000n, 0, [to.option(1, 'a comment'), to.option(2, to.n(1, 4))]),
    to.block(0x7777, 'of nobody'),
    to.packet({ bytes: ip(tcp('old'), { protocol: 6 }) }, 1n << 40n, 1),
    to.simple(frame),
    to.section(),
    to.interface(1, [to.option(2, 'eth0')]),
    to.enhanced(frame, 1_700_000_000_000_000n),
  );
}

/** One to six damages: bits turned, bytes set, pieces cut out, doubled or put in. */
function damage(file: Uint8Array, random: Random): Uint8Array {
  let bytes = file;
  for (let count = random.between(1, 6); count > 0 && bytes.length > 0; count--) {
    const at = random.between(0, bytes.length - 1);
    const to = Math.min(at + random.between(1, 12), bytes.length);
    const kind = random.between(0, 9);
    if (kind === 0) bytes = bytes.slice(0, at);
    else if (kind === 1) bytes = join(bytes.subarray(0, at), bytes.subarray(to));
    else if (kind === 2) bytes = join(bytes.subarray(0, to), bytes.subarray(at));
    else {
      bytes = bytes.slice();
      bytes[at] = kind < 6 ? INTERESTING[random.between(0, 9)]! : bytes[at]! ^ (1 << random.between(0, 7));
    }
  }
  return bytes;
}

/**
 * Reads damaged files, cut at drawn places, and holds what comes out to its bounds.
 * @throws when a bound is broken; the message has the file
 */
export function fuzzCapture(runs: number, seed: number): void {
  const random = new Random(seed, 'fuzz/capture');
  const files = samples();
  for (let run = 0; run < runs; run++) {
    const file = damage(files[random.between(0, files.length - 1)]!, random);
    const cuts = Array.from({ length: random.between(0, 3) }, () => random.between(0, file.length));
    try {
      check(file, cuts);
    } catch (error) {
      throw new Error(`run ${run}: ${Buffer.from(file).toString('hex')} cut at ${cuts.join(', ')}`, {
        cause: error,
      });
    }
  }
}

function check(file: Uint8Array, cuts: readonly number[]): void {
  const { packets, problems, summary } = read(file, cuts);
  const others = [...summary.others.values()].reduce((sum, count) => sum + count, 0);
  const payload = packets.reduce((sum, packet) => sum + packet.payload.length, 0);
  const good =
    summary.packets === packets.length &&
    summary.frames === packets.length + others &&
    // No frame takes fewer than a record's header, and nothing is read twice.
    16 * summary.frames + payload <= file.length &&
    packets.every(
      ({ number, time, missing }, i) =>
        number > (packets[i - 1]?.number ?? 0) &&
        number <= summary.frames &&
        Number.isInteger(time) &&
        Number.isInteger(missing) &&
        missing >= 0,
    ) &&
    packets.every((packet) => packet.interface < summary.interfaces.length) &&
    problems.filter(({ fatal }) => fatal).length <= 1 &&
    problems.every(({ fatal }, i) => !fatal || i === problems.length - 1) &&
    problems.every(
      ({ at, frame, text }) =>
        at >= 0 && at <= file.length && frame >= 1 && frame <= summary.frames + 1 && !/[\n\r]/.test(text),
    );
  if (!good) throw new Error(`out of bounds: ${JSON.stringify({ packets, problems, summary })}`);
}
