import { expect } from 'vitest';
import { openDesign } from '../../../simulator/designs/registry.ts';
import { formatAddress, parseAddress } from '../../../simulator/model/address.ts';
import { Protocol } from '../../../simulator/model/packet.ts';
import type { Message } from '../../../simulator/model/packet.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { TcpConnection, TcpEnd } from '../../../simulator/network/tcp-connection.ts';
import { encodeUtf8 } from '../../../simulator/protocols/codec/utf8.ts';
import { rawMessage } from '../../../simulator/protocols/raw/message.ts';
import { codecOf, innermost, labelOf } from '../../../simulator/protocols/registry.ts';
import { longTermKey } from '../../../simulator/protocols/stun/integrity.ts';
import type {
  StunAttributes,
  StunMessage,
  TransportAddress,
} from '../../../simulator/protocols/stun/message.ts';
import { isStun } from '../../../simulator/protocols/stun/message.ts';
import type { RelayCredentials } from '../../../simulator/protocols/turn/credentials.ts';
import { issueCredentials, REALM } from '../../../simulator/protocols/turn/credentials.ts';
import type { PseudoTls, TurnFrame } from '../../../simulator/protocols/turn/framing.ts';
import { turnFrame } from '../../../simulator/protocols/turn/framing.ts';
import { World } from '../../../simulator/world/world.ts';

export const end = (address: string, port: number): TransportAddress => ({
  address: parseAddress(address)!,
  port,
});
export const text = ({ address, port }: TransportAddress) => `${formatAddress(address)}:${port}`;
export const EDGE = '198.51.100.30';
export const [OUTSIDE, INSIDE] = [end(EDGE, 3478), end('172.16.0.10', 3478)];
/** Where each of the others is. */
export const HOMES = {
  alice: '203.0.113.5',
  dora: '203.0.113.6',
  peer: '203.0.113.9',
  stranger: '203.0.113.66',
  partner: '192.0.2.30',
  bob: '172.16.0.5',
};
export type Who = keyof typeof HOMES;

interface Options {
  readonly knobs?: Readonly<Record<string, number>>;
  readonly ports?: number;
  readonly version?: 'lync-2010' | 'ocs-2007';
  /** More of the design, in its own words. */
  readonly more?: Readonly<Record<'zones' | 'hosts' | 'nats', readonly object[]>>;
}

/** An A/V Edge and some computers, 10 ms apart, with nothing between them. */
export function lab({
  knobs = {},
  ports = 100,
  version = 'ocs-2007',
  more = { zones: [], hosts: [], nats: [] },
}: Options = {}) {
  const host = (id: string) => ({
    id,
    title: id,
    interfaces: [{ id: 'lan', zone: id === 'bob' ? 'inside' : 'internet', address: HOMES[id as Who] }],
  });
  const face = (id: string) => ({ interface: id, name: `${id}.contoso.com` });
  const loaded = openDesign(
    JSON.stringify({
      format: 'edge-lab-design',
      version: 1,
      id: 'av',
      title: 'A/V Edge',
      knobs,
      organizations: [{ id: 'contoso', title: 'Contoso', domains: ['contoso.com'], version }],
      zones: [
        { id: 'internet', title: 'Internet', trust: 0, prefixes: [], delay_ms: 10 },
        { id: 'inside', title: 'Inside', trust: 1, prefixes: ['172.16.0.0/24'], delay_ms: 10 },
        ...more.zones,
      ],
      certificates: [{ id: 'av', subject: 'edge.contoso.com', issuer: 'CA' }],
      hosts: [
        ...Object.keys(HOMES).map(host),
        ...more.hosts,
        {
          id: 'edge',
          title: 'Edge',
          interfaces: [
            { id: 'outer', zone: 'internet', address: EDGE },
            { id: 'inner', zone: 'inside', address: '172.16.0.10' },
          ],
          roles: [
            {
              role: 'av-edge',
              domain: 'contoso.com',
              external: face('outer'),
              internal: face('inner'),
              ports: { first: 50_000, count: ports },
              certificate: 'av',
            },
          ],
        },
      ],
      firewalls: [],
      nats: more.nats,
    }),
    'av.json',
  );
  if (!loaded.ok) throw new Error(loaded.problems.map((one) => one.message).join('\n'));
  const world = new World(loaded.design, 1, 'av');
  const { simulation } = world;
  const { scheduler } = simulation;
  const lines: string[] = [];
  const told = (line: string) => lines.push(`${scheduler.now / 1000} ${line}`);
  const settle = (ms = 100) => {
    const until = scheduler.now + ms * 1000;
    scheduler.at(until, { due: () => undefined }, null, true);
    while (scheduler.next() <= until) scheduler.step();
  };
  const secret = world.directory.certificate('av').key;
  let salts = 0;
  /** Credentials as A/V authentication gives them, good for some seconds from now. */
  const credentials = (seconds = 28_800): RelayCredentials =>
    issueCredentials(
      secret,
      simulation.date + scheduler.now / 1000 + seconds * 1000,
      (++salts).toString(16).padStart(16, '0'),
    );
  return {
    world,
    lines,
    told,
    settle,
    credentials,
    secret,
    /** What was written to the Edge's log. */
    log: () => {
      const { events, strings, nodes } = simulation.trace.finish();
      return [...events.kind.keys()]
        .filter((event) => events.kind[event] === EventKind.log || events.kind[event] === EventKind.fault)
        .filter((event) => nodes[events.node[event]!]!.id === 'edge')
        .map((event) => strings[events.a[event]!]!);
    },
    /** Protocols of the packets that the Edge sent to a host. */
    sentTo: (who: Who) => {
      const reader = new TraceReader(simulation.trace.finish());
      const edge = reader.trace.nodes.findIndex((one) => one.id === 'edge');
      return [...Array(reader.packetCount).keys()]
        .filter((packet) => reader.trace.events.node[reader.trace.packets.sent[packet]!] === edge)
        .map((packet) => reader.tuple(packet))
        .filter((tuple) => tuple.dst === parseAddress(HOMES[who]))
        .map((tuple) => (tuple.protocol === Protocol.tcp ? 'tcp' : 'udp'));
    },
  };
}
export type Lab = ReturnType<typeof lab>;

