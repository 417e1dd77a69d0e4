import { describe, expect, test } from 'vitest';
import { Blocks, ethernet, ip, join, pcap, read, tcp, textOf, udp } from './reading-files.ts';

const TIME = 1_700_000_000_123_456_789n;
const frame = { bytes: ethernet(ip(udp('hello'))), time: TIME };
const MICROSECONDS = 1_700_000_000_123_456;

const orders = [
  ['little-endian', true],
  ['big-endian', false],
] as const;

describe.each(orders)('a %s file', (_, little) => {
  const to = new Blocks(little);

  test.each(['microseconds', 'nanoseconds', 'modified'] as const)('pcap, %s', (form) => {
    const { packets, problems, summary } = read(pcap([frame, frame], { little, form }));
    expect(problems).toEqual([]);
    expect(packets.map(({ number, time }) => [number, time])).toEqual([
      [1, MICROSECONDS],
      [2, MICROSECONDS],
    ]);
    expect(packets[0]!.headers).toMatchObject({
      src: 0x0a000001,
      dst: 0x0a000002,
      protocol: 17,
      sport: 5000,
      dport: 3478,
      identification: 7,
    });
    expect(textOf(packets[1]!)).toBe('hello');
    expect(summary).toMatchObject({
      kind: 'pcap',
      frames: 2,
      packets: 2,
      cut: 0,
      wrongChecksums: 0,
      interfaces: [{ name: '', link: 1, resolution: form === 'nanoseconds' ? '10^-9 s' : '10^-6 s' }],
    });
  });

  test.each([
    ['no option', [], 1_700_000_000_123_456n, '10^-6 s'],
    ['10^-9', [to.option(9, join([9]))], TIME, '10^-9 s'],
    ['10^-3', [to.option(9, join([3]))], 1_700_000_000_123n, '10^-3 s'],
    ['2^-20', [to.option(9, join([0x94]))], (TIME * (1n << 20n)) / 1_000_000_000n, '2^-20 s'],
    [
      'an hour back',
      [to.option(14, to.n(-3600n, 8)), to.option(9, join([9]))],
      TIME + 3_600_000_000_000n,
      '10^-9 s',
    ],
  ])('pcapng, times with %s', (_name, options, ticks, resolution) => {
    const { packets, problems, summary } = read(
      join(to.section(), to.interface(1, options), to.enhanced(frame, ticks)),
    );
    expect(problems).toEqual([]);
    const exact = resolution === '10^-3 s' ? 1_700_000_000_123_000 : MICROSECONDS;
    // 2^-20 s is nearly a microsecond long.
    const slack = resolution === '2^-20 s' ? 1 : 0;
    expect(Math.abs(packets[0]!.time - exact)).toBeLessThanOrEqual(slack);
    expect(summary.interfaces[0]!.resolution).toBe(resolution);
  });

  test('pcapng options end at their end', () => {
    const options = [to.option(1, 'read'), to.option(0, ''), to.option(1, 'not read')];
    const { packets, problems } = read(
      join(to.section(), to.interface(), to.enhanced(frame, 1n, 0, options)),
    );
    expect(problems).toEqual([]);
    expect(packets[0]!.comments).toEqual(['read']);
  });

  test('pcapng with all blocks: sections, names, secrets, comments, old and simple packets, unknown ones', () => {
    const first = { bytes: ethernet(ip(udp('first'))) };
    const { packets, problems, summary } = read(
      join(
        to.section(),
        to.interface(1, [to.option(2, 'outside'), to.option(3, 'the firewall\u00e9')]),
        to.interface(228, [to.option(2, 'inside')], 30),
        to.block(
          4,
          to.n(1, 2),
          to.n(9, 2),
          [10, 0, 0, 2],
          'edge',
          [0, 0, 0, 0],
          to.n(2, 2),
          to.n(20, 2),
          'sixteen letters.',
          'six',
          [0],
          to.n(0, 4),
        ),
        to.block(10, to.n(0x544c534b, 4), to.n(5, 4), 'KEY 1'),
        // Those of WireGuard.
        to.block(10, to.n(0x57474b4c, 4), to.n(5, 4), 'KEY 2'),
        to.enhanced(first, 1000n, 0, [
          to.option(1, 'rule E1'),
          to.option(2, to.n(1, 4)),
          to.option(1, 'dropped'),
        ]),
        to.block(0x0bad, 'x'.repeat(300_000)),
        to.packet({ bytes: ip(udp('old')) }, 2000n, 1),
        to.simple(frame),
        to.section(),
        to.interface(228, [], 31),
        to.simple({ bytes: ip(udp('simple')).subarray(0, 31), length: 34 }),
      ),
    );
    expect(problems).toEqual([]);
    expect(packets.map((one) => [one.number, one.interface, one.time, textOf(one), one.missing])).toEqual([
      [1, 0, 1000, 'first', 0],
      [2, 1, 2000, 'old', 0],
      [3, 0, 2000, 'hello', 0],
      [4, 2, 2000, 'sim', 3],
    ]);
    expect(packets.map(({ comments }) => comments)).toEqual([['rule E1', 'dropped'], [], [], []]);
    expect(summary).toMatchObject({ kind: 'pcapng', frames: 4, packets: 4, cut: 1, secrets: ['KEY 1'] });
    expect([...summary.names]).toEqual([[0x0a000002, 'edge']]);
    expect(summary.interfaces.map(({ name, description, link }) => [name, description, link])).toEqual([
      ['outside', 'the firewall\u00e9', 1],
      ['inside', '', 228],
      ['', '', 228],
    ]);
  });
});

