import type { Design } from '../../model/design.ts';
import { headerLength, IPV4_HEADER, Protocol } from '../../model/packet.ts';
import type { Run } from '../../model/run.ts';
import { MINUTE, SECOND } from '../../model/time.ts';
import type { Trace } from '../../model/trace.ts';
import { TraceReader } from '../../model/trace-reader.ts';
import { Writer } from '../../protocols/codec/writer.ts';
import { EtherType, writeEthernet } from '../../protocols/ethernet/ethernet.ts';
import type { Headers } from '../../protocols/ip/headers.ts';
import { TIME_TO_LIVE, writeIpv4, writeTransport } from '../../protocols/ip/write.ts';
import { bytesOf, codecOf } from '../../protocols/registry.ts';
import { Wire } from '../../protocols/wire.ts';
import { ClearView } from './clear.ts';
import { Comments } from './comments.ts';
import type { Sighting } from './frames.ts';
import { addressNames } from './names.ts';
import { Followers } from './nth.ts';
import { Parade } from './order.ts';
import type { Sink } from './pcapng.ts';
import { PcapngWriter } from './pcapng.ts';
import { capturePoints } from './points.ts';

/** What is captured: the traces of some runs of one design. */
export interface CaptureSource {
  readonly design: Design;
  readonly traces: readonly Trace[];
  /** Said of the file as a whole: which run it is. */
  readonly comments: readonly string[];
}

/** A whole run, with what is to be said of it: which one it is, and how to look at it. */
export function captureOf(design: Design, { seed, hash, features }: Run): CaptureSource {
  const names = features.map(({ feature }) => feature.id).join(', ');
  return {
    design,
    traces: features.map(({ trace }) => trace),
    comments: [
      `Design ${design.id}, seed ${seed}, run ${hash}: ${names}.`,
      'Each interface is a place where one could listen; a packet is here once for each place that it passed. To look at one place: frame.interface_name == "external/outside".',
      'What is inside TLS is decrypted by the secrets in this file. SIP on 443, 5062 and 5067: Decode As, TLS port, SIP; or the same capture with TLS taken off.',
    ],
  };
}

export interface CaptureOptions {
  /** Where to listen: ids of `capturePoints`; everywhere when left out. */
  readonly points?: readonly string[];
  /** With TLS taken off: what is encrypted stands there in the clear, on its real ports. */
  readonly clear?: boolean;
}

/** Between the end of one run and the beginning of the next: at least so long, then to a whole minute. */
const PAUSE = 10 * SECOND;

/**
 * Writes runs as one pcapng file: an interface for each place where one could listen, each packet at each place that it
 * passed, with the firewalls' verdicts beside them, and with the secrets that Wireshark needs to read TLS. Several runs
 * follow each other in time. The same source gives the same bytes.
 * @param sink takes the file's bytes as they come; a long file takes no more memory than a short one
 * @returns how many frames were written
 */
export function writeCapture(source: CaptureSource, options: CaptureOptions, sink: Sink): number {
  const file = new PcapngWriter(sink);
  const { design, traces } = source;
  file.section('Edge Lab', source.comments);
  const interfaces = new Map<string, number>();
  for (const trace of traces)
    for (const { id, title } of capturePoints(trace.nodes))
      if (!interfaces.has(id) && (options.points?.includes(id) ?? true))
        interfaces.set(id, file.interface(id, title));
  file.names(addressNames(design));
  let frames = 0;
  let begin = Date.parse(design.date) * 1000;
  for (const trace of traces) {
    const one = new RunCapture(file, design, trace, interfaces, begin, options.clear ?? false);
    frames += one.run();
    const end = begin + (trace.events.time.at(-1) ?? 0);
    begin = Math.ceil((end + PAUSE) / MINUTE) * MINUTE;
  }
  file.flush();
  return frames;
}

/** Messages that travel in several packets and whose bytes are kept until the last one is written. */
const KEPT_MESSAGES = 256;

