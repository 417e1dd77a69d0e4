import type { TraceReader } from '../../simulator/model/trace-reader.ts';
import { EventKind, NO_PACKET } from '../../simulator/model/trace.ts';
import { countFirst } from '../draw/search.ts';
import type { Selection } from '../views/view.ts';

/** What an event is about, as what is chosen: its packet, its machine, or the host where it happened. */
export function selectionAt(reader: TraceReader, event: number): Selection {
  const { kind, packet, node, a } = reader.trace.events;
  if (kind[event] === EventKind.state) return { kind: 'actor', actor: a[event]! };
  if (packet[event] !== NO_PACKET) return { kind: 'packet', packet: packet[event]!, event };
  const { id, kind: what } = reader.node(node[event]!);
  return what === 'host' ? { kind: 'host', host: id } : null;
}

/** Something whose events one can go through, one by one. */
export interface Steps {
  readonly title: string;
  /** Numbers of events, in order. */
  readonly events: Int32Array;
}

/** The events of what is chosen: a host, a machine, a packet. */
export function stepsOf(reader: TraceReader, selection: Selection): Steps | null {
  switch (selection?.kind) {
    case 'host': {
      const node = reader.trace.nodes.findIndex(({ id }) => id === selection.host);
      return node < 0 ? null : { title: reader.node(node).title, events: reader.eventsOfNode(node) };
    }
    case 'actor': {
      const actor = reader.trace.actors[selection.actor];
      return actor ? { title: actor.title, events: reader.eventsOfActor(selection.actor) } : null;
    }
    case 'packet':
      return { title: `packet ${selection.packet}`, events: reader.eventsOfPacket(selection.packet) };
    default:
      return null;
  }
}

/** When the next of some events happens after a time; null when none does. Microseconds. */
export function stepAfter(reader: TraceReader, { events }: Steps, time: number): number | null {
  const { time: times } = reader.trace.events;
  const next = events[countFirst(events.length, (index) => times[events[index]!]! <= time)];
  return next === undefined ? null : times[next]!;
}
