import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { suggestions } from '../../../renderer/app/suggestions.ts';
import { completing } from '../../../renderer/parts/suggestion.ts';
import { hitAfter, hitsUntil, meaningIn, whyNever } from '../../../renderer/stores/meanings.ts';
import { selectionAt, stepAfter, stepsOf } from '../../../renderer/stores/steps.ts';
import { completionsAt } from '../../../simulator/filters/completions.ts';
import { ideasFor } from '../../../simulator/filters/conditions/ideas.ts';
import { FilterSource } from '../../../simulator/filters/source.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { closed, designWith, runOne } from '../../story/designs.ts';

const design = closed(designWith(), 'E12', 'E13');
const reader = new TraceReader(runOne(design, 'av-remote-internal').trace);
const source = new FilterSource(reader, design);
const { time, kind } = reader.trace.events;
const end = time.at(-1)!;
const anyTime = fc.oneof(fc.integer({ min: -1, max: end + 1 }), fc.constantFrom(...time));

function hitsOf(text: string) {
  const meaning = meaningIn(source, text);
  if (!meaning.ok) throw new Error(meaning.message);
  return meaning.hits;
}

describe('where playing stops', () => {
  test('the next moment is the first that comes later, at any time', () => {
    const hits = hitsOf('sip');
    expect(hits.length).toBeGreaterThan(20);
    fc.assert(
      fc.property(anyTime, (at) => {
        expect(hitAfter(hits, at)).toEqual(hits.find((hit) => hit.time > at) ?? null);
        expect(hitsUntil(hits, at)).toBe(hits.filter((hit) => hit.time <= at).length);
      }),
    );
  });

  test('why it does not come there any more', () => {
    const [hit] = hitsOf('ICE fails');
    expect(whyNever(hitsOf('ICE fails'), hit!.time)).toMatch(
      /^This does not happen after (\d+\.\d{3}) s; the last time is at \1 s$/,
    );
    expect(whyNever(hitsOf('ICE is connected'), 0)).toBe('This does not happen in this run');
  });

  test('what an event is about is chosen', () => {
    const chosen = (text: string) => selectionAt(reader, hitsOf(text)[0]!.event);
    const machine = chosen('ICE fails');
    expect(machine?.kind === 'actor' && reader.trace.actors[machine.actor]!.machine).toBe('ice-agent');
    expect(chosen('drop at the external firewall')).toMatchObject({ kind: 'packet' });
    expect(chosen('Alice calls Bob')).toEqual({ kind: 'host', host: 'alice-pc' });
  });
});

describe('going through what happens to one thing', () => {
  test('each step is the next of its events, and all are come to', () => {
    const steps = stepsOf(reader, { kind: 'host', host: 'edge' })!;
    expect(steps.title).toBe('Edge');
    const times = [...new Set(Array.from(steps.events, (event) => time[event]!))];
    const passed: number[] = [];
    for (let at: number | null = stepAfter(reader, steps, -1); at !== null; at = stepAfter(reader, steps, at))
      passed.push(at);
    expect(passed).toEqual(times);
    fc.assert(
      fc.property(anyTime, (at) => {
        expect(stepAfter(reader, steps, at)).toBe(times.find((one) => one > at) ?? null);
      }),
    );
  });

  test('of a machine they are its changes, of a packet its way; of a rule there are none', () => {
    const actor = reader.trace.actors.findIndex(({ title }) => title === 'Alice: registration');
    const steps = stepsOf(reader, { kind: 'actor', actor })!;
    expect([...steps.events].every((event) => kind[event] === EventKind.state)).toBe(true);
    expect(stepsOf(reader, { kind: 'packet', packet: 7, event: 0 })!.events).toEqual(
      reader.eventsOfPacket(7),
    );
    expect(stepsOf(reader, { kind: 'rule', firewall: 'external', rule: 'E1' })).toBeNull();
    expect(stepsOf(reader, null)).toBeNull();
  });
});

describe('suggestions', () => {
  const offered = (text: string) =>
    suggestions(text, ideasFor(source), completionsAt(text, text.length, source)).map((one) => one.text);

  test('sentences by any of their words, those that begin so first; then fields', () => {
    expect(offered('')[0]).toBe('a packet is lost');
    expect(offered('fails')).toContain('ICE fails');
    expect(offered('ice f')[0]).toBe('ICE fails');
    expect(offered('firewall external')).toContain('a packet is dropped at the external firewall');
    expect(offered('sip.St')).toContain('sip.Status-Code');
    expect(offered('ICE fails')).not.toContain('ICE fails');
  });

  test('a completion takes the place of the word at the cursor', () => {
    const becomes = (text: string, cursor = text.length) =>
      completing(text, completionsAt(text, cursor, source))[0]?.becomes;
    expect(becomes('udp or sip.Metho')).toBe('udp or sip.Method ');
    expect(becomes('sip.Metho == "BYE"', 9)).toBe('sip.Method == "BYE"');
    expect(becomes('sip.Method == "INV')).toBe('sip.Method == "INVITE" ');
  });
});
