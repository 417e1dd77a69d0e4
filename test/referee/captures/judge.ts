import { captureOf, writeCapture } from '../../../simulator/capture/writing/export.ts';
import { formatAddress } from '../../../simulator/model/address.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { IPV4_HEADER, Protocol } from '../../../simulator/model/packet.ts';
import type { Run } from '../../../simulator/model/run.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { innermost } from '../../../simulator/protocols/registry.ts';
import { withCapture } from '../../setup/tshark.ts';
import { REMARKS } from './experts.ts';
import type { Known } from './known.ts';
import { hex, SORTED } from './known.ts';
import { known } from './messages.ts';
import type { Field, Row } from './rows.ts';
import { readRows, SIP_PORT } from './rows.ts';
import type { Expected } from './sightings.ts';
import { expectedAt } from './sightings.ts';

/** What comparing captures with the trace came to. */
export class Findings {
  frames = 0;
  /** Frames of each feature. */
  readonly features = new Map<string, number>();
  /** Messages by what they are: how many, and how many of them Wireshark named so. */
  readonly kinds = new Map<string, { messages: number; named: number }>();
  /** Messages that Wireshark cannot know, or not to the end, by reason. */
  readonly unknown = new Map<string, number>();
  /** What Wireshark remarked, by text. */
  readonly remarks = new Map<string, number>();
  /** Values that were compared. */
  values = 0;
  /** Each place where the lab and Wireshark differ, with the frame. */
  readonly differences: string[] = [];
}

const ETHERNET = 14;

/** Writes a run's capture as one would take it at one place, and lets tshark read it. */
export function judgePlace(design: Design, result: Run, place: string, findings: Findings): void {
  const chunks: Uint8Array[] = [];
  writeCapture(captureOf(design, result), { points: [place] }, (chunk) => chunks.push(chunk));
  withCapture(Buffer.concat(chunks), (file) => new Comparison(design, result, place, findings).run(file));
}

/** One segment, and what tshark reads in it. */
interface Pair {
  readonly frame: Expected;
  readonly row: Row;
  /** "alice-pc, frame 17" */
  readonly name: string;
}

class Comparison {
  readonly #design: Design;
  readonly #result: Run;
  readonly #place: string;
  readonly #findings: Findings;
  /** Connections on which media has gone. */
  readonly #media = new Set<string>();

  constructor(design: Design, result: Run, place: string, findings: Findings) {
    this.#design = design;
    this.#result = result;
    this.#place = place;
    this.#findings = findings;
  }

  run(file: string): void {
    const frames = this.#expected();
    if (frames.size === 0) return;
    const plain = readRows(file, false);
    const hinted = [...frames.values()].some(needsHint) ? readRows(file, true) : plain;
    let before = '';
    const pairs: Pair[] = [];
    for (const [index, own] of plain.entries()) {
      const name = `${this.#design.id}, ${this.#place}, frame ${index + 1}`;
      const time = own.first('frame.time_epoch');
      if (time < before) this.#differ(name, `time ${time} after ${before}`);
      before = time;
      const key = keyOf(time, own.first('frame.packet_id'), own.first('frame.packet_flags_direction'));
      const frame = frames.get(key);
      frames.delete(key);
      if (!frame) {
        this.#differ(name, `a packet that the trace does not have here: ${key}`);
        continue;
      }
      const row = needsHint(frame) ? hinted[index]! : own;
      pairs.push({ frame, row, name });
    }
    for (const key of frames.keys()) this.#differ(this.#place, `a packet that is not in the capture: ${key}`);
    for (const pair of pairs) this.#frame(pair);
    for (const group of wholeMessages(pairs)) this.#message(group);
  }

