import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import { familyOf, labelOf } from '../../../simulator/protocols/registry.ts';

/** One change of a machine's state, and what brought it about. */
export interface Step {
  readonly time: number;
  readonly event: number;
  readonly from: string;
  readonly to: string;
  readonly by: string;
  /** In words: the packet's label, the timer's name, the person's deed. */
  readonly cause: string;
  readonly packet: { readonly id: number; readonly event: number; readonly family: Family } | null;
}

/** The changes of an actor, in order. */
export function storyOf(reader: TraceReader, actor: number): readonly Step[] {
  const { events } = reader.trace;
  let before = '';
  return [...reader.eventsOfActor(actor)].map((event) => {
    const to = reader.string(events.b[event]!);
    const step: Step = {
      time: events.time[event]!,
      event,
      from: before,
      to,
      by: reader.string(events.c[event]!),
      ...causeOf(reader, event),
    };
    before = to;
    return step;
  });
}

/** Events that only accompany a change: what lies behind them is what brought it about. */
const ACCOMPANYING: readonly number[] = [EventKind.see, EventKind.log, EventKind.state];

function causeOf(reader: TraceReader, event: number): Pick<Step, 'cause' | 'packet'> {
  const { events } = reader.trace;
  let cause = events.cause[event]!;
  while (cause >= 0 && ACCOMPANYING.includes(events.kind[cause]!)) cause = events.cause[cause]!;
  if (cause < 0) return { cause: 'at the start', packet: null };
  switch (events.kind[cause]) {
    case EventKind.deliver:
    case EventKind.lose: {
      const id = events.packet[cause]!;
      const message = reader.message(id);
      return {
        cause: message ? labelOf(message) : 'TCP segment',
        packet: { id, event: cause, family: message ? familyOf(message) : 'tls' },
      };
    }
    case EventKind.timer:
      return { cause: `timer: ${reader.string(events.a[cause]!)}`, packet: null };
    case EventKind.act:
    case EventKind.intervention:
    case EventKind.fault:
      return { cause: reader.string(events.a[cause]!), packet: null };
    default:
      return { cause: '', packet: null };
  }
}

/** A machine to choose. */
interface ListedActor {
  readonly index: number;
  readonly title: string;
  readonly machine: string;
}

/** Headings of machines, in the order of the list: people's first. Others follow, by their own names. */
const HEADINGS: Readonly<Record<string, string>> = {
  call: 'Calls',
  'media-stream': 'Media streams',
  'ice-agent': 'Search for a media path (ICE)',
  'turn-client': 'Asking for relays',
  'turn-allocation': 'Relays at the A/V Edge',
  registration: 'Registrations',
  'sip-dialog': 'SIP dialogs',
  'sip-transaction': 'SIP transactions',
  tls: 'TLS',
  tcp: 'TCP',
  firewall: 'Firewalls',
  host: 'Hosts',
  service: 'Services',
  zone: 'Zones',
};

/** So many of them would bury the others: they stand on the board of ICE. */
const ELSEWHERE: readonly string[] = ['ice-pair'];

/** The actors worth choosing from: index, title and machine, in the order of the list. */
export function actorsOf(reader: TraceReader): readonly ListedActor[] {
  const order = Object.keys(HEADINGS);
  const rank = (machine: string) => (machine in HEADINGS ? order.indexOf(machine) : order.length);
  return reader.trace.actors
    .map(({ title, machine, node }, index) => {
      const whose = reader.node(node).title;
      const whole = title.includes(': ') || title === whose ? title : `${whose}: ${title}`;
      return { index, machine, title: whole };
    })
    .filter(({ machine }) => !ELSEWHERE.includes(machine))
    .sort((a, b) => rank(a.machine) - rank(b.machine) || a.index - b.index);
}

/** The same under headings. */
export function groupsOf(
  actors: readonly ListedActor[],
): readonly { readonly title: string; readonly actors: readonly ListedActor[] }[] {
  const groups = new Map<string, ListedActor[]>();
  for (const actor of actors) {
    const known = groups.get(actor.machine) ?? [];
    groups.set(actor.machine, known);
    known.push(actor);
  }
  return [...groups].map(([machine, of]) => ({
    title: HEADINGS[machine] ?? machine.replaceAll('-', ' '),
    actors: of,
  }));
}
