import { meet } from '../firewall/judgement/runs.ts';
import { parseAddress } from '../model/address.ts';
import type { Design, DesignPerson } from '../model/design.ts';
import { isIcmpQuestion } from '../model/icmp.ts';
import type { FiveTuple } from '../model/packet.ts';
import { Protocol } from '../model/packet.ts';
import type { Trace } from '../model/trace.ts';
import { EventKind, NO_EVENT } from '../model/trace.ts';
import { TraceReader } from '../model/trace-reader.ts';
import type { Place } from './places.ts';
import { holds } from './places.ts';
import type { Service } from './reach.ts';

/** A packet that arrived at one of the places asked about. */
export interface Arrival {
  readonly event: number;
  /** What it began with: what a person did, or a packet that they or somebody at the places sent. */
  readonly origin: number;
}

/** Reads who reaches whom in the trace of one feature. */
export class Arrivals {
  readonly reader: TraceReader;
  readonly #design: Design;
  /** Zones by "host/address"; of firewalls and home routers, the zone outside by their id. */
  readonly #zones = new Map<string, string>();

  constructor(trace: Trace, design: Design) {
    this.reader = new TraceReader(trace);
    this.#design = design;
    for (const { id, interfaces } of design.hosts)
      for (const { address, zone } of interfaces) this.#zones.set(`${id}/${parseAddress(address)!}`, zone);
    for (const { id, outside } of [...design.firewalls, ...design.nats]) this.#zones.set(id, outside);
  }

  /**
   * The first packet that was sent from some places, with an address that it has there, and arrived at others, in a
   * conversation that was begun in that direction: answers reach nobody.
   */
  from(from: readonly Place[], to: readonly Place[], service: Service): Arrival | null {
    const { trace } = this.reader;
    const { kind, node } = trace.events;
    const begun = new Map<string, 'in' | 'out'>();
    for (let event = 0; event < this.reader.length; event++) {
      const sent = kind[event] === EventKind.send;
      if (!sent && kind[event] !== EventKind.deliver) continue;
      const { protocol, src, sport, dst, dport } = this.reader.tupleAt(event);
      const [near, far] = [`${src}:${sport}`, `${dst}:${dport}`];
      const talk = `${node[event]!} ${protocol} ${sent ? `${near} ${far}` : `${far} ${near}`}`;
      if (!begun.has(talk)) begun.set(talk, sent ? 'out' : 'in');
      if (sent || begun.get(talk) === 'out' || !this.#reaches(event, to, service)) continue;
      if (this.#wasAt(event, from))
        return { event, origin: trace.packets.sent[trace.events.packet[event]!]! };
    }
    return null;
  }

  /** The first packet that arrived at some places and was caused by those who play a part: by what they did or sent. */
  causedBy(part: DesignPerson['plays'], to: readonly Place[], service: Service): Arrival | null {
    const { events } = this.reader.trace;
    const people = this.#design.people.filter(({ plays }) => plays === part);
    const [names, hosts] = [people.map(({ id }) => id), people.map(({ host }) => host)];
    const origins = new Int32Array(this.reader.length).fill(NO_EVENT);
    for (let event = 0; event < this.reader.length; event++) {
      const kind = events.kind[event];
      const cause = events.cause[event]!;
      const inherited = cause < 0 ? NO_EVENT : origins[cause]!;
      // What people do is their own doing, whatever they saw before.
      if (kind === EventKind.act)
        origins[event] = names.includes(this.reader.string(events.b[event]!)) ? event : NO_EVENT;
      else if (kind === EventKind.send && inherited < 0)
        origins[event] = hosts.includes(this.reader.node(events.node[event]!).id) ? event : NO_EVENT;
      else origins[event] = inherited;
      if (kind === EventKind.deliver && inherited >= 0 && this.#reaches(event, to, service))
        return { event, origin: inherited };
    }
    return null;
  }

  /** Did the packet arrive at one of the places, at a port that is asked about? */
  #reaches(event: number, to: readonly Place[], { protocols, ports }: Service): boolean {
    const tuple = this.reader.tupleAt(event);
    const { protocol, dport } = tuple;
    if (!meet(protocols, [protocol, protocol])) return false;
    if (protocol === Protocol.icmp ? !isIcmpQuestion(dport) : !meet(ports, [dport, dport])) return false;
    const zone = this.#zones.get(`${this.#nodeOf(event)}/${tuple.dst}`);
    return zone !== undefined && holds(to, zone, tuple.dst);
  }

  /** Had the packet, on its way up to an event, a source among some places? */
  #wasAt(event: number, from: readonly Place[]): boolean {
    const { kind, c } = this.reader.trace.events;
    for (const step of this.reader.eventsOfPacket(this.reader.trace.events.packet[event]!)) {
      if (step > event) break;
      const { src }: FiveTuple = this.reader.tupleAt(step);
      const node = this.#nodeOf(step);
      const zone =
        kind[step] === EventKind.send
          ? this.#zones.get(`${node}/${src}`)
          : kind[step] === EventKind.translate && c[step] !== 1
            ? this.#zones.get(node)
            : undefined;
      if (zone !== undefined && holds(from, zone, src)) return true;
    }
    return false;
  }

  #nodeOf(event: number): string {
    return this.reader.node(this.reader.trace.events.node[event]!).id;
  }
}
