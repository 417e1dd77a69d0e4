import { addressOf } from '../../protocols/sip/address.ts';
import type { Invitation, ServerAccess } from '../../protocols/sip/conference-bodies.ts';
import {
  C3P_TYPE,
  conferenceAddedBody,
  conferencePart,
  conferenceUri,
  readUser,
  rosterBody,
  ROSTER_TYPE,
  serverAccessBody,
  userAddedBody,
} from '../../protocols/sip/conference-bodies.ts';
import type { Dialog } from '../../protocols/sip/dialog.ts';
import { answeredDialog, requestIn } from '../../protocols/sip/dialog.ts';
import type { DiagnosticId } from '../../protocols/sip/diagnostics.ts';
import { diagnosticHeader } from '../../protocols/sip/diagnostics.ts';
import { digestResponse } from '../../protocols/sip/digest.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import { header, parseUri } from '../../protocols/sip/headers.ts';
import type { Header, SipRequest } from '../../protocols/sip/message.ts';
import { authorization } from '../../protocols/ntlm/ntlm.ts';
import type { MediaPart } from './conference.ts';
import { Conference, MEDIA_PARTS } from './conference.ts';
import type { PoolMember } from './pool-member.ts';

const REALM = 'SIP Communications Service';

/**
 * The focus factory, the foci of conferences and the IM conferencing server ([MS-CONFBAS]): people schedule, join,
 * watch who is there, ask for the way to other conferencing servers, and chat.
 */
export class Focus {
  readonly #frontEnd: PoolMember;
  readonly #nonces = new Set<string>();

  constructor(frontEnd: PoolMember) {
    this.#frontEnd = frontEnd;
  }

  /** Takes a request whose URI means a conference; false when it means none. */
  request(transaction: ServerTransaction): boolean {
    const { request } = transaction;
    const meant = conferencePart(parseUri(request.uri).params['opaque']);
    if (!meant) return false;
    if (meant.part === 'focusfactory') {
      this.#schedule(transaction);
      return true;
    }
    const conference = this.#frontEnd.database.conferences.get(meant.id);
    if (request.method === 'ACK' && !(conference && isMedia(meant.part))) return true;
    if (!conference) transaction.respond(404, [this.#diagnostic(3002)]);
    else if (meant.part === 'focus') this.#focus(transaction, conference);
    else if (meant.part === 'chat') this.#chat(transaction, conference);
    else if (isMedia(meant.part)) this.#media(transaction, conference, meant.part);
    else transaction.respond(404);
    return true;
  }

  /** The front end on whose computer the media of a request's conference are, when that is another one. */
  mediaServerElsewhere(request: SipRequest): string | null {
    const meant = conferencePart(parseUri(request.uri).params['opaque']);
    const { database, host } = this.#frontEnd;
    const conference = meant && isMedia(meant.part) ? database.conferences.get(meant.id) : undefined;
    if (!conference) return null;
    const where = database.mediaHost(conference, meant!.part as MediaPart, host.id);
    return where === null || where === host.id ? null : (database.frontEnds.get(where) ?? null);
  }

  /** A medium of the conference: its server is on this computer. */
  #media(transaction: ServerTransaction, conference: Conference, part: MediaPart): void {
    const { database, host } = this.#frontEnd;
    const server = database.mediaServers.get(`${part}/${host.id}`);
    if (!server?.running) transaction.respond(480);
    else if (!conference.participants.has(addressOf(header(transaction.request, 'From'))))
      transaction.respond(403, [this.#diagnostic(6001)]);
    else server.request(transaction, conference);
  }

  #schedule(transaction: ServerTransaction): void {
    const { database, host, config } = this.#frontEnd;
    const { request } = transaction;
    const organizer = addressOf(header(request, 'From'));
    const id = host.random.hex(8).toUpperCase();
    const user = parseUri(organizer).user ?? '';
    const invitation: Invitation = {
      uri: conferenceUri(organizer, 'focus', id),
      key: host.random.hex(8),
      url: `https://${config.web?.meet ?? 'meet.invalid'}/${user}/${id}`,
    };
    database.conferences.set(id, new Conference(id, organizer, invitation));
    transaction.respond(200, [['Content-Type', C3P_TYPE]], conferenceAddedBody(invitation));
  }

  #focus(transaction: ServerTransaction, conference: Conference): void {
    const { request } = transaction;
    const uri = addressOf(header(request, 'From'));
    switch (request.method) {
      case 'INVITE':
        this.#join(transaction, conference);
        return;
      case 'SUBSCRIBE':
        this.#watch(transaction, conference, uri);
        return;
      case 'INFO':
        this.#server(transaction, conference, uri);
        return;
      case 'BYE':
        transaction.respond(200);
        conference.leave(uri);
        return;
      default:
        transaction.respond(405);
    }
  }

  #join(transaction: ServerTransaction, conference: Conference): void {
    const { request } = transaction;
    const user = readUser(request.body);
    if (!user || user.uri !== addressOf(header(request, 'From'))) {
      transaction.respond(400);
      return;
    }
    if (parseUri(user.uri).host === 'anonymous.invalid' && !this.#knowsKey(transaction, conference)) return;
    const to = this.#tagged(transaction);
    conference.admit(user).dialog = answeredDialog(request, to);
    transaction.respond(200, [this.#contact(conference), ['Content-Type', C3P_TYPE]], userAddedBody(), to);
  }

  /** Digest with the conference key (RFC 2617; [MS-CONFAS]). Challenges when the proof is not there yet. */
  #knowsKey(transaction: ServerTransaction, conference: Conference): boolean {
    const { request } = transaction;
    const { host } = this.#frontEnd;
    const proof = authorization(header(request, 'Authorization'));
    const { nonce = '', username = '', response } = proof;
    const uri = proof['uri'] ?? '';
    if (response !== undefined && this.#nonces.delete(nonce)) {
      const right = digestResponse(username, REALM, conference.invitation.key, nonce, request.method, uri);
      if (response === right) return true;
      host.fault('no-permission', `${host.title} refused a guest: the conference key is wrong.`);
      transaction.respond(403, [this.#diagnostic(3003)]);
      return false;
    }
    const fresh = host.random.hex(32);
    this.#nonces.add(fresh);
    transaction.respond(401, [
      ['WWW-Authenticate', `Digest realm="${REALM}", nonce="${fresh}", algorithm=MD5`],
    ]);
    return false;
  }

  #watch(transaction: ServerTransaction, conference: Conference, uri: string): void {
    const participant = conference.participants.get(uri);
    if (!participant) {
      transaction.respond(403);
      return;
    }
    const to = this.#tagged(transaction);
    const dialog = answeredDialog(transaction.request, to);
    const roster = () => rosterBody(conference.invitation.uri, [...conference.participants.values()]);
    participant.notify = () => this.#notify(dialog, roster());
    transaction.respond(
      200,
      [
        ['Event', 'conference'],
        ['Supported', 'ms-benotify, ms-piggyback-first-notify'],
        ['Content-Type', ROSTER_TYPE],
      ],
      roster(),
      to,
    );
  }

  #notify(dialog: Dialog, body: string): void {
    this.#frontEnd.deliver({
      ...requestIn(dialog, 'BENOTIFY', ++dialog.cseq, [
        ['Event', 'conference'],
        ['Subscription-State', 'active;expires=3600'],
        ['Content-Type', ROSTER_TYPE],
      ]),
      body,
    });
  }

