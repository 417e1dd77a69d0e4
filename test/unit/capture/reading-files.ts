import type {
  CaptureProblem,
  CaptureSummary,
  RecordedPacket,
} from '../../../simulator/capture/reading/recorded.ts';
import { CaptureReader } from '../../../simulator/capture/reading/reader.ts';

/** Bytes put one behind the other; a text gives its Latin-1. */
export function join(...parts: readonly (Uint8Array | readonly number[] | string)[]): Uint8Array {
  const arrays = parts.map((part) =>
    typeof part === 'string' ? Buffer.from(part, 'latin1') : Uint8Array.from(part),
  );
  return Uint8Array.from(Buffer.concat(arrays));
}

/** A number in `size` bytes. */
export function number(value: number | bigint, size: number, little: boolean): Uint8Array {
  const bytes = Array.from({ length: size }, (_, i) =>
    Number((BigInt.asUintN(64, BigInt(value)) >> BigInt(8 * i)) & 255n),
  );
  return Uint8Array.from(little ? bytes : bytes.reverse());
}

const big = (value: number, size: number) => number(value, size, false);

/** What an IPv4 packet of the tests may have that is out of the ordinary. */
export interface Ip {
  readonly protocol?: number;
  readonly id?: number;
  /** Flags and offset. */
  readonly fragment?: number;
  readonly options?: readonly number[];
  /** In place of its real length. */
  readonly total?: number;
  readonly wrongChecksum?: boolean;
}

/** An IPv4 packet from 10.0.0.1 to 10.0.0.2. */
export function ip(body: Uint8Array, { protocol = 17, id = 7, fragment = 0, ...rest }: Ip = {}): Uint8Array {
  const options = rest.options ?? [];
  const header = 20 + options.length;
  const start = [0x40 + header / 4, 0, ...big(rest.total ?? header + body.length, 2), ...big(id, 2)];
  const before = [...start, ...big(fragment, 2), 64, protocol];
  const addresses = [10, 0, 0, 1, 10, 0, 0, 2, ...options];
  const words = [...before, ...addresses];
  let sum = 0;
  for (let i = 0; i < words.length; i += 2) sum += words[i]! * 256 + words[i + 1]!;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return join(before, big(rest.wrongChecksum ? 0 : ~sum & 0xffff, 2), addresses, body);
}

/** A datagram from port 5000 to 3478. */
export function udp(body: Uint8Array | string, length = 8 + body.length): Uint8Array {
  return join(big(5000, 2), big(3478, 2), big(length, 2), [0, 0], body);
}

/** A segment from port 5001 to 443 with ACK and PSH. */
export function tcp(body: Uint8Array | string, options: readonly number[] = []): Uint8Array {
  const words = 5 + options.length / 4;
  return join(
    big(5001, 2),
    big(443, 2),
    big(1000, 4),
    big(2000, 4),
    [words << 4, 0x18],
    big(64240, 2),
    [0, 0, 0, 0],
    options,
    body,
  );
}

/** An Ethernet frame, with tags between the addresses and the type where wanted. */
export function ethernet(body: Uint8Array, type = 0x0800, tags: readonly number[] = []): Uint8Array {
  return join([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1], tags, big(type, 2), body);
}

/** A frame to be put into a file. */
export interface TestFrame {
  readonly bytes: Uint8Array;
  /** Nanoseconds since 1970. */
  readonly time?: bigint;
  /** Its length on the wire, where it was cut off. */
  readonly length?: number;
}

const TIME = 1_700_000_000_123_456_789n;

export interface PcapForm {
  readonly little?: boolean;
  readonly form?: 'microseconds' | 'nanoseconds' | 'modified';
  readonly link?: number;
}

