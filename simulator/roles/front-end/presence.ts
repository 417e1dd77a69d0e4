import { addressOf } from '../../protocols/sip/address.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import { answeredDialog, requestIn } from '../../protocols/sip/dialog.ts';
import type { Dialog } from '../../protocols/sip/dialog.ts';
import { header, parseUri } from '../../protocols/sip/headers.ts';
import type { SipRequest } from '../../protocols/sip/message.ts';
import type { ServerConfiguration } from '../../protocols/sip/presence-bodies.ts';
import {
  contactListBody,
  presenceBody,
  PRESENCE_TYPE,
  provisioningBody,
  readPublication,
  readWatched,
} from '../../protocols/sip/presence-bodies.ts';
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
          provisioningBody(this.#configuration(self)),
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
        this.#watch(transaction);
        return;
      default:
        transaction.respond(489);
    }
  }

  /** In-band provisioning: the addresses of the web services, the focus factory and MRAS. */
  #configuration(self: string): ServerConfiguration {
    const { web, mediaRelay } = this.#frontEnd.config;
    return {
      ...(web
        ? {
            absInternalServerUrl: `https://${web.internal}/abs/handler`,
            absExternalServerUrl: `https://${web.external}/abs/handler`,
            dlxInternalUrl: `https://${web.internal}/groupexpansion/service.svc`,
            dlxExternalUrl: `https://${web.external}/groupexpansion/service.svc`,
          }
        : {}),
      focusFactoryUri: `${self};gruu;opaque=app:conf:focusfactory`,
      ...(mediaRelay
        ? { mrasUri: `sip:${mediaRelay.name}@${parseUri(self).host};gruu;opaque=srvr:MRAS` }
        : {}),
    };
  }

  /** A person's presence has changed: their watchers are told. */
  publish(uri: string, state: string): void {
    const { database, host } = this.#frontEnd;
    database.presence.set(uri, state);
    for (const { watcher, dialog } of database.subscriptions.get(uri)?.values() ?? []) {
      const signedIn = database.bindingOf(watcher, host.simulation.now) ?? !this.#frontEnd.isOurs(watcher);
      if (signedIn) this.#frontEnd.deliver(this.#notify(dialog, uri, state));
      else host.log(`${watcher} is not signed in and is not told of ${uri}`);
    }
  }

  /** Somebody of another organization, or one of ours, watches one person ([MS-SIPREGE] single subscription). */
  watchOne(transaction: ServerTransaction, presentity: string): void {
    if (header(transaction.request, 'Event') !== 'presence') transaction.respond(489);
    else this.#accept(transaction, [presentity]);
  }

  /** A batch subscription to the contacts' presence; what they are now comes with the answer. */
  #watch(transaction: ServerTransaction): void {
    const watched = readWatched(transaction.request.body);
    this.#accept(
      transaction,
      watched.filter((uri) => this.#frontEnd.isOurs(uri)),
    );
  }

  #accept(transaction: ServerTransaction, watched: readonly string[]): void {
    const { request } = transaction;
    const { database, host } = this.#frontEnd;
    const watcher = addressOf(header(request, 'From'));
    const to = `${header(request, 'To') ?? ''};tag=${host.random.hex(10)}`;
    const dialog = answeredDialog(request, to);
    for (const presentity of watched) database.subscribe(presentity, { watcher, dialog });
    const states = watched.map((uri) => ({ uri, state: database.presenceOf(uri) }));
    transaction.respond(
      200,
      [
        ['Event', 'presence'],
        ['Supported', 'ms-benotify, ms-piggyback-first-notify'],
        ['Content-Type', PRESENCE_TYPE],
      ],
      presenceBody(states),
      to,
    );
  }

  /** BENOTIFY: a NOTIFY that is not answered. */
  #notify(dialog: Dialog, uri: string, state: string): SipRequest {
    return {
      ...requestIn(dialog, 'BENOTIFY', ++dialog.cseq, [
        ['Event', 'presence'],
        ['Subscription-State', 'active;expires=28800'],
        ['Content-Type', PRESENCE_TYPE],
      ]),
      body: presenceBody([{ uri, state }]),
    };
  }
}
