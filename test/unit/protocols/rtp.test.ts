import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../../simulator/protocols/codec/hex.ts';
import { DecodeError, Reader } from '../../../simulator/protocols/codec/reader.ts';
import { codecOf, write } from '../../../simulator/protocols/registry.ts';
import { rtpCodec } from '../../../simulator/protocols/rtp/codec.ts';
import type { RtcpMessage, RtcpPacket, RtpMessage } from '../../../simulator/protocols/rtp/message.ts';
import { rtcpCodec } from '../../../simulator/protocols/rtp/rtcp.ts';
import { readData } from '../../../simulator/protocols/stun/read.ts';

describe('RTP', () => {
  const packet: RtpMessage = {
    protocol: 'rtp',
    payloadType: 114,
    marker: true,
    sequence: 0x0102,
    timestamp: 0x03040506,
    ssrc: 0x0708090a,
    payload: 72,
    encrypted: true,
    count: 1,
    spacing: 0,
  };

  test('has the header of RFC 3550 5.1, and a tag of ten bytes where it is encrypted', () => {
    const bytes = write(packet).result();
    expect(toHex(bytes.subarray(0, 12))).toBe('80f20102030405060708090a');
    expect(bytes).toHaveLength(12 + 72 + 10);
    expect(write({ ...packet, encrypted: false } as RtpMessage).result()).toHaveLength(84);
  });

  test('the payload of a packet is always the same, and differs from the next one', () => {
    expect(write(packet).result()).toEqual(write({ ...packet }).result());
    const payload = (sequence: number) =>
      toHex(
        write({ ...packet, sequence } as RtpMessage)
          .result()
          .subarray(12, 84),
      );
    expect(new Set([10, 12, 14, 16].map(payload)).size).toBe(4);
  });

  test('one that stands for many is written as the first of them', () => {
    const many: RtpMessage = { ...packet, count: 50, spacing: 20_000 };
    expect(write(many).result()).toEqual(write(packet).result());
    expect(rtpCodec.size(many)).toBe(rtpCodec.size(packet));
    expect(rtpCodec.label({ ...many, sequence: 65530 })).toBe('RTP audio 65530 to 43 (50 packets)');
  });

  test.each([
    ['40f2', '', 'RTP version 1, 2 expected'],
    ['00f2', '', 'RTP version 0, 2 expected'],
    ['c0f2', '', 'RTP version 3, 2 expected'],
    ['90f2', '', '2 bytes needed, 0 left'],
    ['90f2', 'bede000200000000', '8 bytes needed, 4 left'],
    ['81f2', '', '4 bytes needed, 0 left'],
    ['a0f2', '', 'padding of 0 bytes, 1 to 0 expected'],
    ['a0f2', '000003', ''],
    ['a0f2', '000004', 'padding of 4 bytes, 1 to 3 expected'],
    ['a0f2', '0300', 'padding of 0 bytes, 1 to 2 expected'],
  ])('%s with "%s" behind the header: %s', (start, rest, problem) => {
    const read = () => rtpCodec.read(fromHex(`${start}0102030405060708090a${rest}`));
    if (problem === '') expect(read()).toMatchObject({ padding: '000003', payload: 0 });
    else expect(read).toThrow(problem);
  });

  test('sources, extension, payload and padding of another program, byte for byte (RFC 3550 5.1, 5.3.1)', () => {
    const text =
      'b2f20102030405060708090a' + // padding, extension, two sources
      '00000011' +
      '00000022' +
      'bede0001' +
      'aabbccdd' +
      'c0ffee' +
      '0002';
    const read = rtpCodec.read(fromHex(text));
    expect(read).toEqual({
      ...packet,
      sources: [0x11, 0x22],
      extension: { profile: 0xbede, data: 'aabbccdd' },
      payload: 3,
      content: 'c0ffee',
      padding: '0002',
      encrypted: false,
    });
    expect(toHex(write(read).result())).toBe(text);
  });
});

