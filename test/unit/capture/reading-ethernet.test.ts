import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../../../simulator/protocols/codec/reader.ts';
import { Writer } from '../../../simulator/protocols/codec/writer.ts';
import type { Arp } from '../../../simulator/protocols/ethernet/arp.ts';
import { formatArp, readArp, writeArp } from '../../../simulator/protocols/ethernet/arp.ts';
import type { EthernetHeader } from '../../../simulator/protocols/ethernet/ethernet.ts';
import {
  BROADCAST,
  ETHERNET_HEADER,
  EtherType,
  readEthernet,
  skipTags,
  writeEthernet,
} from '../../../simulator/protocols/ethernet/ethernet.ts';

const bytesOf = (write: (writer: Writer) => void) => {
  const writer = new Writer();
  write(writer);
  return { bytes: writer.result(), fields: writer.fields() };
};
const mac = fc.maxSafeNat().map((value) => value % 2 ** 48);
const address = fc.nat({ max: 0xffffffff });

describe('Ethernet', () => {
  test('a header to the bit', () => {
    const header = { destination: BROADCAST, source: 0x02000a2d100a, type: EtherType.arp };
    const { bytes, fields } = bytesOf((writer) => writeEthernet(header, writer));
    expect(Buffer.from(bytes).toString('hex')).toBe('ffffffffffff02000a2d100a0806');
    expect(fields.map(({ name, text }) => [name, text])).toEqual([
      ['Destination', 'ff:ff:ff:ff:ff:ff'],
      ['Source', '02:00:0a:2d:10:0a'],
      ['Type', '0x0806'],
    ]);
  });

  test('what is written is read', () => {
    const headers: fc.Arbitrary<EthernetHeader> = fc.record({
      destination: mac,
      source: mac,
      type: fc.nat({ max: 0xffff }),
    });
    fc.assert(
      fc.property(headers, (header) => {
        const { bytes } = bytesOf((writer) => writeEthernet(header, writer));
        expect(bytes).toHaveLength(ETHERNET_HEADER);
        expect(readEthernet(bytes)).toEqual(header);
        expect(() => readEthernet(bytes.subarray(0, 13))).toThrow(DecodeError);
      }),
    );
  });

  test('tags are gone past, to the end and no further', () => {
    const tags = [0x81, 0, 0, 1, 0x88, 0xa8, 0, 2, 0x91, 0, 0, 3];
    expect(skipTags(Uint8Array.from([...tags, 8, 0]), 0)).toBe(12);
    expect(skipTags(Uint8Array.from([8, 0]), 0)).toBe(0);
    expect(skipTags(Uint8Array.from(tags), 4)).toBe(12);
    expect(skipTags(new Uint8Array(0), 12)).toBe(12);
  });
});

describe('ARP', () => {
  const question: Arp = {
    operation: 'request',
    senderMac: 0x02000a000002,
    sender: 0x0a000002,
    targetMac: 0,
    target: 0x0a000001,
  };

  test('a question to the bit, and in words', () => {
    const { bytes } = bytesOf((writer) => writeArp(question, writer));
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '0001080006040001' + '02000a0000020a000002' + '0000000000000a000001',
    );
    expect(formatArp(question)).toBe('who has 10.0.0.1? tell 10.0.0.2');
    expect(formatArp({ ...question, operation: 'reply' })).toBe('10.0.0.2 is at 02:00:0a:00:00:02');
  });

  test('what is written is read, padding or not', () => {
    const arps: fc.Arbitrary<Arp> = fc.record({
      operation: fc.constantFrom('request', 'reply'),
      senderMac: mac,
      sender: address,
      targetMac: mac,
      target: address,
    });
    fc.assert(
      fc.property(arps, fc.nat({ max: 18 }), (arp, padding) => {
        const { bytes } = bytesOf((writer) => writeArp(arp, writer));
        expect(readArp(bytes)).toEqual(arp);
        expect(readArp(Uint8Array.from([...bytes, ...new Uint8Array(padding)]))).toEqual(arp);
      }),
    );
  });

  test.each([
    ['another network', 1, 6, 0],
    ['another protocol', 2, 9, 2],
    ['other lengths', 4, 8, 4],
    ['another question', 7, 3, 6],
    ['no question', 7, 0, 6],
  ])('%s', (_, at, value, position) => {
    const { bytes } = bytesOf((writer) => writeArp(question, writer));
    bytes[at] = value;
    expect(() => readArp(bytes)).toThrow(expect.objectContaining({ name: 'DecodeError', at: position }));
    expect(() => readArp(bytes.subarray(0, 27))).toThrow(DecodeError);
  });
});
