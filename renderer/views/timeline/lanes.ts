import { waivedEvents } from '../../../simulator/analysis/causes.ts';
import { DISPOSITIONS } from '../../../simulator/model/disposition.ts';
import { NO_EVENT } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import { familyOf } from '../../../simulator/protocols/registry.ts';
import { conversationOf } from '../../draw/conversation.ts';
import { marksOf, type Marks } from './marks.ts';

/** Packets that belong together on the timeline. */
export class Lane {
  readonly title: string;
  family: Family;
  lost = 0;
  /** In the order in which they were sent. */
  readonly packets: number[] = [];
  readonly #of: Ends;
  #marks: Marks | null = null;

  constructor(title: string, family: Family, of: Ends) {
    this.title = title;
    this.family = family;
    this.#of = of;
  }

  /** When its first packet was sent. */
  get first(): number {
    return this.#of.sentAt(this.packets[0]!);
  }

  /** Its packets by time, a lost one where it was lost; made when first asked for. */
  get marks(): Marks {
    return (this.#marks ??= this.#of.marks(this.packets));
  }
}

/** What one host began towards one port: questions of one host to one server share a lane. */
export class FlowLane extends Lane {
  /** Its conversations, by the port that they came from. */
  readonly conversations: readonly Lane[] = [];
}

/** Where the packets of a run ended. */
class Ends {
  readonly #reader: TraceReader;
  readonly #hoped: ReturnType<typeof waivedEvents>;

  constructor(reader: TraceReader) {
    this.#reader = reader;
    this.#hoped = waivedEvents(reader.trace);
  }

  sentAt(packet: number): number {
    const { packets, events } = this.#reader.trace;
    return events.time[packets.sent[packet]!]!;
  }

  /** The event at which a packet was lost; NO_EVENT when it came through, or was only tried in hope. */
  lossOf(packet: number): number {
    if (!DISPOSITIONS[this.#reader.trace.packets.disposition[packet]!]!.lost) return NO_EVENT;
    const end = this.#reader.eventsOfPacket(packet).at(-1) ?? NO_EVENT;
    return end >= 0 && this.#hoped[end] === 0 ? end : NO_EVENT;
  }

  marks(packets: readonly number[]): Marks {
    const { trace } = this.#reader;
    const losses = packets.map((packet) => this.lossOf(packet));
    const events = packets.map((packet, i) => (losses[i]! >= 0 ? losses[i]! : trace.packets.sent[packet]!));
    return marksOf(
      events.map((event) => trace.events.time[event]!),
      events,
      packets,
      losses.map((loss) => loss >= 0),
    );
  }
}

/**
 * Groups a run's packets into lanes: those with losses first, then in the order of their first packet. Packets between
 * the same two ends of the same host are looked at once, so a lane of many costs little.
 * @param only packets that count; all when left out
 */
export function lanesOf(reader: TraceReader, only: ReadonlySet<number> | null = null): readonly FlowLane[] {
  const { packets, events } = reader.trace;
  const ends = new Ends(reader);
  const known = new Map<number, Map<number, readonly [FlowLane, Lane]>>();
  const flows = new Flows(reader, ends);
  for (let packet = 0; packet < reader.packetCount; packet++) {
    if (only && !only.has(packet)) continue;
    const node = events.node[packets.sent[packet]!]!;
    const from = (packets.src[packet]! * 65536 + packets.sport[packet]!) * 16 + (node & 15);
    const to =
      (packets.dst[packet]! * 65536 + packets.dport[packet]!) * 16 + (packets.protocol[packet]! & 15);
    let ways = known.get(from);
    if (!ways) known.set(from, (ways = new Map<number, readonly [FlowLane, Lane]>()));
    let pair = ways.get(to);
    if (!pair) ways.set(to, (pair = flows.of(packet)));
    const message = packets.message[packet]! < 0 ? null : reader.message(packet);
    const lost = Number(ends.lossOf(packet) >= 0);
    for (const lane of pair) {
      if (lane.family === 'tls' && message) lane.family = familyOf(message);
      lane.lost += lost;
      lane.packets.push(packet);
    }
  }
  return flows.lanes.toSorted((a, b) => Number(b.lost > 0) - Number(a.lost > 0) || a.first - b.first);
}

/** Lanes as they are found. */
class Flows {
  readonly lanes: (FlowLane & { conversations: Lane[] })[] = [];
  readonly #reader: TraceReader;
  readonly #ends: Ends;
  readonly #byTitle = new Map<string, FlowLane & { conversations: Lane[] }>();
  readonly #byConversation = new Map<string, readonly [FlowLane, Lane]>();

  constructor(reader: TraceReader, ends: Ends) {
    this.#reader = reader;
    this.#ends = ends;
  }

  /** The lane of a packet and the conversation within it. The first packet of a conversation says who began it. */
  of(packet: number): readonly [FlowLane, Lane] {
    const conversation = conversationOf(this.#reader, packet);
    let pair = this.#byConversation.get(conversation);
    if (pair) return pair;
    const { packets, events } = this.#reader.trace;
    const from = this.#reader.node(events.node[packets.sent[packet]!]!).title;
    const transport = packets.protocol[packet] === 6 ? 'TCP' : 'UDP';
    const title = `${from}, ${transport} ${packets.dport[packet]!}`;
    let lane = this.#byTitle.get(title);
    if (!lane) {
      lane = new FlowLane(title, 'tls', this.#ends) as FlowLane & { conversations: Lane[] };
      this.#byTitle.set(title, lane);
      this.lanes.push(lane);
    }
    const own = new Lane(`from port ${packets.sport[packet]!}`, 'tls', this.#ends);
    lane.conversations.push(own);
    pair = [lane, own];
    this.#byConversation.set(conversation, pair);
    return pair;
  }
}
