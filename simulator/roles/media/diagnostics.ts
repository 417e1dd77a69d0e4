import { formatAddress } from '../../model/address.ts';
import { formatIceWarn } from '../../protocols/ice/warnings.ts';
import type { Header } from '../../protocols/sip/message.ts';
import type { Location, MediaSession } from './session.ts';

const ENDS: Readonly<Record<number, string>> = {
  // Assumption: the number is known, its words follow those of 23 and 24.
  22: 'Call failed to establish due to a media connectivity failure when both endpoints are internal',
  // Seen in administrators’ logs; Microsoft KB2386684.
  23: 'Call failed to establish due to a media connectivity failure when one endpoint is internal and the other is remote',
  // Seen in administrators’ logs.
  24: 'Call failed to establish due to a media connectivity failure when both endpoints are remote',
  // Seen in administrators’ logs.
  25: 'A federated call failed to establish due to a media connectivity failure where both endpoints are internal',
  // Assumption: the number is known, its words follow those of 25.
  26: 'A federated call failed to establish due to a media connectivity failure where one endpoint is internal and the other is remote',
  // Assumption: the number is known, its words follow those of 25.
  27: 'A federated call failed to establish due to a media connectivity failure where both endpoints are remote',
};

/** The number of ms-client-diagnostics for a call without media: by where its two ends are, and whose they are. */
export function clientDiagnostic(federated: boolean, local: Location, remote: Location | null): number {
  const outside = Number(local === 'internet') + Number(remote === 'internet');
  return (federated ? 25 : 22) + outside;
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
  return ['ms-client-diagnostics', `${id};reason="${ENDS[id]!}";CallerMediaDebug="${debug}"`];
}
