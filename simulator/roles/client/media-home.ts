import type { DesignOrganization } from '../../model/design.ts';
import { organizationOf } from '../../model/design.ts';
import type { IceDialect } from '../../protocols/ice/description.ts';
import type { CredentialsResponse } from '../../protocols/sip/media-relay-bodies.ts';
import {
  credentialsRequestBody,
  MEDIA_RELAY_TYPE,
  readCredentialsResponse,
} from '../../protocols/sip/media-relay-bodies.ts';
import type { CallHome } from '../media/call.ts';
import { RelayAccess } from '../media/relay-access.ts';
import type { LyncClient } from './client.ts';

/** Forms of ICE by what an organization runs: Lync and 2007 R2 speak both, OCS 2007 the old one. */
const DIALECTS: Readonly<Record<DesignOrganization['version'], readonly IceDialect[]>> = {
  'lync-2010': ['ice2', 'draft6'],
  'ocs-2007-r2': ['ice2', 'draft6'],
  'ocs-2007': ['draft6'],
};

/** What a client's calls need of it: its credentials for the A/V Edge, and the ways to send. */
export class MediaHome {
  readonly relay: RelayAccess;
  readonly #client: LyncClient;

  constructor(client: LyncClient) {
    this.#client = client;
    const limited = () => client.show('Limited External Calling.');
    this.relay = new RelayAccess(client.host, (duration, done) => this.#ask(duration, done), limited);
  }

  /** After signing in: without credentials calls reach no further than the own network. */
  signedIn(): void {
    if (this.#client.presence.configuration.mrasUri === undefined) return;
    this.relay.renew((given) => {
      if (!given) this.#client.show('Limited External Calling.');
    });
  }

  /** The home of a call that begins now. */
  forCall(): CallHome {
    const client = this.#client;
    const version = organizationOf(client.host.simulation.design, client.domain)?.version ?? 'lync-2010';
    return {
      host: client.host,
      attachment: client.connection?.tcp.attachment ?? client.host.attachments[0]!,
      relay: this.relay,
      dialects: DIALECTS[version],
      location: client.registration.remote ? 'internet' : 'intranet',
      id: client.person.id,
      name: client.person.name,
      domain: client.domain,
      contact: () => client.contact(),
      sign: () => client.registration.signature(),
      newRequest: (method, to, extra, body) => client.newRequest(method, to, extra, body),
      converse: (request, answered) => client.converse(request, answered),
      tell: (request) => client.tell(request),
    };
  }

  #ask(duration: number, done: (given: CredentialsResponse | null) => void): void {
    const client = this.#client;
    // Who has just signed in does not know yet where to ask.
    client.presence.whenConfigured(() => {
      const to = client.presence.configuration.mrasUri;
      if (to === undefined) done(null);
      else this.#send(to, duration, done);
    });
  }

  #send(to: string, duration: number, done: (given: CredentialsResponse | null) => void): void {
    const client = this.#client;
    const location = client.registration.remote ? 'internet' : 'intranet';
    const id = String(client.host.random.between(1, 9_999_999));
    const body = credentialsRequestBody(to, { identity: client.uri, location, duration }, id);
    const request = client.newRequest('SERVICE', to, [['Content-Type', MEDIA_RELAY_TYPE]], body);
    client.ask(request, (response) =>
      done(response?.status === 200 ? readCredentialsResponse(response.body) : null),
    );
  }
}
