import type { Host } from '../../network/host.ts';
import { addressOf } from '../../protocols/sip/address.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import { header, parseUri } from '../../protocols/sip/headers.ts';
import type { Directory } from '../directory.ts';
import type { Conference, MediaPart } from '../front-end/conference.ts';
import { PoolDatabase } from '../front-end/database.ts';
import { FrontEnd } from '../front-end/front-end.ts';
import { Call } from '../media/call.ts';
import type { CallHome } from '../media/call.ts';
import type { MediaKind } from '../media/kinds.ts';
import { serverHome } from '../media/server-home.ts';
import type { Service } from '../role.ts';
import type { MediaConferencingConfig } from './config.ts';

const KINDS: Readonly<Record<MediaPart, MediaKind>> = {
  'audio-video': 'audio',
  applicationsharing: 'applicationsharing',
};
const TITLES: Readonly<Record<MediaPart, string>> = {
  'audio-video': 'A/V conferencing server',
  applicationsharing: 'Application sharing server',
};

interface Leg {
  readonly conference: Conference;
  readonly uri: string;
  readonly call: Call;
  heard: boolean;
}

/**
 * A conferencing server with media ([MS-CONFAV], [MS-CONFAS]): a call with each participant, and to each what it hears of
 * the others. It stands behind the front end of its host, which passes calls for its conferences on to it.
 */
export class MediaConferencingServer implements Service {
  running = true;
  readonly #host: Host;
  readonly #config: MediaConferencingConfig;
  readonly #part: MediaPart;
  readonly #directory: Directory;
  readonly #legs: Leg[] = [];
  #home: CallHome | null = null;

  constructor(host: Host, config: MediaConferencingConfig, directory: Directory, part: MediaPart) {
    this.#host = host;
    this.#config = config;
    this.#part = part;
    this.#directory = directory;
    directory.pool(config.pool, () => new PoolDatabase()).mediaServers.set(`${part}/${host.id}`, this);
  }

  start(): void {
    this.running = true;
  }

  stop(): void {
    this.running = false;
    for (const leg of this.#legs.splice(0)) leg.call.hangUp();
  }

  /** A request for a conference of which this is the server. */
  request(transaction: ServerTransaction, conference: Conference): void {
    const { request } = transaction;
    const callId = header(request, 'Call-ID') ?? '';
    const known = this.#legs.find((one) => one.call.callId === callId);
    if (known) known.call.request(transaction);
    else if (request.method === 'INVITE') this.#answer(transaction, conference);
    else if (request.method !== 'ACK') transaction.respond(481);
  }

  #answer(transaction: ServerTransaction, conference: Conference): void {
    const uri = addressOf(header(transaction.request, 'From'));
    const home = this.#homeOf(conference);
    const name = conference.participants.get(uri)?.name ?? uri;
    const call: Call = new Call(home, uri, name, [KINDS[this.#part]], false, {
      established: () => this.#mix(conference),
      heard: () => {
        leg.heard = true;
        this.#mix(conference);
      },
      silent: () => {
        leg.heard = false;
      },
      ended: () => {
        const index = this.#legs.indexOf(leg);
        if (index >= 0) this.#legs.splice(index, 1);
      },
      mayFlow: () => this.#others(leg).some((one) => one.heard),
    });
    const leg: Leg = { conference, uri, call, heard: false };
    this.#legs.push(leg);
    call.take(transaction, 0);
  }

  /** To each goes what is heard of the others: nothing while nothing is. */
  #mix(conference: Conference): void {
    for (const leg of this.#legs)
      if (leg.conference === conference && leg.call.established && this.#others(leg).some((one) => one.heard))
        leg.call.session.flow();
  }

  #others(leg: Leg): readonly Leg[] {
    return this.#legs.filter((one) => one !== leg && one.conference === leg.conference);
  }

  #homeOf(conference: Conference): CallHome {
    const frontEnd = this.#directory.on(this.#host.id, FrontEnd)!;
    this.#home ??= serverHome({
      host: this.#host,
      attachment: this.#host.attachment(this.#config.interface),
      id: this.#part,
      title: TITLES[this.#part],
      uri: conference.invitation.uri.replace('app:conf:focus:', `app:conf:${this.#part}:`),
      domain: parseUri(conference.organizer).host,
      relay: { uri: 'sip:mras', ask: (request, answered) => frontEnd.askRelay(request, answered) },
      converse: (request, answered) => frontEnd.deliver(request, answered),
    });
    return this.#home;
  }
}