/** One run's frames. */
class RunCapture {
  readonly #file: PcapngWriter;
  readonly #reader: TraceReader;
  readonly #begin: number;
  readonly #wire: Wire;
  readonly #comments: Comments;
  readonly #clear: ClearView | null;
  /** Interface of each node's two sides, or -1 where nobody listens. */
  readonly #interfaces: Int32Array;
  readonly #writer = new Writer(false);
  readonly #content = new Writer(false);
  readonly #followers = new Followers();
  readonly #macs: readonly number[];
  /** The headers of the frame at hand: one object for all, since there are many. */
  readonly #headers: { -readonly [K in keyof Headers]: Headers[K] } = {
    src: 0,
    dst: 0,
    protocol: 0,
    sport: 0,
    dport: 0,
    identification: 0,
    flags: 0,
    seq: 0,
    ack: 0,
    timeToLive: TIME_TO_LIVE,
  };
  readonly #kept = new Map<number, Uint8Array>();
  #frames = 0;

  constructor(
    file: PcapngWriter,
    design: Design,
    trace: Trace,
    interfaces: ReadonlyMap<string, number>,
    begin: number,
    clear: boolean,
  ) {
    this.#file = file;
    this.#reader = new TraceReader(trace);
    this.#begin = begin;
    this.#wire = new Wire(trace);
    this.#clear = clear ? new ClearView(this.#reader) : null;
    this.#comments = new Comments(this.#reader, design);
    this.#macs = trace.nodes.map(({ kind }, node) => (kind === 'host' ? HOST_MAC : GATEWAY_MAC) + node);
    this.#interfaces = new Int32Array(2 * trace.nodes.length).fill(-1);
    for (const { id, node, side } of capturePoints(trace.nodes))
      this.#interfaces[2 * node + side] = interfaces.get(id) ?? -1;
  }

  run(): number {
    new Parade(
      this.#reader,
      (one) => this.#interfaceOf(one) >= 0 && this.#clear?.has(one.packet) !== false,
      (one, nth, time) => this.#frame(one, nth, time),
    ).run();
    return this.#frames;
  }

  #interfaceOf({ node, side }: Sighting): number {
    return this.#interfaces[2 * node + side]!;
  }

  #frame(sighting: Sighting, nth: number, time: number): void {
    this.#frames++;
    this.#encode(sighting, nth);
    const secrets = this.#wire.takeSecrets();
    if (secrets.length > 0) this.#file.secrets(secrets);
    this.#file.packet({
      interface: this.#interfaceOf(sighting),
      time: this.#begin + time,
      frame: this.#writer.view(),
      comments: this.#comments.of(sighting, nth),
      direction: sighting.outbound ? 'out' : 'in',
      packetId: sighting.packet,
      dropped: this.#comments.dropped(sighting),
    });
  }

  #encode({ packet, tuple, hops, from, to }: Sighting, nth: number): void {
    const { packets } = this.#reader.trace;
    const numbers = this.#clear ?? packets;
    const headers = this.#headers;
    headers.src = tuple.src;
    headers.dst = tuple.dst;
    headers.protocol = tuple.protocol;
    headers.sport = tuple.sport;
    headers.dport = tuple.dport;
    headers.identification = packet + nth;
    headers.flags = packets.flags[packet]!;
    headers.seq = numbers.seq[packet]!;
    headers.ack = numbers.ack[packet]!;
    headers.timeToLive = TIME_TO_LIVE - hops;
    const body = this.#body(packet, nth);
    const writer = this.#writer;
    writer.clear();
    writeEthernet({ destination: this.#macs[to]!, source: this.#macs[from]!, type: EtherType.ipv4 }, writer);
    writeIpv4(headers, headerLength(headers.protocol, headers.flags) - IPV4_HEADER + body.length, writer);
    writeTransport(headers, body, writer);
    writer.bytes(body, '');
  }

  /** What the packet carries. */
  #body(packet: number, nth: number): Uint8Array {
    const { message, protocol, offset, size } = this.#reader.trace.packets;
    const index = message[packet]!;
    if (index < 0) return NOTHING;
    const clear = protocol[packet] === Protocol.tcp ? this.#clear : null;
    const carried = this.#reader.carried(packet);
    if (!clear && carried === size[packet]) return this.#whole(index, nth);
    const [from, to] = clear?.range(packet) ?? [offset[packet]!, offset[packet]! + carried];
    return this.#shared(index, clear).subarray(from, to);
  }

  /** A message that travels in one packet; good until the next is asked for. */
  #whole(index: number, nth: number): Uint8Array {
    const message = this.#followers.of(this.#wire.message(index), nth);
    this.#content.clear();
    codecOf(message).write(message, this.#content);
    return this.#content.view();
  }

  /** A message of which several packets carry parts. */
  #shared(index: number, clear: ClearView | null): Uint8Array {
    let bytes = this.#kept.get(index);
    if (!bytes) {
      bytes = clear?.content(index) ?? bytesOf(this.#wire.message(index));
      if (this.#kept.size >= KEPT_MESSAGES) this.#kept.clear();
      this.#kept.set(index, bytes);
    }
    return bytes;
  }
}

const NOTHING = new Uint8Array(0);

/** Locally administered addresses: hosts, and whatever passes packets on; the node's number follows. */
const HOST_MAC = 0x020000000000;
const GATEWAY_MAC = 0x020100000000;
