import type { Address } from '../../model/address.ts';
import { DecodeError } from '../../protocols/codec/reader.ts';
import { formatArp, readArp } from '../../protocols/ethernet/arp.ts';
import { EtherType } from '../../protocols/ethernet/ethernet.ts';
import type { CaptureForm, Frame } from './form.ts';
import { readInternet } from './internet.ts';
import { formatEtherType, LINKS } from './links.ts';
import { Pcap } from './pcap.ts';
import { Pcapng } from './pcapng.ts';
import { refuse } from './recognise.ts';
import type { CaptureSink, CaptureSummary, RecordedPacket } from './recorded.ts';
import { ByteWindow, PIECE } from './window.ts';

const ARP_MAX = 1000;
const NO_SECRETS: readonly string[] = [];
const NO_NAMES: ReadonlyMap<Address, string> = new Map();

/**
 * Reads a capture file, pcap or pcapng, of any length in memory that does not grow with it: bytes are pushed in pieces
 * of any size, packets come out. A fault ends it: what stands before is read, and one problem says where it is.
 */
export class CaptureReader {
  readonly #sink: CaptureSink;
  readonly #window = new ByteWindow();
  readonly #others = new Map<string, number>();
  readonly #arp = new Map<string, number>();
  /** Interfaces whose link type is unknown, of which that was said. */
  readonly #unknown = new Set<number>();
  #form: CaptureForm | null = null;
  #done = false;
  #frames = 0;
  #packets = 0;
  #cut = 0;
  #fragments = 0;
  #wrongChecksums = 0;

  constructor(sink: CaptureSink) {
    this.#sink = sink;
  }

  /** Reads on. Ignored after the end and after a fatal problem; the bytes are the caller's again when it returns. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && !this.#done; at += PIECE) {
      this.#window.push(chunk.subarray(at, at + PIECE));
      for (let frame = this.#next(); frame; frame = this.#next()) this.#read(frame);
    }
  }

  /** The file has no more bytes: says so when it should have. */
  end(): void {
    if (this.#done) return;
    const { left, missing, at } = this.#window;
    if (!this.#form)
      this.#fail(0, at + left === 0 ? 'an empty file, a pcap or pcapng file expected' : refuse(this.#window));
    else if (left > 0 || this.#form.within)
      this.#fail(at + left, `the file ends here, at least ${missing} more bytes expected`);
    this.#done = true;
  }

  /** The key logs that the file has held so far: they come before the packets that need them. */
  get secrets(): readonly string[] {
    return this.#form instanceof Pcapng ? this.#form.secrets : NO_SECRETS;
  }

  /** What the file has held so far. */
  summary(): CaptureSummary {
    const form = this.#form;
    const blocks = form instanceof Pcapng ? form : null;
    return {
      kind: blocks ? 'pcapng' : form && 'pcap',
      interfaces: (form?.interfaces ?? []).map(({ name, description, link, resolution }) => ({
        name,
        description,
        link,
        resolution,
      })),
      frames: this.#frames,
      packets: this.#packets,
      others: new Map(this.#others),
      arp: new Map(this.#arp),
      cut: this.#cut,
      fragments: this.#fragments,
      wrongChecksums: this.#wrongChecksums,
      secrets: [...this.secrets],
      names: new Map(blocks?.names ?? NO_NAMES),
    };
  }

  /** The next frame that is here as a whole, or null. */
  #next(): Frame | null {
    try {
      this.#form ??= recognise(this.#window);
      return this.#form && this.#form.next(this.#window);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.#fail(error.at, error.message);
      return null;
    }
  }

  #fail(at: number, text: string): void {
    this.#done = true;
    this.#sink.problem({ at, frame: this.#frames + 1, text, fatal: true });
  }

  #read(frame: Frame): void {
    this.#frames++;
    if (frame.bytes.length < frame.length) this.#cut++;
    const packet = this.#packetOf(frame);
    if (typeof packet === 'string') add(this.#others, packet);
    else {
      this.#packets++;
      this.#sink.packet(packet);
    }
  }

  /** The packet in a frame, or in words what it has instead. */
  #packetOf(frame: Frame): RecordedPacket | string {
    const { bytes, length, time, interface: place, comments } = frame;
    const { link, name } = this.#form!.interfaces[place]!;
    const open = LINKS.get(link);
    if (!open) {
      this.#reportLink(frame, link, name);
      return `link type ${link}`;
    }
    const carried = open(bytes);
    if (typeof carried === 'string') return carried;
    const body = bytes.subarray(carried.start);
    if (carried.type === EtherType.arp) this.#countArp(body);
    if (carried.type !== EtherType.ipv4) return formatEtherType(carried.type);
    const { fragment, wrongChecksum, content } = readInternet(body, length - carried.start);
    if (fragment) this.#fragments++;
    if (wrongChecksum) this.#wrongChecksums++;
    if (typeof content === 'string') return content;
    return { number: this.#frames, time, interface: place, ...content, comments };
  }

  #countArp(bytes: Uint8Array): void {
    try {
      const text = formatArp(readArp(bytes));
      if (this.#arp.has(text) || this.#arp.size < ARP_MAX) add(this.#arp, text);
    } catch (error) {
      // Of another kind of network, or cut off: it is counted as ARP.
      if (!(error instanceof DecodeError)) throw error;
    }
  }

  /** Once for each interface: the others go on. */
  #reportLink(frame: Frame, link: number, name: string): void {
    if (this.#unknown.has(frame.interface)) return;
    this.#unknown.add(frame.interface);
    const is = `interface ${frame.interface}${name && ` (${name})`} has link type ${link}`;
    const text = `${is}, one of ${[...LINKS.keys()].join(', ')} expected; its frames are skipped`;
    this.#sink.problem({ at: frame.at, frame: this.#frames, text, fatal: false });
  }
}

/**
 * Which kind of file it is, once its first bytes are here.
 * @throws DecodeError when it is none
 */
function recognise(window: ByteWindow): CaptureForm | null {
  if (!window.has(4)) return null;
  const form = Pcapng.recognise(window) ?? Pcap.recognise(window);
  if (!form) throw new DecodeError(refuse(window), 0);
  return form;
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
