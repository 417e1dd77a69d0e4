import { formatAddress } from '../../model/address.ts';
import { formatIceWarn } from '../../protocols/ice/warnings.ts';
import type { Header } from '../../protocols/sip/message.ts';
import type { Location, MediaSession } from './session.ts';

const ENDS: Readonly<Record<number, { readonly text: string; readonly source: string }>> = {
  22: {
    text: 'Call failed to establish due to a media connectivity failure when both endpoints are internal',
    source: 'assumption: the number is known, its words follow those of 23 and 24',
  },
  23: {
    text: 'Call failed to establish due to a media connectivity failure when one endpoint is internal and the other is remote',
    source: 'seen in administrators’ logs; Microsoft KB2386684',
  },
  24: {
    text: 'Call failed to establish due to a media connectivity failure when both endpoints are remote',
    source: 'seen in administrators’ logs',
  },
  25: {
    text: 'A federated call failed to establish due to a media connectivity failure where both endpoints are internal',
    source: 'seen in administrators’ logs',
  },
  26: {
    text: 'A federated call failed to establish due to a media connectivity failure where one endpoint is internal and the other is remote',
    source: 'assumption: the number is known, its words follow those of 25',
  },
  27: {
    text: 'A federated call failed to establish due to a media connectivity failure where both endpoints are remote',
    source: 'assumption: the number is known, its words follow those of 25',
  },
};

/** The number of ms-client-diagnostics for a call without media: by where its two ends are, and whose they are. */
export function clientDiagnostic(federated: boolean, local: Location, remote: Location | null): number {
  const outside = Number(local === 'internet') + Number(remote === 'internet');
  return (federated ? 25 : 22) + outside;
}

/** What a number says, and where that is written; undefined for one that this model does not send. */
export function clientDiagnosticText(
  id: number,
): { readonly text: string; readonly source: string } | undefined {
  return ENDS[id];
}

/** ms-client-diagnostics of a caller whose media found no path, as clients write it. */
export function mediaFailureHeader(
  medium: string,
  session: MediaSession,
  federated: boolean,
  local: Location,
): Header {
  const id = clientDiagnostic(federated, local, session.remoteLocation);
  const end = (one: { address: number; port: number } | null) =>
    one ? `${formatAddress(one.address)}:${one.port}` : '0.0.0.0:0';
  const place = (where: Location | null) => (where === 'internet' ? 1 : 2);
  const debug = [
    `${medium}:ICEWarn=${formatIceWarn(session.iceWarn)}`,
    `LocalMR=${end(session.relayed)}`,
    `RemoteMR=${end(session.remoteRelayed)}`,
    'PortRange=1025:65000',
    'LocalMRTCPPort=443',
    `LocalLocation=${place(local)}`,
    `RemoteLocation=${place(session.remoteLocation)}`,
    `FederationType=${federated ? 1 : 0}`,
  ].join(',');
  return ['ms-client-diagnostics', `${id};reason="${ENDS[id]!.text}";CallerMediaDebug="${debug}"`];
}
