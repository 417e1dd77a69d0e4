import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginnings } from '../../simulator/analysis/needs.ts';
import { writeCapture } from '../../simulator/capture/writing/export.ts';
import { CaptureIntake } from '../../simulator/capture/recording/intake.ts';
import { CaptureReader } from '../../simulator/capture/reading/reader.ts';
import type { RecordedPacket } from '../../simulator/capture/reading/recorded.ts';
import type { RecordingLimits } from '../../simulator/capture/recording/recorder.ts';
import { Recorder } from '../../simulator/capture/recording/recorder.ts';
import type { Recording } from '../../simulator/capture/recording/recording.ts';
import { BUILTIN_DESIGNS, openDesign } from '../../simulator/designs/registry.ts';
import { formatAddress, parseAddress, parseRange } from '../../simulator/model/address.ts';
import type { Design } from '../../simulator/model/design.ts';
import { Disposition } from '../../simulator/model/disposition.ts';
import type { Trace } from '../../simulator/model/trace.ts';
import { bytesOf, innermost, labelOf } from '../../simulator/protocols/registry.ts';
import { flowDifferences, verdictPhrase } from '../../simulator/review/placed/change.ts';
import type { JudgedFlow } from '../../simulator/review/placed/judged.ts';
import { isFinding } from '../../simulator/review/placed/judged.ts';
import { placeCapture } from '../../simulator/review/placed/review.ts';
import { suggestNames } from '../../simulator/review/placed/suggest.ts';
import { ethernet, ip, pcap, udp } from '../unit/capture/reading-files.ts';
import { callLab } from './call-lab.ts';
import { closed, designWith, runOne } from './designs.ts';

const reference = designWith();
/** Bytes of its header. */
const ETHERNET = 14;

/** The packets of a feature's run, as everybody who could listen captured them. */
function captured(design: Design, feature: string, points?: readonly string[], clear = false) {
  const { trace, packets } = runOne(design, feature);
  const parts: Uint8Array[] = [];
  const source = { design, traces: [trace], comments: [] };
  writeCapture(source, { ...(points ? { points } : {}), clear }, (bytes) => void parts.push(bytes.slice()));
  return { file: Buffer.concat(parts), trace, packets };
}

function packetsOf(file: Uint8Array): RecordedPacket[] {
  const packets: RecordedPacket[] = [];
  const reader = new CaptureReader({
    packet: (packet) => void packets.push(packet),
    problem: ({ text }) => expect.unreachable(text),
  });
  reader.push(file);
  reader.end();
  return packets;
}

function recordingOf(packets: readonly RecordedPacket[], limits?: RecordingLimits): Recording {
  const recorder = new Recorder(() => [], limits);
  for (const packet of packets) recorder.add(packet);
  return recorder.finish();
}

/** Which rules let conversations begin. */
function rulesUsed(trace: Trace): readonly string[] {
  const { node, a } = trace.events;
  return [
    ...new Set(beginnings(trace).map((event) => `${trace.nodes[node[event]!]!.id} ${a[event]!}`)),
  ].sort();
}

/** Packets that firewalls stopped. */
function stoppedIn({ packets }: Trace): number {
  return packets.disposition.filter((one) => one === Disposition.dropped || one === Disposition.rejected)
    .length;
}

const to = (flows: readonly JudgedFlow[], address: string, port: number) =>
  flows.filter(({ tuple }) => tuple.dst === parseAddress(address) && tuple.dport === port);

describe('a run of the lab, captured everywhere and opened again', () => {
  test.each(['remote-sign-in', 'web-conferencing', 'av-remote-internal', 'federation-im-lync2010'])(
    '%s: each packet counts once, and the firewalls do with it what they did',
    (feature) => {
      const { file, trace, packets } = captured(reference, feature);
      const recording = recordingOf(packetsOf(file));
      const placed = placeCapture(recording, reference);
      expect(placed.run.packets.sent).toBe(packets.sent);
      expect(stoppedIn(placed.run.trace)).toBe(stoppedIn(trace));
      // What was only tried in hope is no beginning in the run; a capture does not tell it from the rest.
      expect(rulesUsed(placed.run.trace)).toEqual(expect.arrayContaining([...rulesUsed(trace)]));
      expect(placed.flows.filter(isFinding)).toEqual([]);
      expect(placed.run.finding.status).toBe('works');
    },
  );

  test.each(BUILTIN_DESIGNS.map(({ id, text }) => [id, text]))(
    '%s, with whatever NAT it has: nothing that was answered is stopped, and each packet counts once',
    (_id, text) => {
      const loaded = openDesign(text, 'design.json');
      if (!loaded.ok) throw new Error(loaded.problems[0]!.message);
      const { file, packets } = captured(loaded.design, 'remote-sign-in');
      const placed = placeCapture(recordingOf(packetsOf(file)), loaded.design);
      expect(placed.flows.filter(isFinding).map(verdictPhrase)).toEqual([]);
      expect(placed.run.packets.sent).toBe(packets.sent);
    },
  );

  test('captured at the Edge alone, a closed row stops what the capture shows answered, and is named', () => {
    const { file } = captured(reference, 'remote-sign-in', ['edge']);
    const recording = recordingOf(packetsOf(file));
    const [now, proposed] = [reference, closed(reference, 'E3')].map((one) => placeCapture(recording, one));
    const [flow] = to(proposed!.flows, '10.45.16.10', 443);
    expect(flow).toMatchObject({
      verdict: 'dropped',
      answered: true,
      firewall: 'external',
      rule: 'default',
      closed: 'E3',
    });
    expect(verdictPhrase(flow!)).toBe(
      'would be dropped by default at external; closed row E3 would let it pass',
    );
    expect(proposed!.run.finding).toMatchObject({ status: 'broken', because: [{ rule: 'default' }] });
    expect(flowDifferences(now!, proposed!).map(({ before }) => before.rule)).toEqual(['E3']);
  });
});

