import type { Design } from '../../../simulator/model/design.ts';
import { inRange } from '../../../simulator/model/address.ts';
import { Protocol } from '../../../simulator/model/packet.ts';
import { parsePorts } from '../../../simulator/model/ports.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { firewallOf } from '../../stores/packets.ts';
import type { Row } from './panes.ts';

/** What firewalls on a packet's way looked at. */
export interface Looked {
  /** Titles of the firewalls that judged it. */
  readonly walls: readonly string[];
  /** What some of them look for behind a rule, in its content. */
  readonly inspects: ReadonlySet<'tls' | 'sip'>;
}

/** Which firewalls judged a packet, and whether they look into what goes to its port. */
export function lookedAt(reader: TraceReader, design: Design, packet: number): Looked {
  const walls = new Set<string>();
  const inspects = new Set<'tls' | 'sip'>();
  for (const index of reader.eventsOfPacket(packet)) {
    const event = reader.event(index);
    const wall = event.kind === 'verdict' ? firewallOf(reader, design, event.node) : null;
    if (!wall) continue;
    walls.add(wall.title);
    const { protocol, sport, dport } = reader.tupleAt(index);
    const first = reader.trace.packets.offset[packet] === 0 && reader.message(packet) !== null;
    if (protocol !== Protocol.tcp || !first) continue;
    for (const { kind, dport: ports } of wall.inspections)
      if (parsePorts(ports)?.some((range) => inRange(range, dport) || inRange(range, sport)))
        inspects.add(kind);
  }
  return { walls: [...walls], inspects };
}

/** Did a firewall read this field? What is inside TLS none of them sees. */
export function isLookedAt({ walls, inspects }: Looked, { note, layer }: Row): boolean {
  if (walls.length === 0 || layer.within === 'decrypted') return false;
  if (note?.firewall === 'inspection') return inspects.has(layer.protocol === 'sip' ? 'sip' : 'tls');
  return note?.firewall === 'filter';
}
