import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dumpText, treeText } from '../../../renderer/views/inspector/dump.ts';
import { isLookedAt, lookedAt } from '../../../renderer/views/inspector/looked.ts';
import { isOpen, rowAt, seenOf, shownRows, treeOf } from '../../../renderer/views/inspector/panes.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { innermost } from '../../../simulator/protocols/registry.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { dissect } from '../../../simulator/protocols/dissect.ts';
import { designWith, runOne } from '../../story/designs.ts';

const NOTHING: ReadonlySet<string> = new Set();

function reading(feature: string, design = builtinDesign()) {
  return new TraceReader(runOne(design, feature).trace);
}

const signIn = reading('remote-sign-in');
const call = reading('av-remote-internal');

/** The packet with the first message that is of a protocol in the end. */
function packetOf(reader: TraceReader, protocol: string, nth = 0): number {
  const found: number[] = [];
  for (let packet = 0; packet < reader.packetCount; packet++) {
    const message = reader.message(packet);
    if (message && innermost(message).protocol === protocol) found.push(packet);
  }
  return found[nth]!;
}

const anyPacket = fc
  .constantFrom(signIn, call)
  .chain((reader) =>
    fc.record({ reader: fc.constant(reader), packet: fc.nat({ max: reader.packetCount - 1 }) }),
  );

