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
import type { Flights } from './flights.ts';
import type { Journeys } from './journeys.ts';
import { countUpTo } from '../../draw/search.ts';

/** A line that media take, and when. */
export interface Ribbon {
  readonly key: string;
  readonly path: string;
  readonly kind: FeaturePath;
  /** When streams come to it, and when they leave it, each in order. */
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** Where its label stands, on the first way of a stream; else null. */
  readonly middle: Point | null;
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

/** A stream on one way, while it is there. */
export interface Span {
  readonly ssrc: number;
  readonly way: number;
  readonly kind: FeaturePath;
  readonly from: number;
  readonly to: number;
}

/** Each stream on each way that it takes, from its first packet to its last: once for a run. */
export function spansOf(
  journeys: Journeys,
  design: Design,
  media: ReadonlyMap<number, RtpMessage>,
): readonly Span[] {
  const { reader } = journeys;
  const kinds = kindsOf(reader, design, media);
  const found = new Map<number, Span & { to: number }>();
  for (let leg = 0; leg < journeys.length; leg++) {
    const packet = journeys.packet[leg]!;
    const one = media.get(packet);
    if (!one) continue;
    const way = journeys.way[leg]!;
    const count = reader.trace.packets.count[packet]!;
    const to = journeys.arrive[leg]! + (count - 1) * one.spacing;
    const key = one.ssrc * 0x10_0000 + way;
    const known = found.get(key);
    if (known) known.to = Math.max(known.to, to);
    else found.set(key, { ssrc: one.ssrc, way, kind: kinds.get(one.ssrc)!, from: journeys.depart[leg]!, to });
  }
  return [...found.values()];
}

/** The ribbons of a run on a map: each line once for each kind of path, with all streams on it. */
export function ribbonsOf(spans: readonly Span[], { curves }: Flights): readonly Ribbon[] {
  const together = new Map<string, Span[]>();
  const labels = new Map<number, string>();
  for (const span of spans) {
    const way = curves[span.way];
    if (!way) continue;
    const key = `${span.kind}/${pathOf(way)}`;
    const known = together.get(key);
    if (known) known.push(span);
    else together.set(key, [span]);
    if (!labels.has(span.ssrc)) labels.set(span.ssrc, key);
  }
  const labelled = new Set(labels.values());
  return [...together].map(([key, [first, ...others]]) => {
    const all = [first!, ...others];
    const way = curves[first!.way]!;
    return {
      key,
      path: pathOf(way),
      kind: first!.kind,
      starts: Float64Array.from(all, ({ from }) => from).sort(),
      ends: Float64Array.from(all, ({ to }) => to).sort(),
      middle: labelled.has(key) ? pointAt(way, 0.5) : null,
    };
  });
}

/** How many streams are on a ribbon at a time. */
export function streamsOn({ starts, ends }: Ribbon, time: number): number {
  return countUpTo(starts, time) - countUpTo(ends, time);
}
