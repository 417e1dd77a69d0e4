import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import { ICE_WARNINGS } from '../../../simulator/protocols/ice/warnings.ts';
import type { IceEnd, Taken } from './agents.ts';
import { takenBy } from './agents.ts';

/** A bit that one end set in its ICEWarn. */
export interface Warning {
  readonly time: number;
  readonly bit: number;
  readonly text: string;
  readonly source: string;
  /** The packet that shows it. */
  readonly packet: number | null;
}

/** A try of one end to get an address of the A/V Edge. */
export interface RelayTry {
  readonly actor: number;
  /** "UDP, for RTP", "TCP" */
  readonly name: string;
  readonly taken: readonly Taken[];
  /** Why there is none, in words. */
  readonly failure: string;
  /** The packet that shows it, where the end took one down. */
  readonly packet: number | null;
}

/** The bits that an end set, in the order of their values. */
export function warningsOf(reader: TraceReader, { actor }: IceEnd): readonly Warning[] {
  const { kind, a, b, c, time } = reader.trace.events;
  const found: Warning[] = [];
  kind.forEach((of, event) => {
    if (of !== EventKind.warn || c[event] !== actor) return;
    const bit = b[event]!;
    const known = ICE_WARNINGS.find((one) => one.bit === bit);
    found.push({
      time: time[event]!,
      bit,
      text: known?.text ?? 'A bit whose meaning is in doubt.',
      source: known?.source ?? 'seen in real logs',
      packet: a[event]! < 0 ? null : a[event]!,
    });
  });
  return found.sort((one, other) => one.bit - other.bit);
}

/** The bits that were set up to a time, as one number. */
export function maskAt(warnings: readonly Warning[], time: number): number {
  return warnings.reduce((mask, one) => (one.time <= time ? mask | one.bit : mask), 0);
}

const RELAY_NAMES: Readonly<Record<string, string>> = {
  udp1: 'UDP, for RTP',
  udp2: 'UDP, for RTCP',
  tcp: 'TCP',
};

/** Bits that say of a relay in one transport that it was not to be had, or was lost. */
const RELAY_BITS = { udp: 0x2 | 0x4, tcp: 0x8 | 0x10 };

/** The relays that an end tried to get. */
export function relaysOf(
  reader: TraceReader,
  end: IceEnd,
  warnings: readonly Warning[],
): readonly RelayTry[] {
  const before = `${end.id}/turn/`;
  return reader.trace.actors.flatMap(({ machine, id }, actor) => {
    if (machine !== 'turn-client' || !id.startsWith(before)) return [];
    const way = id.slice(before.length);
    const taken = takenBy(reader, actor);
    const failed = taken.find(({ state }) => state === 'failed');
    const bits = way.startsWith('udp') ? RELAY_BITS.udp : RELAY_BITS.tcp;
    return {
      actor,
      name: RELAY_NAMES[way] ?? way,
      taken,
      failure: failed ? failureAt(reader, failed.event) : '',
      packet: failed ? (warnings.find(({ bit }) => bit & bits)?.packet ?? null) : null,
    };
  });
}

/** What the program wrote to its log when it gave a relay up. */
function failureAt(reader: TraceReader, failed: number): string {
  const { node } = reader.event(failed);
  for (let event = failed + 1; event < Math.min(reader.length, failed + 12); event++) {
    const one = reader.event(event);
    if (one.kind === 'log' && one.node === node) return reader.string(one.a).replace(/^No relay: /, '');
  }
  return '';
}
