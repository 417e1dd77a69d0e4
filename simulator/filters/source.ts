import type { Design } from '../model/design.ts';
import type { Message } from '../model/packet.ts';
import type { TraceReader } from '../model/trace-reader.ts';
import { findNote } from '../protocols/codec/notes.ts';
import type { Field } from '../protocols/codec/writer.ts';
import { fieldValue } from '../protocols/display-filter.ts';
import { NOTES } from '../protocols/notes.ts';
import { codecOf, write } from '../protocols/registry.ts';
import type { StunMessage } from '../protocols/stun/message.ts';
import { wireOf } from '../protocols/wire.ts';
import type { FieldValue } from './fields/field.ts';

/** A message taken apart: its bytes, and its fields' values by Wireshark's names. */
export interface Parts {
  readonly bytes: Uint8Array;
  readonly values: ReadonlyMap<string, readonly FieldValue[]>;
}

/** A run's packets as filters look at them. What was taken apart for one packet or filter serves the next. */
export class FilterSource {
  readonly reader: TraceReader;
  readonly design: Design;
  readonly #chains = new Map<Message, readonly Message[]>();
  readonly #parts = new Map<Message, Parts>();

  /** @param design the one that was run: a trace names rules by their places in it */
  constructor(reader: TraceReader, design: Design) {
    this.reader = reader;
    this.design = design;
  }

  /** The message that a packet completes and those inside of it, outermost first; empty for all but its last part. */
  messages(packet: number): readonly Message[] {
    const { offset, size } = this.reader.trace.packets;
    const message = this.reader.message(packet);
    if (!message || offset[packet]! + this.reader.carried(packet) < size[packet]!) return NO_MESSAGES;
    let chain = this.#chains.get(message);
    if (!chain) {
      chain = chainOf(message);
      this.#chains.set(message, chain);
    }
    return chain;
  }

  /**
   * One of a packet's messages taken apart.
   * @param message one that `messages` gave for that packet
   */
  parts(packet: number, message: Message): Parts {
    let parts = this.#parts.get(message);
    if (!parts) {
      // What TLS protects is encrypted record after record, so its bytes hang on those before.
      const sent =
        message.protocol === 'tls'
          ? wireOf(this.reader.trace).message(this.reader.trace.packets.message[packet]!)
          : message;
      parts = partsOf(sent);
      this.#parts.set(message, parts);
    }
    return parts;
  }
}

const sources = new WeakMap<TraceReader, FilterSource>();

/**
 * The packets of a run, kept as long as its reader.
 * @param design the one that was run
 */
export function sourceOf(reader: TraceReader, design: Design): FilterSource {
  let source = sources.get(reader);
  if (source?.design !== design) {
    source = new FilterSource(reader, design);
    sources.set(reader, source);
  }
  return source;
}

const NO_MESSAGES: readonly Message[] = [];

function chainOf(message: Message): readonly Message[] {
  const chain: Message[] = [];
  for (let at: Message | null = message; at; at = contentOf(at)) chain.push(at);
  return chain;
}

/** The message inside a message: protected, framed, or handed to a relay. */
function contentOf(message: Message): Message | null {
  if (message.protocol === 'stun') return (message as StunMessage).attributes.data ?? null;
  return codecOf(message).inner?.(message) ?? null;
}

function partsOf(message: Message): Parts {
  const writer = write(message);
  const bytes = writer.result();
  const values = new Map<string, FieldValue[]>();
  const notes = NOTES.get(message.protocol);
  const visit = (group: string, fields: readonly Field[]): void => {
    for (const field of fields) {
      // A message inside this one is looked at by itself.
      if (field.protocol !== undefined) continue;
      const filter = notes && findNote(notes, group, field.name)?.filter;
      if (filter && field.length > 0) {
        const value = fieldValue(
          bytes.subarray(field.start, field.start + field.length),
          field.text,
          filter[1],
        );
        const known = values.get(filter[0]);
        if (known) known.push(value);
        else values.set(filter[0], [value]);
      }
      visit(field.name, field.fields);
    }
  };
  visit('', writer.fields());
  return { bytes, values };
}
