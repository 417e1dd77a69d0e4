import { Blocks, ethernet, ip, join, pcap, tcp, udp } from './reading-files.ts';

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
