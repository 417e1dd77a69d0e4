import type { Message } from '../model/packet.ts';
import type { Trace } from '../model/trace.ts';
import { bytesOf } from './registry.ts';
import type { TlsMessage } from './tls/message.ts';
import { SessionSealer } from './tls/sealer.ts';

/** Bytes of sealed messages that are kept, once as the latest and once as those before. */
const KEPT_BYTES = 4 << 20;

/** A TLS session of a trace: its messages in the order in which they were sent, and how far they are sealed. */
interface Session {
  readonly order: readonly number[];
  sealer: SessionSealer;
  next: number;
}

/**
 * The messages of a trace as they travel: what TLS protects is encrypted, record after record, since each hangs on the
 * one before. Quick for who goes through a trace in order; whoever asks for an earlier message again, when it is no
 * longer kept, has its session sealed anew from the beginning.
 */
export class Wire {
  readonly #messages: readonly Message[];
  #sessions: Map<string, Session> | null = null;
  #latest = new Map<number, TlsMessage>();
  #before = new Map<number, TlsMessage>();
  #latestBytes = 0;
  readonly #told = new Set<string>();
  #secrets: string[] = [];

  constructor(trace: Pick<Trace, 'messages'>) {
    this.#messages = trace.messages;
  }

  /** A message by its number in the trace, as it travels. */
  message(index: number): Message {
    const message = this.#messages[index]!;
    return message.protocol === 'tls' ? this.#sealed(index, message as TlsMessage) : message;
  }

  /**
   * The lines of an NSS key log for sessions whose keys have been agreed since the last call: with them, Wireshark reads
   * what is encrypted.
   */
  takeSecrets(): readonly string[] {
    const taken = this.#secrets;
    if (taken.length > 0) this.#secrets = [];
    return taken;
  }

  #sealed(index: number, message: TlsMessage): TlsMessage {
    if (message.session === null) return message;
    const kept = this.#latest.get(index) ?? this.#before.get(index);
    if (kept) return kept;
    this.#sessions ??= sessionsOf(this.#messages);
    const session = this.#sessions.get(message.session.id)!;
    if (session.next > 0 && session.order[session.next - 1]! >= index) {
      session.sealer = new SessionSealer(bytesOf);
      session.next = 0;
    }
    for (;;) {
      const number = session.order[session.next++]!;
      const sealed = session.sealer.seal(this.#messages[number] as TlsMessage);
      this.#note(message.session.id, session);
      if (number !== index) continue;
      this.#keep(index, sealed);
      return sealed;
    }
  }

  #note(id: string, { sealer }: Session): void {
    if (sealer.secret === null || this.#told.has(id)) return;
    this.#told.add(id);
    this.#secrets.push(sealer.secret);
  }

  #keep(index: number, sealed: TlsMessage): void {
    this.#latest.set(index, sealed);
    for (const record of sealed.records)
      this.#latestBytes += record.type === 'encrypted' ? record.fragment.length : KEPT_RECORD;
    if (this.#latestBytes < KEPT_BYTES) return;
    this.#before = this.#latest;
    this.#latest = new Map();
    this.#latestBytes = 0;
  }
}

/** About what a record that is not encrypted takes. */
const KEPT_RECORD = 500;

function sessionsOf(messages: readonly Message[]): Map<string, Session> {
  const orders = new Map<string, number[]>();
  for (const [index, message] of messages.entries()) {
    const session = message.protocol === 'tls' ? (message as TlsMessage).session : null;
    if (session === null) continue;
    const order = orders.get(session.id);
    if (order) order.push(index);
    else orders.set(session.id, [index]);
  }
  return new Map(
    Array.from(orders, ([id, order]) => [id, { order, sealer: new SessionSealer(bytesOf), next: 0 }]),
  );
}

const wires = new WeakMap<object, Wire>();

/** The wire of a trace, kept as long as the trace: what was sealed for one look serves the next. */
export function wireOf(trace: Trace): Wire {
  let wire = wires.get(trace.messages);
  if (!wire) {
    wire = new Wire(trace);
    wires.set(trace.messages, wire);
  }
  return wire;
}