describe('a byte and its field', () => {
  test('every byte of every pane has a line, and the innermost one', () => {
    fc.assert(
      fc.property(anyPacket, ({ reader, packet }) => {
        const tree = treeOf(dissect(reader, packet));
        for (const pane of tree.panes)
          for (let at = 0; at < pane.bytes.length; at++) {
            const row = rowAt(tree, pane, at);
            expect(row && row.start <= at && at < row.end).toBe(true);
            const inside = tree.rows.filter(
              (one) => one.parent >= 0 && tree.rows[one.parent] === row && one.start <= at && at < one.end,
            );
            expect(inside).toEqual([]);
          }
      }),
      { numRuns: 60 },
    );
  });

  test('a line has the bytes that its field has in its layer', () => {
    fc.assert(
      fc.property(anyPacket, ({ reader, packet }) => {
        for (const { field, layer, pane, start, end } of treeOf(dissect(reader, packet)).rows) {
          const own = field ?? { start: 0, length: layer.bytes.length };
          expect(pane.bytes.subarray(start, end)).toEqual(
            layer.bytes.subarray(own.start, own.start + own.length),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  test('keys are different, and the same for the same field of another packet', () => {
    const keys = (packet: number) => treeOf(dissect(signIn, packet)).rows.map(({ key }) => key);
    const register = keys(packetOf(signIn, 'sip'));
    expect(new Set(register).size).toBe(register.length);
    expect(register).toContain('Session Initiation Protocol/Supported 2');
    expect(keys(packetOf(signIn, 'sip', 1))).toContain('Session Initiation Protocol/Call-ID');
  });
});

describe('where bytes stand', () => {
  test('what was encrypted has a pane of its own', () => {
    const { panes, rows } = treeOf(dissect(signIn, packetOf(signIn, 'sip')));
    expect(panes.map(({ within }) => within)).toEqual(['packet', 'decrypted']);
    const line = rows.find(({ name }) => name === 'Request-Line')!;
    expect(line.pane).toBe(panes[1]);
    expect(line.start).toBe(0);
  });

  test('a message that travels in several packets is shown whole, and the part that is here', () => {
    const { packets } = signIn.trace;
    const long = packets.size.findIndex((size, packet) => size > 1460 && packets.offset[packet]! === 0);
    const { panes, rows } = treeOf(dissect(signIn, long));
    expect(panes.slice(0, 2).map(({ within }) => within)).toEqual(['packet', 'message']);
    expect(panes[1]!.bytes.length).toBe(packets.size[long]);
    const segment = rows.find(({ name }) => name === 'Segment')!;
    expect([segment.start, segment.end]).toEqual([40, panes[0]!.bytes.length]);
  });

  test('a message inside a message is a layer in the same bytes', () => {
    const relayed = packetOf(call, 'stun');
    const { rows, panes } = treeOf(dissect(call, relayed));
    expect(panes.map(({ within }) => within)).toEqual(['packet']);
    expect(rows.filter(({ depth }) => depth === 0).map(({ name }) => name)).toEqual([
      'IPv4',
      'UDP',
      'Session Traversal Utilities for NAT',
    ]);
  });
});

describe('what is open', () => {
  test('layers are, groups with a value are not; a line that is hidden shows as the one that holds it', () => {
    const tree = treeOf(dissect(call, packetOf(call, 'stun')));
    const group = tree.rows.find(({ name }) => name === 'MAGIC-COOKIE')!;
    const inside = tree.rows.find(({ name }) => name === 'Cookie')!;
    expect(isOpen(tree.rows[0]!, NOTHING)).toBe(true);
    expect(isOpen(group, NOTHING)).toBe(false);
    const shown = shownRows(tree, NOTHING);
    expect(shown).not.toContain(inside);
    expect(seenOf(tree, shown, inside)).toBe(group);
    const opened = shownRows(tree, new Set([group.key]));
    expect(seenOf(tree, opened, inside)).toBe(inside);
  });

  test('a layer that is closed hides all that is in it', () => {
    const tree = treeOf(dissect(call, packetOf(call, 'stun')));
    // One of its groups stands open.
    const title = 'Session Traversal Utilities for NAT';
    const shown = shownRows(tree, new Set([title, `${title}/MAGIC-COOKIE`]));
    expect(shown.filter(({ layer }) => layer.protocol === 'stun')).toHaveLength(1);
  });
});

describe('copies', () => {
  test('a dump has every byte, sixteen a row', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200, size: 'max' }), (bytes) => {
        const lines = bytes.length === 0 ? [] : dumpText(bytes).split('\n');
        expect(lines.length).toBe(Math.ceil(bytes.length / 16));
        const read = lines.flatMap((line, i) => {
          expect(line.slice(0, 6)).toBe(`${(i * 16).toString(16).padStart(4, '0')}  `);
          return (line.slice(6, 53).match(/[0-9a-f]{2}/g) ?? []).map((pair) => parseInt(pair, 16));
        });
        expect(read).toEqual([...bytes]);
      }),
    );
  });

  test('the tree as text has a line for each field, indented', () => {
    const text = treeText(treeOf(dissect(signIn, packetOf(signIn, 'dns'))));
    expect(text).toContain('UDP, 8 bytes\n    Source port: ');
    expect(text).toMatch(/ {4}Query: SRV _sip\S+\n {8}Name: _sip/);
  });
});

describe('what firewalls looked at', () => {
  /** Names of the fields that a firewall looked at. */
  const marked = (reader: TraceReader, design: ReturnType<typeof builtinDesign>, packet: number) => {
    const looked = lookedAt(reader, design, packet);
    return treeOf(dissect(reader, packet))
      .rows.filter((row) => isLookedAt(looked, row))
      .map(({ layer, name }) => `${layer.protocol} ${name}`);
  };
  const FILTER = [
    'ip Protocol',
    'ip Source',
    'ip Destination',
    'tcp Source port',
    'tcp Destination port',
    'tcp Flags',
  ];

  test('addresses, ports and flags', () => {
    expect(marked(signIn, builtinDesign(), packetOf(signIn, 'sip'))).toEqual(FILTER);
  });

  test('and the record of TLS where one looks into it; never what is inside', () => {
    const design = designWith({ 'firewalls.external.inspections': [{ kind: 'tls', dport: '443' }] });
    const reader = reading('remote-sign-in', design);
    expect(marked(reader, design, packetOf(reader, 'sip'))).toEqual([
      ...FILTER,
      'tls Content type',
      'tls Version',
    ]);
  });

  test('nothing where no firewall is on the way', () => {
    const inside = signIn.trace.packets.src.findIndex(
      (_, packet) => lookedAt(signIn, builtinDesign(), packet).walls.length === 0,
    );
    expect(inside).toBeGreaterThanOrEqual(0);
    expect(marked(signIn, builtinDesign(), inside)).toEqual([]);
  });
});
