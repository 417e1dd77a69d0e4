import { readDiagnostic } from '../../../simulator/protocols/sip/diagnostics.ts';
import { isNamed } from '../../../simulator/protocols/sip/headers.ts';
import type { Passage } from './passages.ts';

/** What a server or a client says beside a failure, decoded. */
export interface ToldDiagnostic {
  /** As it stands in the message. */
  readonly value: string;
  readonly header: string;
  /** "1038 Failed to connect to a peer server" */
  readonly reason: string;
  /** Where that reason is written. */
  readonly written: string;
  /** Who says so, and what else is said: source, and details by name. */
  readonly details: readonly (readonly [name: string, value: string])[];
  /** When it was sent, microseconds. */
  readonly time: number;
  readonly packet: number;
  readonly event: number;
}

/** Headers that diagnostics stand in ([MS-OCER] 2.2.1, [MS-SIPREGE] 2.2.7). */
const HEADERS = ['ms-diagnostics', 'ms-diagnostics-public', 'ms-client-diagnostics'];

/** The diagnostics that a message carries. */
export function diagnosticsOf({ message, packet, event, sent }: Passage): readonly ToldDiagnostic[] {
  return message.headers.flatMap(([name, value]) => {
    if (!HEADERS.some((one) => isNamed(name, one))) return [];
    const known = readDiagnostic(value);
    const details = [...value.matchAll(/;([\w-]+)="([^"]*)"/g)]
      .map((match) => [match[1]!, match[2]!] as const)
      .filter(([key]) => key !== 'reason' || !known);
    return [
      {
        value,
        header: name,
        reason: known?.reason ?? value,
        written: known?.source ?? '',
        details,
        time: sent,
        packet,
        event,
      },
    ];
  });
}
