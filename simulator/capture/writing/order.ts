import type { Due } from '../../kernel/scheduler.ts';
import { Scheduler } from '../../kernel/scheduler.ts';
import { Protocol } from '../../model/packet.ts';
import type { TraceReader } from '../../model/trace-reader.ts';
import type { Sighting } from './frames.ts';
import { sightingsOf } from './frames.ts';
import { spacingOf } from './nth.ts';

/** Takes a sighting; `nth`: which of the packets that it stands for, from 0, and when that one is seen. */
export type Witness = (sighting: Sighting, nth: number, time: number) => void;

/**
 * Goes through a run and tells of each packet at each place where somebody listens, in the order of time. A packet that
 * stands for many is told of as many times, each at its own time.
 *
 * One exception: where one listens at several places, a segment of a message that travels in several is told of at all of
 * them when it is first seen. Wireshark, which takes its copies for repetitions, would otherwise find that the message was
 * complete before, and call the copies malformed.
 */
export class Parade implements Due<Sighting[]> {
  readonly #reader: TraceReader;
  readonly #listens: (sighting: Sighting) => boolean;
  readonly #witness: Witness;
  readonly #coming = new Scheduler();

  constructor(reader: TraceReader, listens: (sighting: Sighting) => boolean, witness: Witness) {
    this.#reader = reader;
    this.#listens = listens;
    this.#witness = witness;
  }

  /** Tells of all. */
  run(): void {
    const { events, packets } = this.#reader.trace;
    for (let packet = 0; packet < this.#reader.packetCount; packet++) {
      const sent = events.time[packets.sent[packet]!]!;
      while (this.#coming.next() < sent) this.#coming.step();
      const seen = sightingsOf(this.#reader, packet).filter(this.#listens);
      if (seen.length === 0) continue;
      if (this.#isPart(packet)) this.#coming.at(seen[0]!.time, this, seen);
      else for (const one of seen) this.#coming.at(one.time, this, [one]);
    }
    while (this.#coming.step());
  }

  /** Sightings that are told of together. */
  due(seen: Sighting[]): void {
    for (const one of seen) {
      this.#witness(one, 0, one.time);
      this.#follow(one);
    }
  }

  /** Does its message travel in several segments? */
  #isPart(packet: number): boolean {
    const { protocol, message, size } = this.#reader.trace.packets;
    return (
      protocol[packet] === Protocol.tcp &&
      message[packet]! >= 0 &&
      this.#reader.carried(packet) < size[packet]!
    );
  }

  /** The packets of a stream follow at their distances. */
  #follow(first: Sighting): void {
    const { count } = this.#reader.trace.packets;
    if (count[first.packet]! <= 1) return;
    const spacing = spacingOf(this.#reader.message(first.packet)!);
    const stream: Stream = { first, nth: 1, count: count[first.packet]!, spacing };
    this.#coming.at(first.time + spacing, this.#following, stream);
  }

  readonly #following: Due<Stream> = {
    due: (stream) => {
      this.#witness(stream.first, stream.nth, this.#coming.now);
      if (++stream.nth < stream.count)
        this.#coming.at(this.#coming.now + stream.spacing, this.#following, stream);
    },
  };
}

/** What is still to come of a packet that stands for many. */
interface Stream {
  readonly first: Sighting;
  nth: number;
  readonly count: number;
  readonly spacing: number;
}
