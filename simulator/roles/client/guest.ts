import type { Invitation } from '../../protocols/sip/conference-bodies.ts';
import { SipConnection } from '../../protocols/sip/connection.ts';
import { parseUri } from '../../protocols/sip/headers.ts';
import type { LyncClient } from './client.ts';
import { discover } from './discovery.ts';

/**
 * Somebody without an account opens a connection to the servers of a meeting's domain: found by DNS, nothing registered.
 * @param done gets null, or why it failed, in the person's words
 */
export function connectAsGuest(
  client: LyncClient,
  invitation: Invitation,
  done: (words: string | null) => void,
): void {
  const domain = parseUri(invitation.uri).host;
  discover(client.host, client.resolver, domain, (found) => {
    if ('why' in found) {
      done(`Cannot join the meeting: no server of ${domain} was found.`);
      return;
    }
    client.transport.reach(found, { from: null, certificate: null, limit: 0 }, (result) => {
      if (result instanceof SipConnection) {
        client.connection = result;
        done(null);
      } else done(`Cannot join the meeting. ${result.text}`);
    });
  });
}