describe('link layers', () => {
  const body = ip(udp('linked'));
  const family = (value: number, little: boolean) => new Blocks(little).n(value, 4);
  const cooked = (type: number) => join([0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0], [type >> 8, type & 255]);
  const cooked2 = (type: number) =>
    join([type >> 8, type & 255, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0]);

  test.each([
    ['Ethernet', 1, ethernet(body)],
    ['one VLAN tag', 1, ethernet(body, 0x0800, [0x81, 0, 0, 5])],
    ['three tags', 1, ethernet(body, 0x0800, [0x88, 0xa8, 0, 9, 0x81, 0, 0, 5, 0x91, 0, 0, 1])],
    ['raw', 101, body],
    ['raw of BSD', 12, body],
    ['raw of OpenBSD', 14, body],
    ['raw IPv4', 228, body],
    ['null, little-endian', 0, join(family(2, true), body)],
    ['null, big-endian', 0, join(family(2, false), body)],
    ['loop', 108, join(family(2, false), body)],
    ['cooked', 113, join(cooked(0x0800), body)],
    ['cooked with a tag', 113, join(cooked(0x8100), [0, 5, 8, 0], body)],
    ['cooked, second version', 276, join(cooked2(0x0800), body)],
  ])('%s', (_, link, bytes) => {
    for (const little of [true, false]) {
      const { packets, problems } = read(pcap([{ bytes }], { link, little }));
      expect(problems).toEqual([]);
      expect(packets.map(textOf)).toEqual(['linked']);
    }
  });

  test('what is no IPv4 is counted by name, ARP in words', () => {
    const arp = (operation: number) =>
      join([0, 1, 8, 0, 6, 4, 0, operation, 2, 0, 0, 0, 0, 1, 10, 0, 0, 1, 2, 0, 0, 0, 0, 2, 10, 0, 0, 2]);
    const six = join([0x60], new Uint8Array(39));
    const frames = [
      ethernet(arp(1), 0x0806),
      ethernet(arp(1), 0x0806),
      ethernet(arp(2), 0x0806),
      ethernet(arp(2).subarray(0, 20), 0x0806),
      ethernet(six, 0x86dd),
      ethernet(six, 0x88cc),
      ethernet(six, 0x1234),
      ethernet(six, 38),
      ethernet(six).subarray(0, 13),
      ethernet(ip(new Uint8Array(8), { protocol: 50 })),
      ethernet(ip(new Uint8Array(8), { protocol: 200 })),
    ];
    const { packets, problems, summary } = read(pcap(frames.map((bytes) => ({ bytes }))));
    expect(problems).toEqual([]);
    expect(packets).toEqual([]);
    expect(Object.fromEntries(summary.others)).toEqual({
      ARP: 4,
      IPv6: 1,
      LLDP: 1,
      'EtherType 0x1234': 1,
      'IEEE 802.3 frame': 1,
      'cut off in its link header': 1,
      ESP: 1,
      'IP protocol 200': 1,
    });
    expect(Object.fromEntries(summary.arp)).toEqual({
      'who has 10.0.0.2? tell 10.0.0.1': 2,
      '10.0.0.1 is at 02:00:00:00:00:01': 1,
    });
    const others = (link: number, bytes: Uint8Array) => [...read(pcap([{ bytes }], { link })).summary.others];
    expect(others(101, six)).toEqual([['IPv6', 1]]);
    expect(others(0, join(family(30, true), six))).toEqual([['IPv6', 1]]);
    expect(others(0, join(family(7, true), six))).toEqual([['another address family', 1]]);
    expect(others(0, join([2, 0, 0]))).toEqual([['cut off in its link header', 1]]);
  });

  test('an unknown link type is told once, and other interfaces go on', () => {
    const to = new Blocks();
    const radio = { bytes: join([1, 2, 3, 4]) };
    const { packets, problems, summary } = read(
      join(
        to.section(),
        to.interface(1),
        to.interface(105, [to.option(2, 'wlan0')]),
        to.enhanced(frame, 1n, 0),
        to.enhanced(radio, 2n, 1),
        to.enhanced(radio, 3n, 1),
        to.enhanced(frame, 4n, 0),
      ),
    );
    expect(packets.map(({ number }) => number)).toEqual([1, 4]);
    expect([...summary.others]).toEqual([['link type 105', 2]]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ frame: 2, fatal: false });
    expect(problems[0]!.text).toContain('interface 1 (wlan0) has link type 105, one of 0, 1,');
  });
});

