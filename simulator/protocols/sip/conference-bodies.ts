/*
 * C3P ([MS-CONFBAS]) and conference-info (RFC 4575) bodies: written with the elements that matter and read back by
 * those. Left out: most of the conference's modalities, rights and capabilities.
 */

export const C3P_TYPE = 'application/cccp+xml';
export const ROSTER_TYPE = 'application/conference-info+xml';

const C3P = 'xmlns="urn:ietf:params:xml:ns:cccp" C3PVersion="1"';

/** Where people find a conference. */
export interface Invitation {
  /** URI of its focus. */
  readonly uri: string;
  /** What people without an account must know. */
  readonly key: string;
  /** Address of its join page. */
  readonly url: string;
}

/** Who is there. */
export interface Attendee {
  readonly uri: string;
  readonly name: string;
}

export function addConferenceBody(organizer: string): string {
  return `<request ${C3P} from="${organizer}" requestId="1"><addConference><ci:conference-info xmlns:ci="urn:ietf:params:xml:ns:conference-info" entity=""><ci:conference-description><ci:subject>Meeting</ci:subject></ci:conference-description></ci:conference-info></addConference></request>`;
}

export function conferenceAddedBody({ uri, key, url }: Invitation): string {
  return `<response ${C3P} requestId="1" code="success"><addConference><conference-info entity="${uri}"><conference-description><conf-uris><entry><uri>${url}</uri><purpose>web</purpose></entry></conf-uris><conference-key>${key}</conference-key></conference-description></conference-info></addConference></response>`;
}

/** Reads the answer to addConference; null when it is none. */
export function readInvitation(body: string): Invitation | null {
  const uri = /<conference-info entity="([^"]*)"/.exec(body)?.[1];
  const url = /<entry><uri>([^<]*)<\/uri>/.exec(body)?.[1];
  const key = /<conference-key>([^<]*)<\/conference-key>/.exec(body)?.[1];
  return uri !== undefined && url !== undefined && key !== undefined ? { uri, url, key } : null;
}

/** Somebody joins: in the INVITE to the focus. */
export function addUserBody(focus: string, { uri, name }: Attendee): string {
  return `<request ${C3P} to="${focus}" from="${uri}" requestId="2"><addUser><conferenceKeys confEntity="${focus}"/><ci:user xmlns:ci="urn:ietf:params:xml:ns:conference-info" entity="${uri}"><ci:display-text>${name}</ci:display-text><ci:roles><ci:entry>attendee</ci:entry></ci:roles></ci:user></addUser></request>`;
}

export function readUser(body: string): Attendee | null {
  const uri = /<ci:user [^>]*entity="([^"]*)"/.exec(body)?.[1];
  const name = /<ci:display-text>([^<]*)<\/ci:display-text>/.exec(body)?.[1];
  return uri !== undefined && name !== undefined ? { uri, name } : null;
}

export function userAddedBody(): string {
  return `<response ${C3P} requestId="2" code="success"><addUser/></response>`;
}

/** Somebody wants to take part in a medium of the conference: asks its server for a way in. */
export function joinServerBody(server: string, uri: string): string {
  return `<request ${C3P} to="${server}" from="${uri}" requestId="3"><addUser><connection-info/></addUser></request>`;
}

/** The way to a conferencing server. */
export interface ServerAccess {
  readonly name: string;
  readonly port: number;
  readonly token: string;
}

export function serverAccessBody(access: ServerAccess | null): string {
  if (access === null)
    return `<response ${C3P} requestId="3" code="failure"><addUser><failureReason>mcuUnavailable</failureReason></addUser></response>`;
  const { name, port, token } = access;
  return `<response ${C3P} requestId="3" code="success"><addUser><connection-info><pwURI>${name}:${port}</pwURI><authMethod>enterprise</authMethod><token>${token}</token></connection-info></addUser></response>`;
}

/** Reads such an answer: null when the server refused. */
export function readServerAccess(body: string): ServerAccess | null {
  const where = /<pwURI>([^<:]*):(\d+)<\/pwURI>/.exec(body);
  const token = /<token>([^<]*)<\/token>/.exec(body)?.[1];
  return where && token !== undefined ? { name: where[1]!, port: Number(where[2]), token } : null;
}

export function rosterBody(focus: string, attendees: readonly Attendee[]): string {
  const users = attendees.map(
    ({ uri, name }) => `<user entity="${uri}" state="full"><display-text>${name}</display-text></user>`,
  );
  return `<conference-info xmlns="urn:ietf:params:xml:ns:conference-info" entity="${focus}" state="partial" version="1"><users state="full">${users.join('')}</users></conference-info>`;
}

export function readRoster(body: string): readonly Attendee[] {
  return [...body.matchAll(/<user entity="([^"]*)"[^>]*><display-text>([^<]*)<\/display-text>/g)].map(
    (match) => ({ uri: match[1]!, name: match[2]! }),
  );
}

/** "sip:bob@contoso.com;gruu;opaque=app:conf:focus:id:XYZ" */
export function conferenceUri(organizer: string, part: ConferencePart, id: string): string {
  return `${organizer};gruu;opaque=app:conf:${part}:id:${id}`;
}

export type ConferencePart = 'focus' | 'chat' | 'data-conf' | 'audio-video' | 'applicationsharing';

/** Which part of which conference a URI's opaque parameter means; null when it means none. */
export function conferencePart(opaque: string | true | undefined): { part: string; id: string } | null {
  const match = typeof opaque === 'string' ? /^app:conf:([a-z-]+)(?::id:(\w+))?$/.exec(opaque) : null;
  return match ? { part: match[1]!, id: match[2] ?? '' } : null;
}

/** The URI of another part of the same conference. */
export function siblingUri(focus: string, part: ConferencePart): string {
  return focus.replace('app:conf:focus:', `app:conf:${part}:`);
}
