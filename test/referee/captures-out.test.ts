import { describe, expect, test } from 'vitest';
import { captureOf, writeCapture } from '../../simulator/capture/writing/export.ts';
import { addressNames } from '../../simulator/capture/writing/names.ts';
import { capturePoints } from '../../simulator/capture/writing/points.ts';
import { formatAddress } from '../../simulator/model/address.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { Run } from '../../simulator/model/run.ts';
import { run } from '../../simulator/run.ts';
import { haveTshark } from '../setup/tools.ts';
import { runTshark, withCapture } from '../setup/tshark.ts';
import { closed, designWith } from '../story/designs.ts';
import { Findings, judgePlace } from './captures/judge.ts';

const here = haveTshark();

/** Together they meet every protocol, over every transport. */
const FEATURES = [
  'remote-sign-in',
  'client-certificate',
  'web-conferencing',
  'meeting-content',
  'mobile-autodiscover',
  'cms-replication',
  'av-remote-internal',
  'sharing-remote-internal',
  'pstn-remote',
  'federation-im-lync2010',
  'federation-sharing-ocs2007r2',
  'federation-av-ocs2007',
];

/** What Wireshark knows by name, and what the capture must hold of it. */
const NAMED = ['DNS', 'TLS', 'SIP', 'SDP', 'HTTP', 'STUN', 'MS-TURN', 'STUN (RFC 3489)', 'RTP', 'RTCP'];

function combined(design: Design, result: Run): Buffer {
  const chunks: Uint8Array[] = [];
  writeCapture(captureOf(design, result), {}, (chunk) => chunks.push(chunk));
  return Buffer.concat(chunks);
}

/** Types of a file's blocks, one after the other (draft-ietf-opsawg-pcapng 3.1). */
function blockTypes(file: Buffer): number[] {
  const types: number[] = [];
  for (let at = 0; at < file.length; at += file.readUInt32LE(at + 4)) types.push(file.readUInt32LE(at));
  return types;
}

/** The given fields of a capture's frames. */
function read(capture: Buffer, fields: readonly string[], options: readonly string[]): string[][] {
  const asked = ['-T', 'fields', ...fields.flatMap((name) => ['-e', name])];
  return withCapture(capture, (file) => runTshark(file, [...options, ...asked])).map((line) =>
    line.split('\t'),
  );
}

describe.skipIf(!here)('what the lab sends is what Wireshark reads', () => {
  const design = designWith();
  const result = run(design, { only: FEATURES });

  test('at every kind of place, each packet with all that both know of it', () => {
    const findings = new Findings();
    for (const place of ['alice-pc', 'external/outside', 'edge', 'internal/inside', 'mediation'])
      judgePlace(design, result, place, findings);
    expect(findings.differences).toEqual([]);
    expect([...findings.features.keys()].sort()).toEqual([...FEATURES].sort());
    for (const kind of NAMED) {
      const { messages, named } = findings.kinds.get(kind) ?? { messages: 0, named: 0 };
      expect(messages, kind).toBeGreaterThan(10);
      expect(named, kind).toBe(messages);
    }
  }, 300_000);

  test('what a firewall drops is on the side where it came, with the reason, and nowhere beyond', () => {
    const shut = closed(design, 'E12', 'I1');
    const some = run(shut, { only: ['av-remote-internal', 'remote-sign-in'] });
    const findings = new Findings();
    for (const side of ['outside', 'inside'])
      for (const firewall of ['external', 'internal'])
        judgePlace(shut, some, `${firewall}/${side}`, findings);
    expect(findings.differences).toEqual([]);
    const fields = ['frame.interface_name', 'frame.comment'];
    const dropped = read(combined(shut, some), fields, ['-Y', 'frame.verdict.ebpf_xdp == 1']);
    expect(dropped.length).toBeGreaterThan(0);
    for (const line of dropped)
      expect(line.join(': ')).toMatch(
        /^(external|internal)\/outside: The \w+ firewall dropped it: no rule for /,
      );
  }, 300_000);

  test('all places in one file: its interfaces, names and secrets, times in order, the same bytes twice', () => {
    const file = combined(design, result);
    expect(combined(design, run(design, { only: FEATURES })).equals(file)).toBe(true);
    const points = capturePoints(result.features[0]!.trace.nodes);
    expect(blockTypes(file).filter((type) => type === INTERFACE)).toHaveLength(points.length);
    const fields = [
      'frame.time_epoch',
      'frame.interface_name',
      'frame.packet_id',
      'ip.src',
      'ip.src_host',
      'sip.Method',
      '_ws.malformed',
    ];
    const rows = read(file, fields, ['-N', 'n']);
    const places = new Set(points.map(({ id }) => id));
    const names = new Map(addressNames(design).map(([address, name]) => [formatAddress(address), name]));
    let before = '';
    let last = '';
    for (const [time = '', place, packet = '', address = '', name = ''] of rows) {
      expect(time).toMatch(/^\d{10}\.\d{9}$/);
      expect(places).toContain(place);
      // An address of a quoted packet follows.
      const source = address.split(',')[0]!;
      expect(name.split(',')[0]).toBe(names.get(source) ?? source);
      // A segment's copies stand beside it, so that Wireshark does not take a message to be complete before they come.
      if (packet === last) continue;
      last = packet;
      expect(time >= before, `${time} after ${before}`).toBe(true);
      before = time;
    }
    expect(rows.filter(([, , , , , method]) => method === 'INVITE').length).toBeGreaterThan(10);
    expect(rows.filter(([, , , , , , malformed = '']) => malformed !== '')).toEqual([]);
  }, 300_000);
});

/** An Interface Description Block. */
const INTERFACE = 1;

if (!here) test('tshark', ({ skip }) => skip('tshark is not here and could not be installed'));
