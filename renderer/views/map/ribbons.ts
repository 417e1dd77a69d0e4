import type { Design } from '../../../simulator/model/design.ts';
import type { Message } from '../../../simulator/model/packet.ts';
import { Protocol } from '../../../simulator/model/packet.ts';
import type { FeaturePath } from '../../../simulator/model/run.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { RtpMessage } from '../../../simulator/protocols/rtp/message.ts';
import type { StunMessage } from '../../../simulator/protocols/stun/message.ts';
import type { TurnFrame } from '../../../simulator/protocols/turn/framing.ts';
import type { Point } from './curves.ts';
import { pathOf, pointAt } from './curves.ts';
import type { Leg } from './flights.ts';

/** A way that media take, while they take it. */
export interface Ribbon {
  readonly key: string;
  readonly path: string;
  readonly kind: FeaturePath;
  readonly from: number;
  readonly to: number;
  /** Stands on the first way of each stream. */
  readonly label: { readonly at: Point; readonly text: string } | null;
}

export const PATH_TITLES: Readonly<Record<FeaturePath, string>> = {
  direct: 'Direct',
  'udp-relay': 'UDP relay',
  'tcp-relay': 'TCP relay',
};

/** The RTP packet that a message is, or carries through a relay or over TCP; null for any other. */
export function mediaIn(message: Message | null): RtpMessage | null {
  if (!message) return null;
  if (message.protocol === 'rtp') return message as RtpMessage;
  if (message.protocol === 'stun') return mediaIn((message as StunMessage).attributes.data ?? null);
  if (message.protocol === 'turn-frame' || message.protocol === 'rfc4571')
    return mediaIn((message as TurnFrame).content);
  return null;
}

/** Packets that carry media: their streams and how long each lasts. */
export function mediaPackets(reader: TraceReader): ReadonlyMap<number, RtpMessage> {
  const found = new Map<number, RtpMessage>();
  for (let packet = 0; packet < reader.packetCount; packet++) {
    const media = mediaIn(reader.message(packet));
    if (media) found.set(packet, media);
  }
  return found;
}

/** What class of path each stream takes: over TCP, over an A/V Edge, or from end to end. */
function kindsOf(
  reader: TraceReader,
  design: Design,
  media: ReadonlyMap<number, RtpMessage>,
): ReadonlyMap<number, FeaturePath> {
  const edges = new Set(
    design.hosts.filter(({ roles }) => roles.some(({ role }) => role === 'av-edge')).map(({ id }) => id),
  );
  const kinds = new Map<number, FeaturePath>();
  const { packets, events } = reader.trace;
  for (const [packet, { ssrc }] of media) {
    const tcp = packets.protocol[packet] === Protocol.tcp;
    const sender = reader.node(events.node[packets.sent[packet]!]!).id;
    const relayed = reader.message(packet)!.protocol !== 'rtp' || edges.has(sender);
    const kind = tcp ? 'tcp-relay' : relayed ? 'udp-relay' : 'direct';
    const known = kinds.get(ssrc);
    if (known === undefined || known === 'direct' || kind === 'tcp-relay') kinds.set(ssrc, kind);
  }
  return kinds;
}

/** The ribbons of a run on a map: each way once for each direction, from its first packet of media to its last. */
export function ribbonsOf(reader: TraceReader, design: Design, legs: readonly Leg[]): readonly Ribbon[] {
  const media = mediaPackets(reader);
  if (media.size === 0) return [];
  const kinds = kindsOf(reader, design, media);
  const found = new Map<string, Ribbon & { to: number }>();
  const labelled = new Set<number>();
  for (const leg of legs) {
    const one = media.get(leg.packet);
    if (!one) continue;
    const path = pathOf(leg.curve);
    const key = `${one.ssrc}/${path}`;
    const count = reader.trace.packets.count[leg.packet]!;
    const to = leg.arrive + (count - 1) * one.spacing;
    const known = found.get(key);
    if (known) {
      known.to = Math.max(known.to, to);
      continue;
    }
    const kind = kinds.get(one.ssrc)!;
    const label = labelled.has(one.ssrc) ? null : { at: pointAt(leg.curve, 0.5), text: PATH_TITLES[kind] };
    labelled.add(one.ssrc);
    found.set(key, { key, path, kind, from: leg.depart, to, label });
  }
  return [...found.values()];
}