  #expected(): Map<string, Expected> {
    const { features } = this.#result;
    const readers = features.map(({ trace }) => new TraceReader(trace));
    const frames = new Map<string, Expected>();
    for (const one of expectedAt(readers, this.#place, this.#design.date)) {
      count(this.#findings.features, features[one.run]!.feature.id);
      this.#findings.frames++;
      frames.set(keyOf(epoch(one.time), String(one.packet), one.outbound ? OUTBOUND : INBOUND), one);
    }
    return frames;
  }

  #differ(name: string, what: string): void {
    this.#findings.differences.push(`${name}: ${what}`);
  }

  /** Headers, verdict, comments and what Wireshark remarks. */
  #frame({ frame, row, name }: Pair): void {
    this.#remarks(frame, row, name);
    this.#verdict(frame, row, name);
    const { packets } = frame.reader.trace;
    const { packet, nth, tuple } = frame;
    const same = (field: Field, value: string) => {
      this.#findings.values++;
      if (row.first(field) !== value)
        this.#differ(name, `${field} is ${row.first(field)}, in the trace ${value}`);
    };
    same('frame.interface_name', this.#place);
    same('frame.len', String(packets.length[packet]! + ETHERNET));
    same('ip.src', formatAddress(tuple.src));
    same('ip.dst', formatAddress(tuple.dst));
    same('ip.id', hex((packet + nth) % 65536, 4));
    if (tuple.protocol === Protocol.icmp) {
      same('icmp.type', String(tuple.dport >> 8));
      same('icmp.code', String(tuple.dport & 255));
      return;
    }
    const protocol = tuple.protocol === Protocol.tcp ? 'tcp' : 'udp';
    same(`${protocol}.srcport`, String(tuple.sport));
    same(`${protocol}.dstport`, String(tuple.dport));
    if (protocol === 'udp') return;
    same('tcp.seq_raw', String(packets.seq[packet]!));
    same('tcp.ack_raw', String(packets.ack[packet]!));
    same('tcp.flags', hex(packets.flags[packet]!, 4));
  }

  #remarks(frame: Expected, row: Row, name: string): void {
    if (row.first('_ws.malformed') !== '') this.#differ(name, 'malformed');
    for (const field of ['ip.checksum.status', 'tcp.checksum.status', 'udp.checksum.status'] as const)
      if (row.all(field).includes(BAD)) this.#differ(name, `${field} is bad`);
    const severities = row.all('_ws.expert.severity');
    for (const [index, text] of row.all('_ws.expert.message').entries()) {
      if (QUIET.has(severities[index]!)) continue;
      const remark = REMARKS.find((one) => one.text.test(text));
      if (!remark || remark.where?.(frame) === false) this.#differ(name, `Wireshark remarks: ${text}`);
      count(this.#findings.remarks, text.replace(/\d+$/, '…'));
    }
  }

