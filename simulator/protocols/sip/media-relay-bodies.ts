/* Bodies of the media relay authentication protocol ([MS-AVEDGEA] 2.2): the elements that matter. */

export const MEDIA_RELAY_TYPE = 'application/msrtc-media-relay-auth+xml';

const NAMESPACE = 'xmlns="http://schemas.microsoft.com/2006/09/sip/mrasp"';

/** Somebody asks for credentials. */
export interface CredentialsRequest {
  readonly identity: string;
  /** Where the asker is: it decides which of the Edge's addresses it is given. */
  readonly location: 'internet' | 'intranet';
  /** Minutes. */
  readonly duration: number;
}

/** What the A/V authentication service gives. */
export interface CredentialsResponse {
  readonly username: string;
  readonly password: string;
  /** Minutes. */
  readonly duration: number;
  readonly hostName: string;
  readonly udpPort: number;
  readonly tcpPort: number;
}

export function credentialsRequestBody(to: string, request: CredentialsRequest, id: string): string {
  const { identity, location, duration } = request;
  return `<request requestID="${id}" version="2.0" to="${to}" from="${identity}" ${NAMESPACE}><credentialsRequest credentialsRequestID="${id}"><identity>${identity}</identity><location>${location}</location><duration>${duration}</duration></credentialsRequest></request>`;
}

/** Reads a request; null when it is none. */
export function readCredentialsRequest(body: string): (CredentialsRequest & { readonly id: string }) | null {
  const id = /<request requestID="(\w{1,32})"/.exec(body)?.[1];
  const identity = /<identity>([^<]*)<\/identity>/.exec(body)?.[1];
  const location = /<location>(internet|intranet)<\/location>/.exec(body)?.[1];
  const duration = /<duration>(\d{1,9})<\/duration>/.exec(body)?.[1];
  return id !== undefined && identity !== undefined && location !== undefined && duration !== undefined
    ? { id, identity, location: location as CredentialsRequest['location'], duration: Number(duration) }
    : null;
}

export function credentialsResponseBody(id: string, location: string, given: CredentialsResponse): string {
  const { username, password, duration, hostName, udpPort, tcpPort } = given;
  return `<response requestID="${id}" version="2.0" serverVersion="2.0" reasonPhrase="OK" ${NAMESPACE}><credentialsResponse credentialsRequestID="${id}"><credentials><username>${username}</username><password>${password}</password><duration>${duration}</duration></credentials><mediaRelayList><mediaRelay><location>${location}</location><hostName>${hostName}</hostName><udpPort>${udpPort}</udpPort><tcpPort>${tcpPort}</tcpPort></mediaRelay></mediaRelayList></credentialsResponse></response>`;
}

/** Reads an answer; null when it gives nothing. */
export function readCredentialsResponse(body: string): CredentialsResponse | null {
  const one = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1];
  const [username, password, hostName] = [one('username'), one('password'), one('hostName')];
  const [duration, udpPort, tcpPort] = [one('duration'), one('udpPort'), one('tcpPort')].map(Number);
  return username !== undefined && password !== undefined && hostName !== undefined && duration! > 0
    ? { username, password, hostName, duration: duration!, udpPort: udpPort!, tcpPort: tcpPort! }
    : null;
}
