import type { DesignRule } from '../../model/design.ts';
import { DISPOSITIONS } from '../../model/disposition.ts';
import { RULE_DEFAULT } from '../../model/disposition.ts';
import { formatFlags } from '../../model/packet.ts';
import { EventKind, VERDICT_REASONS } from '../../model/trace.ts';
import { labelOf } from '../../protocols/registry.ts';
import type { FilterSource } from '../source.ts';
import type { FilterField } from './field.ts';
import { mark } from './field.ts';

/** A text that only a simulator knows. */
function told(
  name: string,
  means: string,
  read: (source: FilterSource, packet: number) => readonly string[],
  values?: (source: FilterSource) => readonly string[],
): FilterField {
  const listed =
    values && ((source: FilterSource) => [...new Set(values(source))].map((text) => `"${text}"`));
  return {
    name: `lab.${name}`,
    type: 'text',
    means,
    read: (source, packet) => read(source, packet),
    ...(listed ? { values: listed } : {}),
  };
}

/** What each firewall on a packet's way decided: number of the event. */
function verdicts({ reader }: FilterSource, packet: number): readonly number[] {
  const { kind } = reader.trace.events;
  return [...reader.eventsOfPacket(packet)].filter((event) => kind[event] === EventKind.verdict);
}

function rulesAt({ reader, design }: FilterSource, event: number): readonly DesignRule[] {
  const { id } = reader.node(reader.trace.events.node[event]!);
  return design.firewalls.find((firewall) => firewall.id === id)?.rules ?? [];
}

/** Where a packet began and ended, if these are hosts. */
function hosts({ reader }: FilterSource, packet: number): readonly string[] {
  const { events } = reader.trace;
  const steps = reader.eventsOfPacket(packet);
  const nodes = new Set([events.node[steps[0]!]!, events.node[steps.at(-1)!]!]);
  return [...nodes].flatMap((node) => (reader.node(node).kind === 'host' ? [reader.node(node).id] : []));
}

function isRepeated({ reader }: FilterSource, packet: number): boolean {
  const { events, packets } = reader.trace;
  const sent = packets.sent[packet]!;
  return events.kind[sent] === EventKind.send && events.a[sent]! >= 0;
}

/** Names under which something can be asked for. */
const named = (list: readonly { readonly id: string; readonly title: string }[], ids: readonly string[]) =>
  list.filter(({ id }) => ids.includes(id)).flatMap(({ id, title }) => (id === title ? [id] : [id, title]));

const allNames = (list: readonly { readonly id: string; readonly title: string }[]) =>
  list.flatMap(({ id, title }) => [id, title]);

/** Fields of what only a simulator knows: how packets fared, and whose they are. */
export const LAB_FIELDS: readonly FilterField[] = [
  mark('lab.lost', 'It never came to its host.', ({ reader }, packet) => reader.disposition(packet).lost),
  mark('lab.dropped', 'A firewall stopped it, in silence or with a refusal.', ({ reader }, packet) =>
    ['dropped', 'rejected'].includes(reader.disposition(packet).id),
  ),
  mark('lab.retransmission', 'The same was sent before.', isRepeated),
  told(
    'disposition',
    'How its way ended.',
    ({ reader }, packet) => [reader.disposition(packet).id],
    () => DISPOSITIONS.map(({ id }) => id),
  ),
  told(
    'firewall',
    'A firewall that decided about it: its id or its title.',
    (source, packet) => {
      const nodes = verdicts(source, packet).map((event) => source.reader.trace.events.node[event]!);
      return [...new Set(nodes)].flatMap((node) => allNames([source.reader.node(node)]));
    },
    ({ design }) => allNames(design.firewalls),
  ),
  told(
    'rule',
    'The rule by which a firewall decided; "default" when none named the packet.',
    (source, packet) =>
      verdicts(source, packet).flatMap((event) => {
        const rule = source.reader.trace.events.a[event]!;
        if (rule === RULE_DEFAULT) return ['default'];
        return rulesAt(source, event)[rule]?.id ?? [];
      }),
    ({ design }) => [...design.firewalls.flatMap(({ rules }) => rules.map(({ id }) => id)), 'default'],
  ),
  told(
    'closed_rule',
    'The rule that is switched off and would have let it through.',
    (source, packet) =>
      verdicts(source, packet).flatMap((event) =>
        source.reader.lostAt(event)
          ? (rulesAt(source, event)[source.reader.trace.events.c[event]!]?.id ?? [])
          : [],
      ),
    ({ design }) =>
      design.firewalls.flatMap(({ rules }) => rules.flatMap(({ id, enabled }) => (enabled ? [] : [id]))),
  ),
  told(
    'reason',
    'Why a firewall let it pass or stopped it.',
    (source, packet) => verdicts(source, packet).map((event) => source.reader.reason(event)),
    () => VERDICT_REASONS,
  ),
  told(
    'host',
    'The host that sent it or where it ended: its id or its title.',
    (source, packet) => named(source.design.hosts, hosts(source, packet)),
    ({ design }) => allNames(design.hosts),
  ),
  told(
    'zone',
    'The zone of such a host: its id or its title.',
    (source, packet) => {
      const ids = hosts(source, packet);
      const zones = source.design.hosts
        .filter(({ id }) => ids.includes(id))
        .flatMap(({ interfaces }) => interfaces.map(({ zone }) => zone));
      return named(source.design.zones, zones);
    },
    ({ design }) => allNames(design.zones),
  ),
  told(
    'person',
    'Who sits at such a host.',
    (source, packet) => {
      const ids = hosts(source, packet);
      return source.design.people.filter(({ host }) => ids.includes(host)).map(({ name }) => name);
    },
    ({ design }) => design.people.map(({ name }) => name),
  ),
  told('label', 'What the ladder says of it.', ({ reader }, packet) => {
    const message = reader.message(packet);
    return [message ? labelOf(message) : `TCP ${formatFlags(reader.trace.packets.flags[packet]!)}`];
  }),
];