  /** What the firewall decided stands beside the packet, in words and as a verdict. */
  #verdict(frame: Expected, row: Row, name: string): void {
    const { reader, verdict, dropped } = frame;
    const [id] = this.#place.split('/');
    const firewall = this.#design.firewalls.find((one) => one.id === id);
    const atFirewall = firewall !== undefined && !frame.outbound && dropped;
    if ((row.first('frame.verdict.ebpf_xdp') === XDP_DROP) !== atFirewall && firewall)
      this.#differ(name, `verdict "${row.first('frame.verdict.ebpf_xdp')}"`);
    if (!firewall || verdict < 0) return;
    const comment = row.first('frame.comment');
    const rule = firewall.rules[reader.trace.events.a[verdict]!];
    const passed = comment.startsWith(`${firewall.title}: passed`);
    if (passed === atFirewall) this.#differ(name, `comment "${comment}"`);
    if (rule && !atFirewall && !comment.includes(rule.id))
      this.#differ(name, `comment "${comment}" names no rule ${rule.id}`);
  }

  /** What a message holds, read from all frames that carry it. */
  #message(group: readonly Pair[]): void {
    const [{ frame, name }] = group as [Pair];
    const message = frame.reader.message(frame.packet)!;
    const connection = connectionOf(frame);
    const expected = known(message, frame.nth, this.#media.has(connection));
    if (expected.kind === 'RTP over TCP') this.#media.add(connection);
    const { kinds, unknown } = this.#findings;
    const counted = kinds.get(expected.kind) ?? { messages: 0, named: 0 };
    kinds.set(expected.kind, counted);
    counted.messages++;
    if (expected.unknown !== null) count(unknown, expected.unknown);
    const missing = this.#missing(group, expected);
    if (missing.length > 0) this.#differ(name, `Wireshark does not see ${missing.join(' and ')}`);
    else if (expected.names.length > 0) counted.named++;
    for (const [field, values] of Object.entries(expected.fields) as [Field, readonly string[]][])
      this.#compare(group, field, values);
  }

  #missing(group: readonly Pair[], expected: Known): string[] {
    const seen = new Set(group.flatMap(({ row }) => row.first('frame.protocols').split(':')));
    return expected.names.filter((one) => !seen.has(one));
  }

  #compare(group: readonly Pair[], field: Field, values: readonly string[]): void {
    const seen = group.flatMap(({ row }) => row.all(field));
    const order = SORTED.has(field) ? [...values].sort() : values;
    this.#findings.values += values.length;
    if (SORTED.has(field)) seen.sort();
    if (seen.join() !== order.join())
      this.#differ(group[0]!.name, `${field} is ${seen.join()}, in the trace ${order.join()}`);
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** epb_flags of a packet that came in, and of one that went out. */
const INBOUND = '0x00000001';
const OUTBOUND = '0x00000002';
const XDP_DROP = '1';
const BAD = '0';
/** Comments of the file, and what Wireshark calls chat. */
const QUIET = new Set(['1048576', '2097152']);

function keyOf(time: string, packet: string, direction: string): string {
  return `${time} packet ${packet} ${direction}`;
}

/** As tshark writes a time: seconds and nanoseconds. */
function epoch(time_us: number): string {
  return `${Math.floor(time_us / 1e6)}.${String(time_us % 1e6).padStart(6, '0')}000`;
}

/** SIP in TLS on other ports than its own, and RTCP, for which Wireshark wants to be told the ports. */
function needsHint({ reader, packet, tuple }: Expected): boolean {
  const message = reader.message(packet);
  if (message?.protocol === 'rtcp') return true;
  return (
    message?.protocol === 'tls' &&
    innermost(message).protocol === 'sip' &&
    tuple.sport !== SIP_PORT &&
    tuple.dport !== SIP_PORT
  );
}

/** One direction of a connection. */
function connectionOf({ run, tuple, outbound }: Expected): string {
  const { src, dst, sport, dport } = tuple;
  return `${run} ${src}:${sport} ${dst}:${dport} ${outbound}`;
}

/** The frames of each message that came by whole; of a segment that came again, the first. */
function wholeMessages(pairs: readonly Pair[]): Pair[][] {
  const groups = new Map<string, { pairs: Map<number, Pair>; size: number; held: number }>();
  const whole: Pair[][] = [];
  for (const pair of pairs) {
    const { frame } = pair;
    const { packets } = frame.reader.trace;
    const { packet, tuple } = frame;
    if (packets.message[packet]! < 0) continue;
    if (tuple.protocol !== Protocol.tcp) {
      whole.push([pair]);
      continue;
    }
    const offset = packets.offset[packet]!;
    const begin = (packets.seq[packet]! - offset) >>> 0;
    const key = `${connectionOf(frame)} ${begin}`;
    const group = groups.get(key) ?? { pairs: new Map<number, Pair>(), size: packets.size[packet]!, held: 0 };
    groups.set(key, group);
    if (group.pairs.has(offset)) continue;
    group.pairs.set(offset, pair);
    group.held += packets.length[packet]! - IPV4_HEADER - 20;
    if (group.held === group.size) whole.push([...group.pairs.values()]);
  }
  return whole;
}