  /** Somebody asks for the way to the web conferencing server: the answer follows in an INFO of ours. */
  #server(transaction: ServerTransaction, conference: Conference, uri: string): void {
    const { database, config, host } = this.#frontEnd;
    const dialog = conference.participants.get(uri)?.dialog;
    transaction.respond(dialog ? 200 : 481);
    if (!dialog) return;
    const inside = database.bindingOf(uri, host.simulation.now)?.path.length === 0;
    const answer = (access: ServerAccess | null) =>
      this.#frontEnd.deliver({
        ...requestIn(dialog, 'INFO', ++dialog.cseq, [['Content-Type', C3P_TYPE]]),
        body: serverAccessBody(access),
      });
    const server = database.webConferencing(conference, config.name);
    if (server) server.admit(conference, uri, inside, answer);
    else answer(null);
  }

  /** The IM conferencing server: a session with each participant, and each message to all the others. */
  #chat(transaction: ServerTransaction, conference: Conference): void {
    const { request } = transaction;
    const uri = addressOf(header(request, 'From'));
    const participant = conference.participants.get(uri);
    if (!participant) {
      transaction.respond(403, [this.#diagnostic(6001)]);
      return;
    }
    switch (request.method) {
      case 'INVITE': {
        const to = this.#tagged(transaction);
        const dialog = answeredDialog(request, to);
        participant.say = (from, text) => {
          this.#frontEnd.deliver({
            ...requestIn(dialog, 'MESSAGE', ++dialog.cseq, [
              ['Ms-Sender', `<${from}>`],
              ['Content-Type', 'text/plain; charset=UTF-8'],
            ]),
            body: text,
          });
        };
        const contact = `<${request.uri}>;isfocus`;
        transaction.respond(
          200,
          [
            ['Contact', contact],
            ['Content-Type', 'application/sdp'],
          ],
          '',
          to,
        );
        return;
      }
      case 'MESSAGE':
        transaction.respond(200);
        conference.say(uri, request.body);
        return;
      case 'BYE':
        transaction.respond(200);
        participant.say = null;
        return;
      default:
        transaction.respond(405);
    }
  }

  #contact(conference: Conference): readonly [string, string] {
    return ['Contact', `<${conference.invitation.uri}>;isfocus`];
  }

  #tagged(transaction: ServerTransaction): string {
    return `${header(transaction.request, 'To') ?? ''};tag=${this.#frontEnd.host.random.hex(10)}`;
  }

  #diagnostic(id: DiagnosticId): Header {
    return diagnosticHeader({ id }, this.#frontEnd.config.name);
  }
}

function isMedia(part: string): part is MediaPart {
  return (MEDIA_PARTS as readonly string[]).includes(part);
}
