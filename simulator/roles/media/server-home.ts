import type { Attachment } from '../../network/fabric.ts';
import type { Host } from '../../network/host.ts';
import type { Header, SipRequest, SipResponse } from '../../protocols/sip/message.ts';
import {
  credentialsRequestBody,
  MEDIA_RELAY_TYPE,
  readCredentialsResponse,
} from '../../protocols/sip/media-relay-bodies.ts';
import type { CallHome } from './call.ts';
import { RelayAccess } from './relay-access.ts';

/** Sends a request of a server and gives its answers; null when there is none. */
export type Converse = (request: SipRequest, answered: (response: SipResponse | null) => void) => void;

export interface ServerHomeOptions {
  readonly host: Host;
  readonly attachment: Attachment;
  /** Unique on the host: "audio-video". */
  readonly id: string;
  /** What people call it. */
  readonly title: string;
  readonly uri: string;
  readonly domain: string;
  /** Whom it asks for credentials, and how; null where it has no A/V Edge. */
  readonly relay: { readonly uri: string; readonly ask: Converse } | null;
  /** Sends within its calls. */
  readonly converse: Converse;
}

/** What calls need of a server with media of its own: a conferencing server, a mediation server, voice mail. */
export function serverHome(options: ServerHomeOptions): CallHome {
  const { host, attachment, uri, domain, relay } = options;
  const newRequest = (method: string, to: string, extra: readonly Header[], body: string): SipRequest => ({
    protocol: 'sip',
    kind: 'request',
    method,
    uri: to,
    headers: [
      ['Max-Forwards', '70'],
      ['From', `<${uri}>;tag=${host.random.hex(10)}`],
      ['To', `<${to}>`],
      ['Call-ID', host.random.hex(32)],
      ['CSeq', `1 ${method}`],
      ...extra,
    ],
    body,
  });
  const access = new RelayAccess(host, (duration, done) => {
    if (!relay) {
      done(null);
      return;
    }
    const id = String(host.random.between(1, 9_999_999));
    const body = credentialsRequestBody(relay.uri, { identity: uri, location: 'intranet', duration }, id);
    relay.ask(newRequest('SERVICE', relay.uri, [['Content-Type', MEDIA_RELAY_TYPE]], body), (response) => {
      if (response === null || response.status >= 200)
        done(response?.status === 200 ? readCredentialsResponse(response.body) : null);
    });
  });
  return {
    host,
    attachment,
    relay: access,
    dialects: ['ice2', 'draft6'],
    location: 'intranet',
    id: `${host.id}/${options.id}`,
    name: options.title,
    domain,
    contact: () => ['Contact', `<${uri}>`],
    sign: () => [],
    newRequest,
    converse: options.converse,
    tell: (request) => options.converse(request, () => undefined),
  };
}
