import { formatAddress } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';
import { Flag, formatIcmp, Protocol } from '../../model/packet.ts';
import { isIcmpError } from '../../model/icmp.ts';
import { DecodeError } from '../../protocols/codec/reader.ts';
import { recorded } from '../../protocols/recorded/message.ts';
import { codecOf } from '../../protocols/registry.ts';
import type { RecordedPacket } from '../reading/recorded.ts';
import type { ContentSink } from './content.ts';
import type { Known } from './cut.ts';
import { Cutter } from './cutter.ts';
import { Datagrams } from './datagram.ts';
import type { KeyLog } from './key-log.ts';
import type { Announced } from './media.ts';
import { OpenedTls } from './opened.ts';
import { Sequencer } from './sequencer.ts';

const DNS_PORT = 53;

/** Finds out what the packets of one flow carry, both ways. */
export interface FlowNamer {
  /**
   * @param direction 0 for the way of the flow's first end, 1 for answers
   * @param id the packet's number in the recording; -1 when it is not kept
   */
  add(direction: 0 | 1, id: number, packet: RecordedPacket): void;
  /** Nothing more will come: what waits is named as far as it came. */
  end(): void;
  /** Bytes that wait for the rest of their message. */
  readonly held: number;
}

/** A namer for the flow that a packet begins. */
export function flowNamer(
  { headers }: Pick<RecordedPacket, 'headers'>,
  announced: Announced,
  log: KeyLog,
  sink: ContentSink,
): FlowNamer {
  const { protocol, src, dst, sport, dport } = headers;
  const dns = sport === DNS_PORT || dport === DNS_PORT;
  if (protocol === Protocol.tcp) return new TcpFlow(dns, log, sink);
  if (protocol !== Protocol.udp) return new IcmpFlow(sink);
  const media = announced.has(formatAddress(src), sport) || announced.has(formatAddress(dst), dport);
  return new UdpFlow(new Datagrams(sink, dns, media));
}

class UdpFlow implements FlowNamer {
  readonly held = 0;
  readonly #datagrams: Datagrams;

  constructor(datagrams: Datagrams) {
    this.#datagrams = datagrams;
  }

  add(direction: 0 | 1, id: number, { payload, missing }: RecordedPacket): void {
    this.#datagrams.add(direction, id, payload, missing);
  }

  end(): void {
    this.#datagrams.end();
  }
}

class TcpFlow implements FlowNamer {
  readonly #known: Known;
  readonly #sink: ContentSink;
  readonly #log: KeyLog;
  #ways: readonly [Way, Way];

  constructor(dns: boolean, log: KeyLog, sink: ContentSink) {
    this.#known = { dns, pseudoTls: false, stun: false, framed: false };
    this.#sink = sink;
    this.#log = log;
    this.#ways = this.#fresh();
  }

  get held(): number {
    return this.#ways.reduce((sum, { cutter, sequencer }) => sum + cutter.held + sequencer.held, 0);
  }

  add(direction: 0 | 1, id: number, { headers, payload, missing }: RecordedPacket): void {
    const { flags, seq, ack } = headers;
    if (flags & Flag.syn) {
      // The same two ends begin again.
      if (!(flags & Flag.ack) && this.#ways[direction].begun) this.#restart();
      this.#ways[direction].sequencer.begin(seq);
      this.#ways[direction].begun = true;
    }
    if (flags & Flag.ack) this.#ways[1 - direction]!.sequencer.acknowledged(ack);
    if (payload.length + missing > 0)
      this.#ways[direction].sequencer.add(id, flags & Flag.syn ? seq + 1 : seq, payload, missing);
  }

  end(): void {
    for (const { cutter, sequencer } of this.#ways) {
      sequencer.end();
      cutter.giveUp();
    }
  }

  #restart(): void {
    this.end();
    this.#known.pseudoTls = false;
    this.#known.stun = false;
    this.#known.framed = false;
    this.#ways = this.#fresh();
  }

  #fresh(): readonly [Way, Way] {
    const opened = new OpenedTls(this.#log);
    const way = (direction: 0 | 1): Way => {
      const cutter = new Cutter(this.#known, this.#sink, (record) => opened.see(direction, record));
      return {
        cutter,
        sequencer: new Sequencer(cutter, (id, of, payload) => this.#sink.repeated(id, of, payload)),
        begun: false,
      };
    };
    return [way(0), way(1)];
  }
}

interface Way {
  readonly cutter: Cutter;
  readonly sequencer: Sequencer;
  begun: boolean;
}

class IcmpFlow implements FlowNamer {
  readonly held = 0;
  readonly #sink: ContentSink;

  constructor(sink: ContentSink) {
    this.#sink = sink;
  }

  add(_direction: 0 | 1, id: number, { headers, payload }: RecordedPacket): void {
    this.#sink.settle(id, nameIcmp(headers.dport, payload), 0, payload.length);
  }

  end(): void {
    // Nothing waits.
  }
}

/** An error by the packet that it quotes, which tells whose it is; anything else by its type. */
function nameIcmp(typeAndCode: number, bytes: Uint8Array): Message {
  const name = formatIcmp(typeAndCode);
  if (!isIcmpError(typeAndCode)) return recorded(name, 'tls', bytes);
  try {
    return codecOf({ protocol: 'icmp' }).read(bytes);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return recorded(`${name}, malformed: ${error.message} at byte ${error.at}`, 'tls', bytes);
  }
}
