import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { IceWarning } from '../../../simulator/protocols/ice/warnings.ts';
import { decodeIceWarn } from '../../../simulator/protocols/ice/warnings.ts';
import { innermost } from '../../../simulator/protocols/registry.ts';
import { header } from '../../../simulator/protocols/sip/headers.ts';
import type { SipMessage } from '../../../simulator/protocols/sip/message.ts';

/** What a client told the other end of a call without media. */
export interface ClientDiagnostic {
  readonly id: string;
  readonly reason: string;
  /** The packet that carries it. */
  readonly packet: number;
  readonly warnings: readonly IceWarning[];
}

/** The first ms-client-diagnostics of a run; null when no call ended so. */
export function clientDiagnosticOf(reader: TraceReader): ClientDiagnostic | null {
  for (let packet = 0; packet < reader.packetCount; packet++) {
    const message = reader.message(packet);
    if (!message) continue;
    const inside = innermost(message);
    if (inside.protocol !== 'sip') continue;
    const request = inside as SipMessage;
    if (request.kind !== 'request' || request.method !== 'BYE') continue;
    const value = header(request, 'ms-client-diagnostics');
    const match = /^(\d+);reason="([^"]*)"/.exec(value ?? '');
    if (!match) continue;
    const mask = /ICEWarn=0x([0-9a-f]+)/.exec(value!)?.[1];
    const warnings = mask === undefined ? [] : decodeIceWarn(parseInt(mask, 16));
    return { id: match[1]!, reason: match[2]!, packet, warnings };
  }
  return null;
}

/** The packet that shows a bit, by whoever took it down first; null when none does. */
export function packetOfWarning(reader: TraceReader, bit: number): number | null {
  const { kind, a, b } = reader.trace.events;
  for (let event = 0; event < reader.length; event++)
    if (kind[event] === EventKind.warn && b[event] === bit && a[event]! >= 0) return a[event]!;
  return null;
}
