import type { Design } from '../../../simulator/model/design.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { ChosenGates } from './chosen-gates.ts';

/** All that a map shows where there is room for little: who had to do with a wall or a person, and with which gates. */
export interface Cast {
  readonly hosts: ReadonlySet<string>;
  /** Rules, by firewall and name: they are the same however often the design was changed. */
  readonly rules: ReadonlySet<string>;
}

/** What is run on, and what came of it. */
interface Played {
  readonly design: Design;
  readonly reader: TraceReader;
}

/**
 * Who takes part in some runs: the people, hosts that sent or got packets through a firewall, and the rules by which
 * packets passed or would have passed.
 */
export function castOf(played: readonly Played[]): Cast {
  const hosts = new Set<string>();
  const rules = new Set<string>();
  for (const { design, reader } of played) {
    for (const event of spoken(reader)) hosts.add(nodeOf(reader, event));
    for (let packet = 0; packet < reader.packetCount; packet++) {
      const events = reader.eventsOfPacket(packet);
      const named = [...events].flatMap((event) => namedRule(design, reader, event));
      for (const rule of named) rules.add(rule);
      if (named.length > 0) for (const event of events) addHost(hosts, reader, event);
    }
  }
  return { hosts, rules };
}

/** What people did and saw. */
function spoken({ trace, length }: TraceReader): readonly number[] {
  const { kind } = trace.events;
  const found: number[] = [];
  for (let event = 0; event < length; event++)
    if (kind[event] === EventKind.act || kind[event] === EventKind.see) found.push(event);
  return found;
}

/** The rule that a verdict names: the one that decided, else the closed one that would have. */
function namedRule(design: Design, reader: TraceReader, event: number): readonly string[] {
  const { kind, a, c } = reader.trace.events;
  if (kind[event] !== EventKind.verdict) return [];
  const firewall = nodeOf(reader, event);
  const place = a[event]! >= 0 ? a[event]! : reader.lostAt(event) ? c[event]! : -1;
  const rule = design.firewalls.find(({ id }) => id === firewall)?.rules[place];
  return rule ? [ruleKey(firewall, rule.id)] : [];
}

function addHost(hosts: Set<string>, reader: TraceReader, event: number): void {
  const { kind, id } = reader.node(reader.trace.events.node[event]!);
  if (kind === 'host') hosts.add(id);
}

function nodeOf(reader: TraceReader, event: number): string {
  return reader.node(reader.trace.events.node[event]!).id;
}

function ruleKey(firewall: string, rule: string): string {
  return `${firewall}/${rule}`;
}

/** The gates of a design that a cast has to do with. */
export function gatesOf(design: Design, { rules }: Cast): ChosenGates {
  return new Map(
    design.firewalls.map((wall) => [
      wall.id,
      new Set(wall.rules.flatMap(({ id }, place) => (rules.has(ruleKey(wall.id, id)) ? [place] : []))),
    ]),
  );
}