describe('RTCP', () => {
  const described = (text: string): RtcpPacket => ({
    type: 'description',
    chunks: [{ ssrc: 0x0708090a, items: [{ item: 1, text }] }],
  });
  const report: RtcpPacket = {
    type: 'sender-report',
    ssrc: 0x0708090a,
    ntp: { seconds: 0xd1197b30, fraction: 0x80000000 },
    timestamp: 16000,
    packets: 100,
    octets: 7200,
    reports: [
      {
        ssrc: 1,
        fraction: 64,
        lost: -2,
        highest: 0x10002,
        jitter: 3,
        lastReport: 0x7b308000,
        delay: 0x00018000,
      },
    ],
    extension: '',
  };
  const compound = (...packets: RtcpPacket[]): RtcpMessage => ({
    protocol: 'rtcp',
    packets,
    padding: '',
    trailer: null,
  });
  const goodbye = compound(report, described('alice@a'), {
    type: 'goodbye',
    sources: [0x0708090a],
    reason: null,
  });
  const TEXT =
    '81c8000c0708090a' + // one block, 13 words
    'd1197b3080000000' +
    '00003e80' +
    '00000064' +
    '00001c20' +
    '00000001' +
    '40fffffe' + // a quarter; two more than were sent
    '00010002' +
    '00000003' +
    '7b308000' +
    '00018000' +
    '81ca0004' +
    '0708090a' +
    '0107616c6963654061' +
    '000000' +
    '81cb0001' +
    '0708090a';

  test('sender report, source description and goodbye, byte for byte (RFC 3550 6.4.1, 6.5, 6.6)', () => {
    expect(toHex(write(goodbye).result())).toBe(TEXT);
    expect(rtcpCodec.read(fromHex(TEXT))).toEqual(goodbye);
    expect(rtcpCodec.label(goodbye)).toBe('RTCP goodbye');
    expect(rtcpCodec.label(compound(report))).toBe('RTCP report: 100 sent, -2 lost');
  });

  test.each([
    ['a receiver report', '80c900010708090a', 'receiver-report'],
    ['a goodbye with a reason, filled up', '81cb000300000001' + '03627965' + '00000000', 'other'],
    ['a goodbye with a reason', '81cb000200000001' + '03627965', 'goodbye'],
    ['a note and a tool', '81ca000300000001' + '0601780702797a00', 'description'],
    ['two sources', '82ca000400000001000000000000000200000000', 'description'],
    ['what a program defines', '85cc000200000001' + '4c594e43', 'application'],
    ['feedback', '81cd000200000001' + '00000002', 'other'],
    ['a report with less blocks than it says', '82c900010708090a', 'other'],
    ['a name that is longer than its packet', '81ca000200000001' + '01ff6162', 'other'],
    ['an extension of the profile', '80c900020708090a' + 'deadbeef', 'receiver-report'],
    ['no source at all', '80cb0000', 'goodbye'],
  ])('%s', (_what, text, type) => {
    const read = rtcpCodec.read(fromHex(text));
    expect(read.packets.map((one) => one.type)).toEqual([type]);
    expect(toHex(write(read).result())).toBe(text);
  });

  // Each must end with at least one zero, and on four bytes.
  test.each([0, 1, 2, 4, 5, 6, 9, 255])('a name of %i characters', (length) => {
    const named = compound(report, described('x'.repeat(length)));
    const bytes = write(named).result();
    expect(bytes).toHaveLength(rtcpCodec.size(named));
    expect(bytes.length % 4).toBe(0);
    expect(bytes.at(-1)).toBe(0);
    const description = new Reader(bytes, 28 + 24 + 2);
    expect(description.u16() * 4).toBe(description.left);
    expect(rtcpCodec.read(bytes)).toEqual(named);
  });

  test('an index that looks like a goodbye is none', () => {
    const secure: RtcpMessage = { ...compound(report), trailer: { index: 0x00cb0001, encrypted: true } };
    expect(rtcpCodec.read(write(secure).result())).toEqual(secure);
  });

  test('what another program encrypted is not taken apart, but for its header', () => {
    // A sender report by its header; what follows it, up to index and tag, is noise.
    const noise = '80c800060708090a' + '9f'.repeat(44) + '80000003' + '11223344556677889900';
    const read = rtcpCodec.read(fromHex(noise));
    expect(read).toEqual({
      protocol: 'rtcp',
      packets: [{ type: 'sealed', first: 0x80, number: 200, length: 6, data: noise.slice(8, -28) }],
      padding: '',
      trailer: { index: 3, encrypted: true, tag: '11223344556677889900' },
    });
    expect(toHex(write(read).result())).toBe(noise);
  });

  // RFC 3550 A.2.
  test.each([
    ['another version', 0, 0x41, 'RTCP version 1, 2 expected'],
    ['padding of no bytes that count', 0, 0xa1, 'padding of 0 bytes, whole words expected'],
    ['another length', 3, 0x0d, 'RTCP version 0, 2 expected'],
    ['a length beyond the end', 3, 0x40, '256 bytes needed, 76 left'],
    ['a type that is none', 1, 0x20, '32 is no type of RTCP'],
    ['another version in the middle', 52, 0x01, 'RTCP version 0, 2 expected'],
  ])('with %s it is refused, and stays bytes where it is data', (_what, at, value, problem) => {
    const bytes = fromHex(TEXT);
    bytes[at] = value;
    expect(() => rtcpCodec.read(bytes)).toThrow(problem);
    const read = readData(bytes);
    expect(codecOf(read).size(read)).toBe(bytes.length);
    expect(toHex(write(read).result())).toBe(toHex(bytes));
  });

  test('only the last packet may have padding, in whole words', () => {
    const padded = fromHex('80c900010708090a' + 'a1cb000200000001' + '00000004');
    expect(rtcpCodec.read(padded)).toMatchObject({ padding: '00000004' });
    expect(toHex(write(rtcpCodec.read(padded)).result())).toBe(toHex(padded));
    const early = fromHex('a0c900020708090a00000004' + '81cb000100000001');
    expect(() => rtcpCodec.read(early)).toThrow('only the last packet may have padding');
    padded[padded.length - 1] = 3;
    expect(() => rtcpCodec.read(padded)).toThrow('padding of 3 bytes, whole words expected');
  });

  test('cut short it is read where a packet ends, and nowhere else', () => {
    const bytes = fromHex(TEXT);
    for (let cut = 0; cut < bytes.length; cut++) {
      // Two bytes more than whole words look like SRTCP.
      if (cut % 4 === 2) continue;
      const read = () => rtcpCodec.read(bytes.subarray(0, cut));
      if (cut === 52 || cut === 72)
        expect(read().packets).toEqual(goodbye.packets.slice(0, cut === 52 ? 1 : 2));
      else expect(read, `${cut} bytes`).toThrow(DecodeError);
    }
  });
});
