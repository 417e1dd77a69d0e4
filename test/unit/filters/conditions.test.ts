import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printCondition } from '../../../simulator/filters/conditions/condition.ts';
import { eventsMatching } from '../../../simulator/filters/conditions/events.ts';
import { ideasFor } from '../../../simulator/filters/conditions/ideas.ts';
import { readCondition } from '../../../simulator/filters/conditions/read.ts';
import { FilterSource } from '../../../simulator/filters/source.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { closed, designWith, runOne } from '../../story/designs.ts';

const design = closed(designWith(), 'E12', 'E13');
const sourceOf = (feature: string) =>
  new FilterSource(new TraceReader(runOne(design, feature).trace), design);
const call = sourceOf('av-remote-internal');
const signIn = sourceOf('remote-sign-in');

function eventsOf(text: string, source = call): readonly number[] {
  const read = readCondition(text, source);
  if (!read.ok) throw new Error(read.message);
  return eventsMatching(read.condition, source);
}

const messageOf = (text: string, source = call) => {
  const read = readCondition(text, source);
  return read.ok ? null : read.message;
};

describe('conditions in words', () => {
  test('every idea is read as what it means, and what it says of the run is so', () => {
    for (const { text, condition } of [...ideasFor(call), ...ideasFor(signIn)]) {
      expect(printCondition(condition, design)).toBe(text);
      expect(readCondition(text, call).ok || readCondition(text, signIn).ok, text).toBe(true);
    }
    for (const { text, condition } of ideasFor(call))
      expect(readCondition(text, call)).toEqual({ ok: true, condition });
  });

  test.each([
    ['first drop at the external firewall', 'a packet is dropped at the external firewall'],
    ['next drop', 'a packet is lost'],
    ['Until ICE fails.', 'ICE fails'],
    ['alice is Registered', 'Alice is registered'],
    ['a rule is used: e1', 'rule E1 is used'],
    ['TCP connection refused', 'TCP connection is refused'],
    ['alice-pc reaches registered', 'Alice is registered'],
    ["the first drop at Fabrikam's firewall", "a packet is dropped at Fabrikam's firewall"],
    ['Alice sees:  Bob is available.', 'Alice sees: Bob is available.'],
    [' sip.Status-Code >= 400 ', 'sip.Status-Code >= 400'],
  ])('%s', (text, meant) => {
    const read = readCondition(text, call);
    expect(read.ok && printCondition(read.condition, design)).toBe(meant);
  });

  test.each([
    [
      'drop at the externl firewall',
      'there is no firewall "the externl firewall"; did you mean "the external firewall"?',
    ],
    ['bob is regstered', 'bob has no state "regstered"; did you mean "registered"?'],
    [
      'rule\u001bE is\nused',
      'nothing here is called "rule\\u001bE is\\nused"; did you mean "rule E1 is used"?',
    ],
    ['rule E99 is used', 'there is no rule "e99"; did you mean "E9"?'],
    ['Alise sees: hello', 'there is nobody called "Alise"; did you mean "Alice"?'],
    ['sip.Methd == 1', 'column 1: there is no field "sip.Methd"; did you mean "sip.Method"?'],
    [
      'ICE is tired',
      'ICE has no state "tired"; it can be new, gathering, gathered, checking, nominating, connected, failed, closed',
    ],
    [
      'wibble',
      'nothing here is called "wibble"; write what should happen, such as "a packet is lost", "ICE fails", "rule E12 is used", or a display filter',
    ],
  ])('%s: %s', (text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  test('a kind of machine that does not run here may be waited for', () => {
    expect(eventsOf('ICE fails', signIn)).toEqual([]);
    expect(eventsOf('ICE fails').length).toBe(1);
  });

  test('junk never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
        readCondition(text, call);
        readCondition(`Alice is ${text}`, call);
        readCondition(`drop at ${text}`, call);
        readCondition(`${text} sees: ${text}`, call);
      }),
    );
  });
});

describe('where they are met', () => {
  const { reader } = call;
  const { events, packets } = reader.trace;

  test('a drop is the verdict that ended the packet, there and nowhere else', () => {
    const found = eventsOf('drop at the external firewall');
    expect(found.length).toBeGreaterThan(0);
    for (const event of found) {
      expect(events.kind[event]).toBe(EventKind.verdict);
      expect(reader.node(events.node[event]!).id).toBe('external');
      expect(reader.lostAt(event)).toBe(true);
    }
    expect(eventsOf('drop at the internal firewall')).toEqual([]);
    expect(eventsOf('drop')).toEqual(found);
  });

  test('Alice is registered when her own registration says so', () => {
    const [event, ...more] = eventsOf('Alice is registered');
    expect(more).toEqual([]);
    expect(reader.string(events.b[event!]!)).toBe('registered');
    expect(reader.trace.actors[events.a[event!]!]!.title).toBe('Alice: registration');
    expect(eventsOf('registration is registered')).toContain(event);
  });

  test('ICE fails before Alice sees that her call does', () => {
    const [fails] = eventsOf('ICE fails');
    const [sees] = eventsOf('Alice sees: disconnected because of a network problem');
    expect(events.time[fails!]!).toBeLessThanOrEqual(events.time[sees!]!);
    expect(eventsOf('somebody sees: disconnected because').length).toBe(2);
  });

  test('a filter is met where its packets are sent, in order', () => {
    const found = eventsOf('lab.closed_rule in {"E12", "E13"}');
    expect(found.length).toBeGreaterThan(1);
    expect([...found].sort((a, b) => a - b)).toEqual(found);
    for (const event of found) expect(packets.sent[events.packet[event]!]).toBe(event);
  });

  test('a rule is used where it decides, and never while it is closed', () => {
    expect(eventsOf('rule E12 is used')).toEqual([]);
    const used = design.firewalls[0]!.rules.filter(({ id }) => eventsOf(`rule ${id} is used`).length > 0);
    expect(used.length).toBeGreaterThan(0);
  });
});

test('in the run of a crowd not everything is suggested, and what is not is read all the same', () => {
  const { trace } = call.reader;
  const { kind, a } = trace.events;
  const acts = Array.from({ length: 2000 }, (_, i) => `User ${i} calls user ${i + 1}`);
  // The same run, in which all that happens to packets is something that somebody does.
  const crowd = new FilterSource(
    new TraceReader({
      ...trace,
      strings: [...trace.strings, ...acts],
      events: {
        ...trace.events,
        kind: kind.map((one) => (one <= EventKind.lose ? EventKind.act : one)),
        a: a.map((value, at) => (kind[at]! <= EventKind.lose ? trace.strings.length + at : value)),
      },
    }),
    design,
  );
  const ideas = ideasFor(crowd);
  const last = [...kind].findLastIndex((one) => one <= EventKind.lose);
  const text = acts[last]!;
  expect(ideas.some((idea) => idea.text === text)).toBe(false);
  expect(eventsOf(text.toUpperCase(), crowd)).toEqual([last]);
});