/** Somebody who says things to the Edge and takes down what comes back. */
export interface Speaker {
  readonly heard: Message[];
  say(message: Message, to?: TransportAddress): void;
}

export function overUdp(
  { world, told }: Lab,
  who: Who,
  port = 5000,
): Speaker & { readonly own: TransportAddress } {
  const host = world.hosts.get(who)!;
  const heard: Message[] = [];
  const socket = host.udp.open(host.attachments[0]!, port, (message, from) => {
    told(`${who} < ${labelOf(message)}, from ${text(from)}`);
    heard.push(message);
  });
  return {
    own: end(HOMES[who], port),
    heard,
    say: (message, to = OUTSIDE) => {
      told(`${who} > ${labelOf(message)}`);
      socket.send(to, message, codecOf(message).size(message));
    },
  };
}

export const HELLO: PseudoTls = {
  protocol: 'pseudo-tls',
  kind: 'client-hello',
  random: 'ab'.repeat(32),
  session: '',
};

export interface TcpSpeaker extends Speaker {
  readonly tcp: TcpConnection;
  readonly ends: TcpEnd[];
  /** Says it without a frame. */
  blurt(message: Message): void;
  data(message: Message): void;
}

/** @param polite says hello first */
export function overTcp(place: Lab, who: Who, polite = true): TcpSpeaker {
  const heard: Message[] = [];
  const ends: TcpEnd[] = [];
  const blurt = (message: Message) => tcp.send(message, codecOf(message).size(message));
  const tcp: TcpConnection = place.world.hosts.get(who)!.tcp.connect(null, end(EDGE, 443), {
    received: (message) => {
      if (message.protocol === 'pseudo-tls') return;
      const content = innermost(message);
      place.told(`${who} < ${labelOf(content)}, over TCP`);
      heard.push(message.protocol === 'turn-frame' ? (message as TurnFrame).content : message);
    },
    ended: (how) => ends.push(how),
  });
  if (polite) blurt(HELLO);
  place.settle();
  return {
    tcp,
    heard,
    ends,
    blurt,
    say: (message) => blurt(turnFrame('control', message)),
    data: (message) => blurt(turnFrame('data', message)),
  };
}

let transactions = 0;

export function ask(
  method: StunMessage['method'],
  attributes: StunAttributes,
  key: string | null = null,
): StunMessage {
  return {
    protocol: 'stun',
    dialect: 'ms-turn',
    method,
    kind: 'request',
    transaction: (++transactions).toString(16).padStart(32, '0'),
    attributes,
    integrity: key === null ? null : { key, term: 'long' },
  };
}

export function keyOf({ username, password }: RelayCredentials): string {
  return longTermKey(username, REALM, password);
}

/** An Allocate request with everything that proves who asks. */
export function proof(by: RelayCredentials, nonce: string, more: StunAttributes = {}): StunMessage {
  return ask('allocate', { username: by.username, realm: REALM, nonce, ...more }, keyOf(by));
}

/** A Send request. */
export function send(by: RelayCredentials, destination: TransportAddress, data: Message): StunMessage {
  return ask('send', { username: by.username, destination, data }, keyOf(by));
}

export function setActive(by: RelayCredentials, destination: TransportAddress): StunMessage {
  return ask('set-active-destination', { username: by.username, destination }, keyOf(by));
}

/** Says something and waits; the answer, which must be one to what was said. */
export function answer(
  place: Lab,
  speaker: Speaker,
  message: StunMessage,
  to?: TransportAddress,
): StunMessage {
  const before = speaker.heard.length;
  speaker.say(message, to);
  place.settle();
  const said = speaker.heard.slice(before).filter(isStun);
  expect(said.map((one) => one.transaction)).toEqual([message.transaction]);
  return said[0]!;
}

export const codeOf = (message: StunMessage) => message.attributes.error?.code;

/** Asks for a nonce. */
export function nonceFor(place: Lab, speaker: Speaker, to?: TransportAddress): string {
  const refused = answer(place, speaker, ask('allocate', { version: 2 }), to);
  expect(codeOf(refused)).toBe(401);
  return refused.attributes.nonce!;
}

/** Gets an address of the Edge, or the answer that says why not. */
export function allocate(place: Lab, speaker: Speaker, by = place.credentials(), to?: TransportAddress) {
  const nonce = nonceFor(place, speaker, to);
  const answered = answer(place, speaker, proof(by, nonce), to);
  return { by, nonce, answered, relayed: answered.attributes.mapped! };
}

export const words = (said: string) => rawMessage(encodeUtf8(`~${said}`));
export const said = (message: Message | undefined) =>
  message?.protocol === 'raw' ? codecOf(message).size(message) - 1 : null;
