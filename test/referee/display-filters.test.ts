import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { matcher } from '../../simulator/filters/match.ts';
import { readFilter } from '../../simulator/filters/parser.ts';
import { FilterSource } from '../../simulator/filters/source.ts';
import { EventKind } from '../../simulator/model/trace.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import { dissect } from '../../simulator/protocols/dissect.ts';
import { wireOf } from '../../simulator/protocols/wire.ts';
import { haveTshark } from '../setup/tools.ts';
import { tshark } from '../setup/tshark.ts';
import { designWith, runOne } from '../story/designs.ts';

const here = haveTshark();

/** What somebody captures who listens at one node, and which of it our filters and tshark's find. */
function place(feature: string, node: string) {
  const design = designWith();
  const { trace } = runOne(design, feature);
  const reader = new TraceReader(trace);
  const source = new FilterSource(reader, design);
  const { kind, packet, time } = trace.events;
  const events = [...reader.eventsOfNode(trace.nodes.findIndex(({ id }) => id === node))].filter(
    (event) => kind[event] === EventKind.send || kind[event] === EventKind.deliver,
  );
  const frames = events.map((event) => ({
    time: time[event]!,
    bytes: dissect(reader, packet[event]!, event).bytes,
  }));
  // Bytes are made in the order of the trace, and with them the keys.
  const keys = join(mkdtempSync(join(tmpdir(), 'edge-lab-keys-')), 'keys.log');
  writeFileSync(keys, `${wireOf(trace).takeSecrets().join('\n')}\n`);
  const options = ['-o', `tls.keylog_file:${keys}`, '-d', 'tls.port==443,sip'];
  return {
    frames: frames.length,
    ours(text: string): number[] {
      const read = readFilter(text);
      if (!read.ok) throw new Error(`${text}: ${read.problem.message}`);
      const matches = matcher(read.filter, source);
      return events.flatMap((event, at) => (matches(packet[event]!, event) ? [at + 1] : []));
    },
    theirs: (text: string): number[] =>
      tshark(frames, ['frame.number'], text, options).map(([number]) => Number(number)),
  };
}

describe.skipIf(!here)('a filter shows the same packets as in Wireshark', () => {
  const signIn = place('remote-sign-in', 'alice-pc');
  const call = place('av-remote-internal', 'alice-pc');

  test.each([
    'tcp.flags.syn == 1 && tcp.flags.ack == 0',
    'tcp.flags & 0x12 == 0x12',
    'tcp.port == 443 and not tls',
    'ip.src != 192.168.1.5',
    'tcp.srcport != 443',
    'tcp.port !== 443',
    'dns or tcp.flags.syn == 1 and tcp.flags.ack == 1',
    'ip.addr == 10.45.0.0/16',
    '!(ip.addr == 10.45.0.0/16)',
    'ip.src > 192.168.0.0',
    'tcp.len >= 100 && frame.len <= 1000',
    'udp.port in {53, 3478..3500} or tcp.dstport in {5061}',
    'dns.qry.name contains "_sip"',
    'dns.qry.name matches r"^_SIP.*\\.com$"',
    'dns.flags.response == True',
    'tls.handshake.type in {1, 2} && tls.handshake.version == 0x0301',
    'tls.record.content_type == 23',
    'tls[0:2] == 16:03',
    'sip.Method == "REGISTER" && sip.CSeq.seq > 1',
    'sip.Status-Code >= 400',
    'sip.CSeq contains "SUBSCRIBE"',
    'sip contains "Bearer" || sip contains "TLS-DSK"',
  ])('signing in: %s', (text) => {
    const found = signIn.theirs(text);
    expect(found.length, 'a filter that finds nothing shows nothing').toBeGreaterThan(0);
    expect(found.length).toBeLessThan(signIn.frames);
    expect(signIn.ours(text)).toEqual(found);
  });

  test.each([
    'classicstun && udp',
    'udp && !classicstun && stun',
    'classicstun.type == 0x0003 || stun.type == 0x0001',
    'stun.att.type == 0x8054 && stun.att.username',
    'classicstun.att.ipv4 == 10.45.16.0/24 or classicstun.att.port == 443',
    'udp.length > 200',
    'udp.srcport == 3478 || udp.dstport == 3478',
    'ip.ttl < 64 or ip.id == 200',
  ])('a call: %s', (text) => {
    const found = call.theirs(text);
    expect(found.length).toBeLessThan(call.frames);
    // What MS-TURN wraps is looked at by us and not by Wireshark.
    const wrapped = new Set(call.ours('stun.att.type == 0x0013 || turn-frame'));
    expect(call.ours(text).filter((frame) => !wrapped.has(frame))).toEqual(
      found.filter((frame) => !wrapped.has(frame)),
    );
  });
});

if (!here) test('tshark', ({ skip }) => skip('tshark is not here and could not be installed'));
