import { expect, test } from 'vitest';
import { setDefault, toggleRule } from '../../../renderer/stores/edits.ts';
import { keepSelection } from '../../../renderer/stores/keep.ts';
import { momentsOf } from '../../../renderer/stores/moments.ts';
import { announcement, lossOf, repeatOf, ruleCounts } from '../../../renderer/stores/packets.ts';
import { consequences, originOf } from '../../../renderer/views/inspector/causes.ts';
import { wayOf } from '../../../renderer/views/inspector/way.ts';
import { splitSentence, whyLost } from '../../../renderer/views/inspector/why.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';

function signIn(design: Design) {
  const [feature] = run(design, { only: ['remote-sign-in'] }).features;
  if (!feature) throw new Error('no run');
  return {
    design,
    finding: feature.finding,
    reader: new TraceReader(feature.trace),
    drops: momentsOf(feature.trace).drops,
  };
}

const open = signIn(builtinDesign());
const closed = signIn(toggleRule(builtinDesign(), 'external', 'E3'));
const rejecting = signIn(setDefault(closed.design, 'external', 'reject'));

test('a silent drop says who, which rule would have let it pass, and that it is sent again', () => {
  const drop = closed.drops[0]!;
  const why = whyLost(closed.reader, closed.design, closed.finding, drop.packet);
  expect(why?.headline).toBe('The external firewall dropped it: no rule for TCP 443 to 10.45.16.10.');
  expect(why?.rest).toMatch(/E3 would let it in, and is closed\. .*sent again at 3\.\d{3} s\./);
  expect(why?.tags.map(({ text }) => text)).toEqual([
    'Rule E3',
    'Table 1, row 3',
    'First resend 3 s: RFC 1122 4.2.3.1',
  ]);
  expect(why?.rule).toEqual({ firewall: 'external', id: 'E3', enabled: false });
  expect(announcement(closed.reader, closed.design, drop.packet)).toBe(
    'Dropped at the external firewall, no rule for TCP 443',
  );
});

test('later sends say the same without a finding that names them', () => {
  const second = closed.drops[1]!;
  expect(repeatOf(closed.reader, closed.drops[0]!.packet)).toBe(second.packet);
  const why = whyLost(closed.reader, closed.design, closed.finding, second.packet);
  expect(why?.headline).toBe('The external firewall dropped it: no rule for TCP 443 to 10.45.16.10.');
  expect(originOf(closed.reader, second.packet)).toMatchObject({
    kind: 'repeat',
    packet: closed.drops[0]!.packet,
  });
});

test('a reject tells the sender', () => {
  const drop = rejecting.drops[0]!;
  expect(lossOf(rejecting.reader, rejecting.design, drop.packet)?.disposition).toBe('rejected');
  expect(announcement(rejecting.reader, rejecting.design, drop.packet)).toBe(
    'Refused at the external firewall, no rule for TCP 443',
  );
});

test('the way of a packet names each place, and where it ended', () => {
  const drop = closed.drops[0]!;
  const way = wayOf(closed.reader, closed.design, drop.packet);
  expect(way.map(({ place }) => place)).toEqual(['Alice', "Alice's router", 'External']);
  expect(way.at(-1)).toMatchObject({ text: 'default, silent drop', lost: true });
  expect(way[1]?.text).toMatch(/^now 198\.51\.100\.7:\d+$/);
});

test('rules count what they let pass and what their closing kept out', () => {
  expect(ruleCounts(open.reader, open.design, 'external').get('E3')?.passed).toBeGreaterThan(10);
  expect(ruleCounts(closed.reader, closed.design, 'external').get('E3')).toEqual({ passed: 0, dropped: 3 });
});

test('a packet leads to the next ones, and back', () => {
  const { reader } = open;
  let links = 0;
  for (let packet = 0; packet < reader.packetCount; packet++)
    for (const next of consequences(reader, packet)) {
      if (next.kind !== 'packet') continue;
      const origin = originOf(reader, next.packet);
      if (origin?.kind === 'packet') {
        expect(origin.packet).toBe(packet);
        links++;
      }
    }
  expect(links).toBeGreaterThan(30);
});

test('what is chosen stays chosen where the new run has it', () => {
  const first = { kind: 'packet', packet: 0, event: 0 } as const;
  expect(keepSelection(first, open.reader, closed.reader, closed.design)).toMatchObject({
    kind: 'packet',
    packet: 0,
  });
  const late = { kind: 'packet', packet: open.reader.packetCount - 1, event: 0 } as const;
  expect(keepSelection(late, open.reader, closed.reader, closed.design)).toBeNull();
  const rule = { kind: 'rule', firewall: 'external', rule: 'E3' } as const;
  expect(keepSelection(rule, open.reader, closed.reader, closed.design)).toBe(rule);
  expect(keepSelection({ kind: 'host', host: 'gone' }, open.reader, closed.reader, closed.design)).toBeNull();
});

test('a full stop within an address ends no sentence', () => {
  expect(splitSentence('No rule for TCP 443 to 10.45.16.10. E3 would let it in.')).toEqual([
    'No rule for TCP 443 to 10.45.16.10.',
    'E3 would let it in.',
  ]);
  expect(splitSentence('Nothing more')).toEqual(['Nothing more', '']);
});
