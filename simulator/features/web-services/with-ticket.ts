import type { Outcome, Task } from '../../model/task.ts';
import type { LyncClient } from '../../roles/client/client.ts';
import { ReverseProxy } from '../../roles/reverse-proxy/reverse-proxy.ts';
import type { Feature, SceneResult, Stage } from '../stage.ts';
import { inOrder, PATIENCE } from '../stage.ts';

/** Somebody outside signs in, learns where the web services are, and uses one after the other. */
function* withTicket(
  stage: Stage,
  steps: (client: LyncClient) => readonly (() => Task)[],
): Generator<Task, SceneResult, Outcome> {
  stage.service(ReverseProxy, 'reverse proxy');
  const client = stage.person('remote');
  const signedIn = yield* stage.signIn(client);
  const from = stage.now;
  if (!signedIn[0]!.ok) return stage.notReached(signedIn, from);
  const settings = yield stage.within(PATIENCE, client.presence.loaded(), signedIn[0]);
  if (!settings.ok) return stage.notReached([settings], from);
  return yield* inOrder(from, ...steps(client));
}

export const addressBook: Feature = {
  id: 'address-book',
  workload: 'web-services',
  title: 'Address book download and web query',
  between: 'remote user -> pool web services',
  scene: (stage) => withTicket(stage, ({ web }) => [() => web.loadAddressBook(), () => web.search('bob')]),
};

export const groupExpansion: Feature = {
  id: 'group-expansion',
  workload: 'web-services',
  title: 'Distribution group expansion',
  between: 'remote user -> pool web services',
  scene: (stage) => withTicket(stage, ({ web }) => [() => web.expandGroup('sales@contoso.com')]),
};

/** Signs in once by password, gets a certificate, and signs in again with it: nobody types a password any more. */
export const clientCertificate: Feature = {
  id: 'client-certificate',
  workload: 'sign-in',
  title: 'Client certificate for sign-in is provisioned (TLS-DSK)',
  between: 'remote user -> pool web services',
  scene: (stage) =>
    withTicket(stage, ({ web, registration }) => [
      () => web.fetchCertificate(),
      () => registration.signOut(),
      () => registration.signIn(),
    ]),
};
