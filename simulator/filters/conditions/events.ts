import { finished, type Pieces } from '../../kernel/pieces.ts';
import { waivedEvents } from '../../analysis/causes.ts';
import { DISPOSITIONS } from '../../model/disposition.ts';
import { EventKind } from '../../model/trace.ts';
import type { TraceReader } from '../../model/trace-reader.ts';
import { matchingInPieces } from '../match.ts';
import { readFilter } from '../parser.ts';
import type { FilterSource } from '../source.ts';
import type { Condition, Subject } from './condition.ts';
import { plain } from './words.ts';

/** The events of a run at which a condition is met, in order. */
export function eventsMatching(condition: Condition, source: FilterSource): readonly number[] {
  return finished(eventsInPieces(condition, source));
}

/** The same, bit by bit: a filter may take apart all that was said. */
export function* eventsInPieces(condition: Condition, source: FilterSource): Pieces<readonly number[]> {
  const { reader } = source;
  switch (condition.kind) {
    case 'loss':
      return losses(reader);
    case 'drop':
      return losses(reader).filter((event) => isStop(reader, event, condition.firewall));
    case 'rule':
      return uses(source, condition.rule);
    case 'state':
      return changes(reader, condition.subject, condition.state);
    case 'see':
      return told(reader, EventKind.see, ({ text, person }) => {
        if (condition.person !== null && condition.person !== person) return false;
        return plain(text).includes(plain(condition.text));
      });
    case 'act':
      return told(reader, EventKind.act, ({ text }) => plain(text) === plain(condition.text));
    case 'packet': {
      const read = readFilter(condition.filter);
      if (!read.ok) return [];
      const { sent } = reader.trace.packets;
      const matching = yield* matchingInPieces(read.filter, source);
      return matching.map((packet) => sent[packet]!);
    }
  }
}

/** Where packets' ways ended before their hosts; what was only tried in hope is missed by nobody. */
function losses(reader: TraceReader): readonly number[] {
  const { disposition } = reader.trace.packets;
  const hoped = waivedEvents(reader.trace);
  const found: number[] = [];
  for (let packet = 0; packet < reader.packetCount; packet++) {
    if (!DISPOSITIONS[disposition[packet]!]!.lost) continue;
    const end = reader.eventsOfPacket(packet).at(-1)!;
    if (hoped[end] === 0) found.push(end);
  }
  return found.sort((a, b) => a - b);
}

function isStop(reader: TraceReader, event: number, firewall: string): boolean {
  const { kind, node } = reader.trace.events;
  return kind[event] === EventKind.verdict && reader.node(node[event]!).id === firewall;
}

/** Where a firewall let a packet pass by a rule, or stopped it by one. */
function uses({ reader, design }: FilterSource, rule: string): readonly number[] {
  const { kind, node, a } = reader.trace.events;
  const places = new Map(
    design.firewalls.map(({ id, rules }) => [id, rules.findIndex((one) => one.id === rule)] as const),
  );
  return filtered(
    reader,
    (event) =>
      kind[event] === EventKind.verdict &&
      a[event]! >= 0 &&
      places.get(reader.node(node[event]!).id) === a[event],
  );
}

function changes(reader: TraceReader, subject: Subject, state: string): readonly number[] {
  const { b } = reader.trace.events;
  const found: number[] = [];
  reader.trace.actors.forEach((actor, index) => {
    const meant =
      subject.kind === 'machine'
        ? actor.machine === subject.machine
        : subject.kind === 'host'
          ? reader.node(actor.node).id === subject.host
          : actor.title === subject.title;
    if (!meant) return;
    // The first event is only that it came to be, in its first state.
    for (const event of reader.eventsOfActor(index).subarray(1))
      if (reader.string(b[event]!) === state) found.push(event);
  });
  return found.sort((one, other) => one - other);
}

function told(
  reader: TraceReader,
  wanted: number,
  fits: (told: { readonly text: string; readonly person: string }) => boolean,
): readonly number[] {
  const { kind, a, b } = reader.trace.events;
  return filtered(
    reader,
    (event) =>
      kind[event] === wanted && fits({ text: reader.string(a[event]!), person: reader.string(b[event]!) }),
  );
}

function filtered(reader: TraceReader, fits: (event: number) => boolean): readonly number[] {
  const found: number[] = [];
  for (let event = 0; event < reader.length; event++) if (fits(event)) found.push(event);
  return found;
}