describe('what a capture does not hold', () => {
  const { file } = captured(reference, 'remote-sign-in', ['external/inside']);
  const all = packetsOf(file);
  const middle = all.slice(4);

  test('a connection that began before is taken as begun where a SYN would pass, and it is said', () => {
    const placed = placeCapture(recordingOf(middle), reference);
    const [flow] = to(placed.flows, '10.45.16.10', 443);
    expect(flow).toMatchObject({ verdict: 'passes', rule: 'E3', assumed: true, lost: 0 });
    expect(placed.notes.join()).toContain('began before the capture');
  });

  test('where no SYN would pass, the whole of it is stopped by what would stop that', () => {
    const placed = placeCapture(recordingOf(middle), closed(reference, 'E3'));
    const [flow] = to(placed.flows, '10.45.16.10', 443);
    expect(flow).toMatchObject({ verdict: 'dropped', rule: 'default', closed: 'E3', assumed: false });
    expect(flow!.text).toContain('It began before the capture.');
  });

  test('beyond its limits packets are counted, and their flows are told as not judged', () => {
    const limits = { packets: 10, bytes: 1_000_000, flows: 100 };
    const sessions = [...all, ...all.map((one) => shifted(one, 40_000))];
    const recording = recordingOf(sessions, limits);
    expect(recording.packets).toHaveLength(10);
    expect(recording.flows.reduce((sum, { packets: [a, b] }) => sum + a + b, 0)).toBe(sessions.length);
    const placed = placeCapture(recording, reference);
    expect(placed.flows.map(({ verdict }) => verdict)).toContain('unjudged');
    expect(placed.notes.join()).toMatch(/first 10 packets/);
  });
});

/** The same packet of another conversation: with another port of the client's. */
function shifted(packet: RecordedPacket, port: number): RecordedPacket {
  const { headers } = packet;
  const own = headers.dport < 1024 ? { sport: port } : { dport: port };
  return { ...packet, headers: { ...headers, ...own } };
}

describe("a customer's addresses", () => {
  const { file } = captured(reference, 'av-remote-internal', ['external/outside']);
  const own = new Map(
    [
      ['10.45.16.10', '212.24.10.10'],
      ['10.45.16.30', '212.24.10.30'],
      ['198.51.100.7', '93.184.216.34'],
    ].map(([from, is]) => [parseAddress(from!)!, parseAddress(is!)!]),
  );
  const packets = packetsOf(file).map((packet) => {
    const { src, dst } = packet.headers;
    return { ...packet, headers: { ...packet.headers, src: own.get(src) ?? src, dst: own.get(dst) ?? dst } };
  });
  const recording = recordingOf(packets);

  test('foreign ones stand beside the design; who answers on 3478 is likely its A/V Edge', () => {
    const placed = placeCapture(recording, reference);
    expect(placed.design.hosts.map(({ title }) => title)).toContain('212.24.10.30');
    expect(suggestNames(recording, reference, placed.foreign)).toContainEqual(
      expect.objectContaining({ from: parseAddress('212.24.10.30'), to: parseAddress('10.45.16.30') }),
    );
  });

  test("called by the design's, they are judged as the design's", () => {
    const renamed = [
      { from: parseRange('212.24.10.30')!, to: parseAddress('10.45.16.30')! },
      { from: parseRange('212.24.10.0/24')!, to: parseAddress('10.45.16.10')! },
    ];
    const { flows } = placeCapture(recording, reference, { renamed });
    expect(to(flows, '10.45.16.30', 3478).map(({ rule }) => rule)).toContain('E12');
    expect(to(flows, '10.45.16.10', 443).map(({ rule }) => rule)).toEqual(['E3']);
  });
});

