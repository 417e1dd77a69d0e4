import { conversationOf } from '../../../../renderer/draw/conversation.ts';
import { FAMILIES } from '../../../../renderer/draw/families.ts';
import { formatAddress } from '../../../../simulator/model/address.ts';
import type { Design } from '../../../../simulator/model/design.ts';
import { Protocol, protocolName } from '../../../../simulator/model/packet.ts';
import type { FeatureRun } from '../../../../simulator/model/run.ts';
import { toSeconds } from '../../../../simulator/model/time.ts';
import { EventKind } from '../../../../simulator/model/trace.ts';
import { TraceReader } from '../../../../simulator/model/trace-reader.ts';
import { familyOf } from '../../../../simulator/protocols/registry.ts';
import { escaped, table } from '../page.ts';

/** Ports that programs are given for a while (RFC 6335 6): which one it is, is chance. */
export const PASSING = 49_152;

/** Who opens a way to whom, on which port, and by which rules. */
export interface Connection {
  readonly at: number;
  readonly from: string;
  readonly to: string;
  /** The same as nodes of the trace. */
  readonly ends: readonly [from: number, to: number];
  readonly address: string;
  readonly service: string;
  readonly families: Set<string>;
  readonly rules: Set<string>;
  /** The same by the firewall's node. */
  readonly gates: Map<number, Set<string>>;
  packets: number;
}

/** The connections of a run as a table. */
export function connectionTable(run: FeatureRun, design: Design): string {
  return table(
    ['From', 'To', 'Port', 'Carries', 'Let through by', 'First at', 'Packets'],
    connectionsOf(run, design).map((one) => [
      escaped(one.from),
      `${escaped(one.to)} (${one.address})`,
      one.service,
      [...one.families].join(', '),
      [...one.rules].join(', ') || 'no rule of ours',
      `${one.at.toFixed(3)} s`,
      String(one.packets),
    ]),
  );
}

/** Every connection of a run that came about, in the order in which they were begun. */
export function connectionsOf({ trace }: FeatureRun, design: Design): readonly Connection[] {
  const reader = new TraceReader(trace);
  const flows = new Map<string, number[]>();
  for (let packet = 0; packet < reader.packetCount; packet++) {
    const key = conversationOf(reader, packet);
    const known = flows.get(key);
    if (known) known.push(packet);
    else flows.set(key, [packet]);
  }
  const found = new Map<string, Connection>();
  for (const packets of flows.values()) {
    // What never arrived was a try: a program asks in several ways, and goes on with the one that works.
    const first = packets.find((packet) => !reader.disposition(packet).lost);
    if (first === undefined || !opensWays(reader, first)) continue;
    const fresh = connectionOf(reader, first);
    const key = `${fresh.from}/${fresh.to}/${fresh.service}/${fresh.address}`;
    const one = found.get(key) ?? fresh;
    found.set(key, one);
    for (const packet of packets) add(one, reader, design, packet);
  }
  return [...found.values()];
}

/** What ICMP says is told back; nobody goes on from there. */
function opensWays(reader: TraceReader, packet: number): boolean {
  const { protocol } = reader.tuple(packet);
  return protocol === Protocol.tcp || protocol === Protocol.udp;
}

function connectionOf(reader: TraceReader, packet: number): Connection {
  const { events, packets } = reader.trace;
  const { dst, dport, protocol } = reader.tuple(packet);
  const [first, last] = [packets.sent[packet]!, reader.eventsOfPacket(packet).at(-1)!];
  const ends = [events.node[first]!, events.node[last]!] as const;
  const name = protocolName(protocol).toUpperCase();
  return {
    at: toSeconds(events.time[first]!),
    from: reader.node(ends[0]).title,
    to: reader.node(ends[1]).title,
    ends,
    address: formatAddress(dst),
    service: dport < PASSING ? `${name} ${dport}` : `${name}, a high port`,
    families: new Set(),
    rules: new Set(),
    gates: new Map(),
    packets: 0,
  };
}

function add(one: Connection, reader: TraceReader, design: Design, packet: number): void {
  const { events, packets } = reader.trace;
  one.packets += packets.count[packet]!;
  const message = reader.message(packet);
  if (message) one.families.add(FAMILIES[familyOf(message)].title);
  for (const event of reader.eventsOfPacket(packet)) {
    if (events.kind[event] !== EventKind.verdict || reader.reason(event) !== 'rule') continue;
    const node = events.node[event]!;
    const { id } = reader.node(node);
    const rule = design.firewalls.find((wall) => wall.id === id)?.rules[events.a[event]!];
    if (!rule) continue;
    one.rules.add(rule.id);
    one.gates.set(node, (one.gates.get(node) ?? new Set()).add(rule.id));
  }
}