describe('IPv4', () => {
  const one = (bytes: Uint8Array, length = bytes.length) =>
    read(pcap([{ bytes: ethernet(bytes), length: 14 + length }]));

  test('options are gone past, trailers are cut off', () => {
    const datagram = ip(udp('short'), { options: [148, 4, 0, 0] });
    const segment = ip(tcp('s', [2, 4, 5, 0xb4]), { protocol: 6 });
    expect(textOf(one(join(datagram, new Uint8Array(14))).packets[0]!)).toBe('short');
    expect(textOf(one(join(segment, new Uint8Array(9))).packets[0]!)).toBe('s');
    // Padding of a segment without data is no data.
    expect(one(join(ip(tcp(''), { protocol: 6 }), new Uint8Array(6))).packets[0]!.payload).toHaveLength(0);
  });

  test('a total length of 0 goes to the end of the frame', () => {
    const segment = ip(tcp('x'.repeat(3000)), { protocol: 6, total: 0 });
    expect(one(segment).packets[0]).toMatchObject({
      missing: 0,
      headers: { seq: 1000, ack: 2000, flags: 0x18 },
    });
    expect(one(segment).packets[0]!.payload).toHaveLength(3000);
    expect(one(segment.subarray(0, 140), segment.length).packets[0]).toMatchObject({ missing: 2900 });
  });

  test('what the capture cut off is missing', () => {
    const datagram = ip(udp('0123456789'));
    const { packets, summary } = one(datagram.subarray(0, 32), datagram.length);
    expect(packets.map((packet) => [textOf(packet), packet.missing])).toEqual([['0123', 6]]);
    expect(summary.cut).toBe(1);
    for (const length of [0, 19, 21, 23]) {
      const { packets: none, summary: counts } = one(datagram.subarray(0, length), datagram.length);
      expect(none).toEqual([]);
      expect([...counts.others]).toEqual([['IPv4, cut off before its content', 1]]);
    }
    expect(one(datagram.subarray(0, 24), datagram.length).packets[0]).toMatchObject({ missing: 10 });
    // Half a header says nothing about its checksum.
    const optioned = ip(udp(''), { options: [148, 4, 0, 9] });
    expect(one(optioned.subarray(0, 22), optioned.length).summary).toMatchObject({
      cut: 1,
      wrongChecksums: 0,
    });
  });

  test('a first fragment is read as far as it goes, later ones are counted', () => {
    const whole = udp('abcdefghijklmnopqrstuvwx');
    const first = one(ip(whole.subarray(0, 16), { fragment: 0x2000 }));
    const last = one(ip(whole.subarray(16), { fragment: 2 }));
    expect(first.packets.map((packet) => [textOf(packet), packet.missing])).toEqual([['abcdefgh', 16]]);
    expect(last.packets).toEqual([]);
    expect([...last.summary.others]).toEqual([['later fragment', 1]]);
    expect([first.summary.fragments, last.summary.fragments]).toEqual([1, 1]);
  });

  test('wrong header checksums are counted and forgiven', () => {
    const { packets, summary } = one(ip(udp('offloaded'), { wrongChecksum: true }));
    expect(packets).toHaveLength(1);
    expect(summary.wrongChecksums).toBe(1);
  });

  test.each([
    ['another version', join([0x65], ip(udp('')).subarray(1))],
    ['a short header', join([0x44], ip(udp('')).subarray(1))],
    ['a total length below its header', ip(udp(''), { total: 19 })],
    ['half a UDP header', ip(udp('').subarray(0, 6))],
    ['a TCP header longer than the packet', ip(tcp('', [1, 1, 1, 0]).subarray(0, 20), { protocol: 6 })],
  ])('malformed: %s', (_, bytes) => {
    const { packets, problems, summary } = one(join(bytes, new Uint8Array(40)));
    expect(packets).toEqual([]);
    expect(problems).toEqual([]);
    expect([...summary.others]).toEqual([['malformed IPv4', 1]]);
  });
});
