import { expect, test } from 'vitest';
import type { StreamEntry } from '../../../renderer/views/inspector/stream.ts';
import { contentOf, streamOf, streamText } from '../../../renderer/views/inspector/stream.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { Disposition } from '../../../simulator/model/disposition.ts';
import { Flag, Protocol } from '../../../simulator/model/packet.ts';
import { EventKind, TraceWriter } from '../../../simulator/model/trace.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { innermost } from '../../../simulator/protocols/registry.ts';
import { closed, runOne } from '../../story/designs.ts';

function reading(feature: string, ...rules: readonly string[]) {
  return new TraceReader(runOne(closed(builtinDesign(), ...rules), feature).trace);
}

const signIn = reading('remote-sign-in');

function packetOf(reader: TraceReader, label: (entry: string) => boolean): number {
  for (let packet = 0; packet < reader.packetCount; packet++) {
    const message = reader.message(packet);
    if (message && label(innermost(message).protocol)) return packet;
  }
  throw new Error('no such packet');
}

const labels = (entries: readonly StreamEntry[]) => entries.map(({ label }) => label);

test('from the SYN to the last word, both ways, across the NAT', () => {
  const { ends, entries } = streamOf(
    signIn,
    packetOf(signIn, (protocol) => protocol === 'sip'),
  );
  expect(ends).toEqual(['Alice', 'Edge']);
  expect(labels(entries).slice(0, 4)).toEqual([
    'TCP SYN',
    'TCP SYN, ACK',
    'Client Hello',
    'Server Hello, Certificate, Server Hello Done',
  ]);
  expect(labels(entries)).toEqual(expect.arrayContaining(['REGISTER', '401 Unauthorized', '200 OK']));
  expect(new Set(entries.map(({ from }) => from))).toEqual(new Set(['Alice', 'Edge']));
  for (const { from, there } of entries) expect(there).toBe(from === 'Alice');
  const times = entries.map(({ time }) => time);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('whichever of its packets is chosen, the conversation is the same', () => {
  const first = streamOf(
    signIn,
    packetOf(signIn, (protocol) => protocol === 'sip'),
  );
  for (const { packet } of first.entries) expect(streamOf(signIn, packet)).toEqual(first);
});

test('every packet is in one conversation, with its own end in it', () => {
  const reader = reading('av-remote-internal');
  for (let packet = 0; packet < reader.packetCount; packet += 7) {
    const { entries } = streamOf(reader, packet);
    const { protocol } = reader.trace.packets;
    for (const entry of entries)
      if (reader.message(entry.packet)?.protocol !== 'icmp')
        expect(protocol[entry.packet]).toBe(protocol[packet]);
  }
});

test('a message is told once, however many packets it takes', () => {
  const reader = reading('av-remote-internal');
  const { packets } = reader.trace;
  const long = packets.offset.findIndex((offset) => offset > 0);
  const { entries } = streamOf(reader, long);
  const told = entries.filter(({ again }) => !again).map(({ packet }) => reader.message(packet));
  const messages = told.filter((message) => message !== null);
  expect(messages).toContain(reader.message(long));
  expect(new Set(messages).size).toBe(messages.length);
});

test('SIP inside TLS is text, a handshake is bytes', () => {
  const { entries } = streamOf(
    signIn,
    packetOf(signIn, (protocol) => protocol === 'sip'),
  );
  const of = (label: string) => contentOf(signIn, entries.find((entry) => entry.label === label)!.packet);
  expect(of('REGISTER')).toMatchObject({
    kind: 'text',
    text: expect.stringMatching(/^REGISTER sip:contoso.com SIP\/2.0\r\nVia: /) as string,
  });
  expect(of('Client Hello')).toMatchObject({ kind: 'bytes' });
  expect(of('TCP SYN')).toBeNull();
});

test('what is lost and sent again is marked, and nobody has answered', () => {
  const reader = reading('remote-sign-in', 'E3');
  const lost = Array.from({ length: reader.packetCount }, (_, packet) => packet).find(
    (packet) => reader.disposition(packet).lost,
  )!;
  const { ends, entries } = streamOf(reader, lost);
  expect(ends).toEqual(['Alice', 'External firewall']);
  expect(entries.map(({ label, lost: gone, again }) => [label, gone, again])).toEqual([
    ['TCP SYN', true, false],
    ['TCP SYN', true, true],
    ['TCP SYN', true, true],
  ]);
});

test('two connections between the same ports are two conversations', () => {
  const writer = new TraceWriter();
  const [client, server] = ['Client', 'Server'].map((title) =>
    writer.addNode({ id: title, kind: 'host', title }),
  );
  const send = (from: 'client' | 'server', flags: number): number => {
    const there = from === 'client';
    const ports = there ? { sport: 50000, dport: 443 } : { sport: 443, dport: 50000 };
    const ends = there ? { src: 1, dst: 2 } : { src: 2, dst: 1 };
    const packet = writer.packet({
      ...ends,
      ...ports,
      protocol: Protocol.tcp,
      flags,
      seq: 0,
      ack: 0,
      payload: null,
    });
    writer.event(packet, EventKind.send, (there ? client : server)!, packet, -1, -1);
    writer.end(packet, Disposition.delivered);
    return packet;
  };
  const connection = () => [
    send('client', Flag.syn),
    send('server', Flag.syn | Flag.ack),
    send('client', Flag.fin | Flag.ack),
  ];
  const [first, second] = [connection(), connection()];
  const reader = new TraceReader(writer.finish());
  for (const own of [first, second])
    for (const packet of own)
      expect(streamOf(reader, packet).entries.map((entry) => entry.packet)).toEqual(own);
});

test('as text: whose word it is, when, and what it says', () => {
  const text = streamText(
    signIn,
    streamOf(
      signIn,
      packetOf(signIn, (protocol) => protocol === 'sip'),
    ),
  );
  expect(text).toMatch(/^Alice and Edge\n\n>>> \d\.\d{3} s {2}Alice: TCP SYN\n/);
  expect(text).toMatch(/<<< \d\.\d{3} s {2}Edge: 401 Unauthorized\nSIP\/2\.0 401 Unauthorized\r\n/);
  expect(text).toMatch(/Alice: Client Hello\n0000 {2}16 03 01 /);
});
