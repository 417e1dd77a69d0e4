import type { Header } from './message.ts';

/** What a server says beside a failure: number, and what it knows more. */
export interface Diagnostic {
  readonly id: DiagnosticId;
  readonly details?: Readonly<Record<string, string>>;
}

const OCER = '[MS-OCER] 8.2';
const SEEN = 'seen in administrators’ logs';
const ASSUMED = 'assumption: the number is known, its words are not';

/** Reasons by number, and where each is written. */
export const DIAGNOSTICS = {
  1000: { reason: 'Final handshake failed', source: OCER },
  1002: { reason: 'From URI is not authorized to communicate with federated partners', source: OCER },
  1003: { reason: 'User does not exist', source: OCER },
  1005: { reason: 'Cannot route to destination domain', source: OCER },
  1007: { reason: 'Temporarily cannot route', source: OCER },
  1008: { reason: 'Unable to resolve DNS SRV record', source: OCER },
  1009: { reason: 'Conflicting SRV and host domains in DNS', source: OCER },
  1010: { reason: 'Certificate trust with next-hop server could not be established', source: OCER },
  1014: { reason: 'Unable to resolve DNS A record', source: OCER },
  1034: { reason: 'Previous hop federated peer did not report diagnostic information', source: SEEN },
  1038: { reason: 'Failed to connect to a peer server', source: ASSUMED },
  1046: { reason: 'Failed to connect to a federated peer server', source: ASSUMED },
  1047: { reason: 'Failed to complete TLS negotiation with a federated peer server', source: SEEN },
  3002: { reason: 'Meeting does not exist', source: 'assumption: within the focus’ range 3000 to 3999' },
  3003: { reason: 'Conference key is wrong', source: 'assumption: within the focus’ range 3000 to 3999' },
  6001: { reason: 'Not a participant of this meeting', source: 'assumption: within the IM server’s range' },
} as const;

export type DiagnosticId = keyof typeof DIAGNOSTICS;

/** `ms-diagnostics: 1038;reason="...";source="edge.contoso.net"` */
export function diagnosticHeader({ id, details = {} }: Diagnostic, server: string): Header {
  const more = Object.entries(details).map(([key, value]) => `;${key}="${value}"`);
  return ['ms-diagnostics', `${id};reason="${DIAGNOSTICS[id].reason}";source="${server}"${more.join('')}`];
}

/** The number and reason in such a header, and where the reason is written. */
export function readDiagnostic(value: string | undefined): { reason: string; source: string } | null {
  const match = /^(\d+);reason="([^"]*)"/.exec(value ?? '');
  if (!match) return null;
  const id = Number(match[1]);
  const known =
    id in DIAGNOSTICS ? DIAGNOSTICS[id as DiagnosticId].source : 'TechNet “Ms-Diagnostics Header”';
  return { reason: `${match[1]!} ${match[2]!}`, source: known };
}
