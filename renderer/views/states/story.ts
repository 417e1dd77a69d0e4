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
export interface ListedActor {
  readonly index: number;
  readonly title: string;
  readonly machine: string;
  readonly node: number;
  /** What kind of machine, in words. */
  readonly kind: string;
}

/** What kinds of machines are called, in the order of the list: people's first. Others follow, by their own names. */
const KINDS: Readonly<Record<string, string>> = {
  call: 'Call',
  'media-stream': 'Media stream',
  'ice-agent': 'Search for a media path (ICE)',
  'turn-client': 'Asking for a relay',
  'turn-allocation': 'Relay at the A/V Edge',
  registration: 'Registration',
  'sip-dialog': 'SIP dialog',
  'sip-transaction': 'SIP transaction',
  tls: 'TLS session',
  tcp: 'TCP connection',
  firewall: 'Firewall',
  host: 'Host',
  service: 'Service',
  zone: 'Zone',
  'ice-pair': 'Candidate pair (ICE)',
};

/** Every machine of a run with its title and kind, in the order of their kinds. */
export function actorsOf(reader: TraceReader): readonly ListedActor[] {
  const order = Object.keys(KINDS);
  const rank = (machine: string) => (machine in KINDS ? order.indexOf(machine) : order.length);
  return reader.trace.actors
    .map(({ title, machine, node }, index) => {
      const whose = reader.node(node).title;
      const whole = title.includes(': ') || title === whose ? title : `${whose}: ${title}`;
      return { index, machine, node, title: whole, kind: KINDS[machine] ?? machine.replaceAll('-', ' ') };
    })
    .sort((a, b) => rank(a.machine) - rank(b.machine) || a.index - b.index);
}

/** The machines of one host, firewall or zone. */
export interface ActorGroup {
  readonly node: number;
  readonly title: string;
  readonly actors: readonly ListedActor[];
}

/** The same by whose they are, those first who come first in the list. */
export function groupsOf(reader: TraceReader, actors: readonly ListedActor[]): readonly ActorGroup[] {
  const groups = new Map<number, ListedActor[]>();
  for (const actor of actors) {
    const known = groups.get(actor.node);
    if (known) known.push(actor);
    else groups.set(actor.node, [actor]);
  }
  return [...groups].map(([node, of]) => ({ node, title: reader.node(node).title, actors: of }));
}

/** Are all words of a text in another one? */
export function holdsWords(own: string, text: string): boolean {
  const low = own.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => low.includes(word));
}

/** The groups with only the machines that answer to all words: in their titles, kinds, or whose they are. */
export function foundIn(groups: readonly ActorGroup[], text: string): readonly ActorGroup[] {
  return groups
    .map((group) => ({
      ...group,
      actors: group.actors.filter(({ title, kind }) =>
        holdsWords(`all of ${group.title} ${title} ${kind}`, text),
      ),
    }))
    .filter(({ actors }) => actors.length > 0);
}