describe('lab capture', () => {
  const folder = mkdtempSync(join(tmpdir(), 'edge-lab-capture-'));
  const file = join(folder, 'sign-in.pcapng');
  const whole = captured(reference, 'remote-sign-in', ['edge']).file;
  writeFileSync(file, whole);

  const lab = (...args: string[]) => callLab(['capture', ...args], { cwd: folder });

  test('nothing is stopped: 0; with a proposal that stops something answered: 1, and what and why', () => {
    const { status, stdout, stderr } = lab(file);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('passes by E3 at external');
    const stopped = lab(file, '--close', 'E3');
    expect(stopped.status).toBe(1);
    expect(stopped.stdout).toContain(
      'would be dropped by default at external; closed row E3 would let it pass (now: passes by E3 at external)',
    );
  });

  test('--json tells each conversation, and what the proposal makes of it', () => {
    const { flows } = JSON.parse(lab(file, '--close', 'E3', '--json').stdout) as {
      flows: { flow: string; verdict: string; proposed: { verdict: string; closed: string | null } }[];
    };
    const flow = flows.find((one) => one.flow.endsWith('-> 10.45.16.10:443'));
    expect(flow).toMatchObject({ verdict: 'passes', proposed: { verdict: 'dropped', closed: 'E3' } });
  });

  test('bad input is one line: what could be read is told first; nothing at all is 2', () => {
    const cut = join(folder, 'cut.pcapng');
    writeFileSync(cut, whole.subarray(0, whole.length - 10));
    const some = lab(cut);
    expect(some.stdout).toContain('passes by E3 at external');
    expect(some.stderr).toMatch(/^lab: .*cut\.pcapng: byte \d+ \(frame \d+\): .+\n$/);
    const none = join(folder, 'none.pcap');
    writeFileSync(none, 'this is no capture at all');
    for (const args of [[none], [join(folder, 'missing.pcap')], [file, '--map', 'here=there']]) {
      const { status, stdout, stderr } = lab(...args);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^lab: [^\n]+\n$/);
    }
  });
});

test('what a capture holds the secrets of is opened: SIP inside TLS by its name, with its bytes', () => {
  const { file } = captured(reference, 'remote-sign-in', ['edge']);
  const reader: CaptureReader = new CaptureReader({
    packet: (packet) => recorder.add(packet),
    problem: ({ text }) => expect.unreachable(text),
  });
  const recorder = new Recorder(() => reader.secrets);
  reader.push(file);
  reader.end();
  const recording = recorder.finish();
  const names = recording.packets.map(({ message }) => (message ? labelOf(message) : ''));
  expect(names).toEqual(expect.arrayContaining(['REGISTER', '401 Unauthorized', '200 OK']));
  const register = recording.packets.find(({ message }) => message && labelOf(message) === 'REGISTER')!;
  const inside = innermost(register.message!);
  expect(inside.protocol).toBe('sip');
  expect(new TextDecoder().decode(bytesOf(inside))).toMatch(/^REGISTER sip:contoso\.com SIP\/2\.0\r\n/);
  // With the secrets of others, nothing is opened and nothing breaks.
  const strange = reader.secrets.map((text) => text.replace(/[0-9a-f]{96}/g, '0'.repeat(96)));
  const other = new Recorder(() => strange);
  for (const packet of packetsOf(file)) other.add(packet);
  const closedNames = other.finish().packets.map(({ message }) => (message ? labelOf(message) : ''));
  expect(closedNames).not.toContain('REGISTER');
  expect(closedNames).toContain('Application Data');
});

test('whatever is damaged in what the packets carry, it is named and nothing is thrown', () => {
  const whole = ['av-remote-internal', 'address-book'].flatMap((feature) =>
    packetsOf(captured(reference, feature, ['alice-pc']).file).slice(0, 120),
  );
  const plain = packetsOf(captured(reference, 'remote-sign-in', ['alice-pc'], true).file).slice(0, 60);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 255 })), {
        minLength: 1,
        maxLength: 40,
      }),
      (flips) => {
        const damaged = [...whole, ...plain].map((packet) => ({
          ...packet,
          payload: packet.payload.slice(),
        }));
        for (const [which, where, byte] of flips) {
          const { payload } = damaged[which % damaged.length]!;
          if (payload.length > 0) payload[where % payload.length] = byte;
        }
        const recording = recordingOf(damaged);
        for (const { message } of recording.packets) if (message) expect(labelOf(message)).not.toBe('');
        expect(recording.packets.length + recording.copies).toBe(damaged.length);
      },
    ),
    { numRuns: 60 },
  );
});

test('a damaged packet that claims to come from everybody is placed like any other', () => {
  const frame = ethernet(ip(udp('hello')));
  // RFC 1122 3.2.1.3: never the source of a packet.
  frame.set([224, 0, 0, 1], ETHERNET + 12);
  const intake = new CaptureIntake();
  intake.push(pcap([{ bytes: frame }]));
  const { recording } = intake.end();
  const { flows } = placeCapture(recording, reference);
  expect(flows.map(({ tuple }) => formatAddress(tuple.src))).toEqual(['224.0.0.1']);
});
