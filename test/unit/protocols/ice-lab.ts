import type { Message } from '../../../simulator/model/packet.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { IceAgent } from '../../../simulator/protocols/ice/agent.ts';
import type { IceDescription, SelectedPair } from '../../../simulator/protocols/ice/description.ts';
import type { GatherOptions } from '../../../simulator/protocols/ice/gatherer.ts';
import { innermost } from '../../../simulator/protocols/registry.ts';
import type { Candidate } from '../../../simulator/protocols/sdp/message.ts';
import type { StunMessage } from '../../../simulator/protocols/stun/message.ts';
import { isStun } from '../../../simulator/protocols/stun/message.ts';
import type { RelayServer } from '../../../simulator/protocols/turn/client.ts';
import type { Lab } from '../roles/av-lab.ts';
import { EDGE, end, lab, text } from '../roles/av-lab.ts';

/** Two homes, each behind a NAT of its own: who sits there, and the address that the world sees. */
export const BEHIND = {
  carol: { inside: '192.168.1.5', nat: '203.0.113.77' },
  dave: { inside: '192.168.2.5', nat: '203.0.113.88' },
};

type NatBehaviour = 'endpoint-independent' | 'address-dependent' | 'address-and-port-dependent';

export interface NatOptions {
  readonly mapping?: NatBehaviour;
  readonly filtering?: NatBehaviour;
}

/** An A/V Edge, people in the Internet, and two behind NATs. */
export function iceLab(knobs: Readonly<Record<string, number>> = {}, nat: NatOptions = {}): Lab {
  const homes = Object.entries(BEHIND);
  return lab({
    knobs,
    more: {
      zones: homes.map(([id, { inside }]) => ({
        id: `home-${id}`,
        title: id,
        trust: 1,
        prefixes: [inside.replace(/\d+$/, '0/24')],
        private: true,
      })),
      hosts: homes.map(([id, { inside }]) => ({
        id,
        title: id,
        interfaces: [{ id: 'lan', zone: `home-${id}`, address: inside }],
      })),
      nats: homes.map(([id, { nat: address }]) => ({
        id: `nat-${id}`,
        title: `NAT of ${id}`,
        outside: 'internet',
        inside: `home-${id}`,
        address,
        ...nat,
      })),
    },
  });
}

/** Somebody's end of one medium, with all that it told its user. */
export interface End {
  readonly agent: IceAgent;
  readonly told: string[];
  readonly heard: Message[];
  selected: readonly SelectedPair[];
}

const MEDIUM = { components: 1, udp: true, tcpHosts: false, quality: 1 } as const;

/** An agent that has gathered: over the Edge with `relay`, its own ports alone with null. */
export function iceEnd(
  place: Lab,
  who: string,
  relay: RelayServer | null,
  options: Partial<Omit<GatherOptions, 'attachment'>> = {},
): End {
  const host = place.world.hosts.get(who)!;
  const { scheduler } = place.world.simulation;
  const told: string[] = [];
  const heard: Message[] = [];
  const tell = (line: string) => told.push(`${line} at ${Math.round(scheduler.now / 1000)} ms`);
  const agent = new IceAgent(
    host,
    { attachment: host.attachments[0]!, id: `${who}/audio`, title: `${who}: audio`, ...MEDIUM, ...options },
    {
      connected: (selected) => {
        one.selected = selected;
        tell('connected');
      },
      failed: () => tell('failed'),
      received: (message) => heard.push(message),
    },
  );
  const one: End = { agent, told, heard, selected: [] };
  agent.gather(relay, () => tell('gathered'));
  place.settle(relay ? 12_000 : 1);
  return one;
}

/** The Edge as one that may use it knows it. */
export function relayOf(place: Lab, more: Partial<RelayServer> = {}): RelayServer {
  return {
    ...place.credentials(),
    name: EDGE,
    udp: end(EDGE, 3478),
    tcp: end(EDGE, 443),
    others: [],
    ...more,
  };
}

/** "host UDP 203.0.113.5:50000" without the ports that are drawn by lot. */
export const kinds = (candidates: readonly Candidate[]): string[] =>
  candidates.map((one) => `${one.type} ${one.transport} ${text(one).replace(/:\d+$/, '')} ${one.component}`);

/** Each path as "local type, remote type, transport, component". */
export const paths = ({ selected }: End): string[] =>
  selected.map(
    ({ local, remote, component }) => `${local.type} to ${remote.type} ${local.transport} ${component}`,
  );

/** The other end's description in which only candidates of a kind are left. */
export const only = (said: IceDescription, pick: (one: Candidate) => boolean): IceDescription => ({
  ...said,
  candidates: said.candidates.filter(pick),
});

/** All STUN messages that a node sent, with what is inside of relays' messages, and when (ms). */
export function stunSent(place: Lab, who: string): { at: number; to: string; message: StunMessage }[] {
  const reader = new TraceReader(place.world.simulation.trace.finish());
  const { events, packets, nodes } = reader.trace;
  return [...Array(reader.packetCount).keys()].flatMap((packet) => {
    const sent = packets.sent[packet]!;
    const carried = reader.message(packet);
    if (nodes[events.node[sent]!]!.id !== who || !carried) return [];
    const message = innermost(carried);
    const { dst, dport } = reader.tuple(packet);
    if (!isStun(message)) return [];
    return [{ at: events.time[sent]! / 1000, to: text({ address: dst, port: dport }), message }];
  });
}

/** Every state that a machine went into, by its id. */
export function statesOf(place: Lab, id: string): string[] {
  const reader = new TraceReader(place.world.simulation.trace.finish());
  const { events, strings, actors } = reader.trace;
  const machine = actors.findIndex((one) => one.id === id);
  return [...events.kind.keys()]
    .filter((event) => events.kind[event] === EventKind.state && events.a[event] === machine)
    .map((event) => strings[events.b[event]!]!);
}
