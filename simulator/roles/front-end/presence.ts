import { addressOf } from '../../protocols/sip/address.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import { header } from '../../protocols/sip/headers.ts';
import type { SipRequest } from '../../protocols/sip/message.ts';
import {
  contactListBody,
  presenceBody,
  PRESENCE_TYPE,
  provisioningBody,
  readPublication,
  readWatched,
} from '../../protocols/sip/presence-bodies.ts';
import type { Subscription } from './database.ts';
import type { PoolMember } from './pool-member.ts';

/** What people ask their pool about themselves and others: settings, contact list, presence ([MS-PRES], [MS-SIPREGE]). */
export class PresenceService {
  readonly #frontEnd: PoolMember;

  constructor(frontEnd: PoolMember) {
    this.#frontEnd = frontEnd;
  }

  /** A SUBSCRIBE or SERVICE that somebody sends to their own address. */
  request(transaction: ServerTransaction): void {
    const { request } = transaction;
    const self = addressOf(header(request, 'From'));
    if (request.method === 'SERVICE') {
      const state = readPublication(request.body);
      if (state === null) {
        transaction.respond(488);
        return;
      }
      transaction.respond(
        200,
        [['Content-Type', 'application/vnd-microsoft-roaming-self+xml']],
        request.body,
      );
      this.publish(self, state);
      return;
    }
    switch (header(request, 'Event')) {
      case 'vnd-microsoft-provisioning-v2':
        transaction.respond(
          200,
          [
            ['Event', 'vnd-microsoft-provisioning-v2'],
            ['Content-Type', 'application/vnd-microsoft-roaming-provisioning-v2+xml'],
          ],
          provisioningBody(),
        );
        return;
      case 'vnd-microsoft-roaming-contacts': {
        const contacts = this.#frontEnd.directory.account(self)?.contacts ?? [];
        transaction.respond(
          200,
          [
            ['Event', 'vnd-microsoft-roaming-contacts'],
            ['Content-Type', 'application/vnd-microsoft-roaming-contacts+xml'],
          ],
          contactListBody(contacts),
        );
        return;
      }
      case 'presence':
        this.#watch(transaction, self);
        return;
      default:
        transaction.respond(489);
    }
  }

  /** A person's presence has changed: their watchers are told. */
  publish(uri: string, state: string): void {
    const { database, host } = this.#frontEnd;
    database.presence.set(uri, state);
    for (const subscription of database.subscriptions.get(uri)?.values() ?? []) {
      const binding = database.bindings.get(subscription.watcher);
      if (binding) this.#frontEnd.deliver(this.#notify(subscription, binding.contact, uri, state), binding);
      else host.log(`${subscription.watcher} is not signed in and is not told of ${uri}`);
    }
  }

  /** A batch subscription to the contacts' presence; what they are now comes with the answer. */
  #watch(transaction: ServerTransaction, watcher: string): void {
    const { request } = transaction;
    const { database } = this.#frontEnd;
    const watched = readWatched(request.body);
    for (const presentity of watched)
      database.subscribe(presentity, {
        watcher,
        callId: header(request, 'Call-ID') ?? '',
        from: header(request, 'From') ?? '',
        to: header(request, 'To') ?? '',
      });
    const states = watched.map((uri) => ({ uri, state: database.presenceOf(uri) }));
    transaction.respond(
      200,
      [
        ['Event', 'presence'],
        ['Supported', 'ms-benotify, ms-piggyback-first-notify'],
        ['Content-Type', PRESENCE_TYPE],
      ],
      presenceBody(states),
    );
  }

  /** BENOTIFY: a NOTIFY that is not answered. */
  #notify(subscription: Subscription, contact: string, uri: string, state: string): SipRequest {
    return {
      protocol: 'sip',
      kind: 'request',
      method: 'BENOTIFY',
      uri: contact,
      headers: [
        ['Max-Forwards', '70'],
        ['From', subscription.to],
        ['To', subscription.from],
        ['Call-ID', subscription.callId],
        ['CSeq', `${this.#frontEnd.host.simulation.nextId()} BENOTIFY`],
        ['Event', 'presence'],
        ['Subscription-State', 'active;expires=28800'],
        ['Content-Type', PRESENCE_TYPE],
      ],
      body: presenceBody([{ uri, state }]),
    };
  }
}