/** A file of the classic form. */
export function pcap(
  frames: readonly TestFrame[],
  { little = true, form = 'microseconds', link = 1 }: PcapForm = {},
): Uint8Array {
  const n = (value: number | bigint, size: number) => number(value, size, little);
  const magic = { microseconds: 0xa1b2c3d4, nanoseconds: 0xa1b23c4d, modified: 0xa1b2cd34 }[form];
  const records = frames.flatMap(({ bytes, time = TIME, length = bytes.length }) => {
    const fraction = time % 1_000_000_000n;
    const head = [
      n(time / 1_000_000_000n, 4),
      n(form === 'nanoseconds' ? fraction : fraction / 1000n, 4),
      n(bytes.length, 4),
      n(length, 4),
    ];
    return [...head, form === 'modified' ? n(0, 8) : [], bytes];
  });
  return join(n(magic, 4), n(2, 2), n(4, 2), n(0, 8), n(65535, 4), n(link, 4), ...records);
}

const pad = (bytes: Uint8Array) =>
  join(
    bytes,
    Array.from({ length: (4 - (bytes.length % 4)) % 4 }, () => 0),
  );

/** Writes pcapng blocks in one order of bytes. */
export class Blocks {
  readonly #little: boolean;

  constructor(little = true) {
    this.#little = little;
  }

  n(value: number | bigint, size: number): Uint8Array {
    return number(value, size, this.#little);
  }

  block(type: number, ...body: readonly (Uint8Array | readonly number[] | string)[]): Uint8Array {
    const bytes = pad(join(...body));
    const length = this.n(bytes.length + 12, 4);
    return join(this.n(type, 4), length, bytes, length);
  }

  option(code: number, value: Uint8Array | string): Uint8Array {
    return join(this.n(code, 2), this.n(value.length, 2), pad(join(value)));
  }

  section(): Uint8Array {
    return this.block(0x0a0d0d0a, this.n(0x1a2b3c4d, 4), this.n(1, 2), this.n(0, 2), this.n(-1n, 8));
  }

  interface(link = 1, options: readonly Uint8Array[] = [], snap = 0): Uint8Array {
    return this.block(1, this.n(link, 2), [0, 0], this.n(snap, 4), ...this.#ended(options));
  }

  /** @param ticks the time in the interface's unit */
  enhanced(frame: TestFrame, ticks: bigint, from = 0, options: readonly Uint8Array[] = []): Uint8Array {
    return this.block(6, this.n(from, 4), ...this.#timed(frame, ticks), ...this.#ended(options));
  }

  /** The old packet block. */
  packet(frame: TestFrame, ticks: bigint, from = 0): Uint8Array {
    return this.block(2, this.n(from, 2), this.n(3, 2), ...this.#timed(frame, ticks));
  }

  simple({ bytes, length = bytes.length }: TestFrame): Uint8Array {
    return this.block(3, this.n(length, 4), bytes);
  }

  #timed({ bytes, length = bytes.length }: TestFrame, ticks: bigint): Uint8Array[] {
    const times = [this.n(ticks >> 32n, 4), this.n(ticks & 0xffffffffn, 4)];
    return [...times, this.n(bytes.length, 4), this.n(length, 4), pad(bytes)];
  }

  #ended(options: readonly Uint8Array[]): Uint8Array[] {
    return options.length > 0 ? [...options, this.n(0, 4)] : [];
  }
}

/** What a file was read as. */
export interface Reading {
  readonly packets: readonly RecordedPacket[];
  readonly problems: readonly CaptureProblem[];
  readonly summary: CaptureSummary;
}

/** Reads a file in pieces that end at the given places. */
export function read(file: Uint8Array, cuts: readonly number[] = []): Reading {
  const packets: RecordedPacket[] = [];
  const problems: CaptureProblem[] = [];
  const reader = new CaptureReader({
    packet: (packet) => packets.push(packet),
    problem: (problem) => problems.push(problem),
  });
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b).concat(file.length)) {
    const piece = file.slice(from, cut);
    reader.push(piece);
    // The bytes are the caller's again.
    piece.fill(0xaa);
    from = cut;
  }
  reader.end();
  return { packets, problems, summary: reader.summary() };
}

/** The payload of a packet as text. */
export function textOf({ payload }: RecordedPacket): string {
  return Buffer.from(payload).toString('latin1');
}
