import type { Instant } from '../../model/time.ts';
import type { SipConnection } from '../../protocols/sip/connection.ts';
import type { ServerAccess } from '../../protocols/sip/conference-bodies.ts';
import type { Dialog } from '../../protocols/sip/dialog.ts';

import type { ServerTransaction } from '../../protocols/sip/element.ts';
import type { Conference, MediaPart } from './conference.ts';

/** Where a signed-in person is reached. */
export interface Binding {
  readonly uri: string;
  readonly contact: string;
  /** Routes to put on top of a request to it (RFC 3327): the way over the Edge, for people outside. */
  readonly path: readonly string[];
  /** The front end that holds the person's own connection, for people inside. */
  readonly frontEnd: string;
  readonly connection: SipConnection;
  readonly expires: Instant;
}

/** A watcher of somebody's presence. */
export interface Subscription {
  readonly watcher: string;
  readonly dialog: Dialog;
}

/** A conferencing server with media as the focus knows it. */
export interface MediaServer {
  readonly running: boolean;
  request(transaction: ServerTransaction, conference: Conference): void;
}

/** A web conferencing server as the focus knows it. */
export interface WebConferencingServer {
  readonly running: boolean;
  /** Gives the way in for somebody: over the Edge, or directly for people inside; null when there is none. */
  admit(
    conference: Conference,
    uri: string,
    inside: boolean,
    done: (access: ServerAccess | null) => void,
  ): void;
}

/**
 * What the front ends of one pool share in their back-end database: registrations, presence, subscriptions. Its SQL
 * traffic stays inside the corporate network and is left out on purpose.
 */
export class PoolDatabase {
  readonly bindings = new Map<string, Binding>();
  /** Presence by person: "Available", "Busy", "Away"; nobody's is "Offline". */
  readonly presence = new Map<string, string>();
  readonly subscriptions = new Map<string, Map<string, Subscription>>();
  /** Security associations of signed-in people, by their opaque token. */
  readonly associations = new Map<string, string>();
  /** Challenges given and not yet answered, by opaque token. */
  readonly challenges = new Map<string, string>();

  /** Web tickets, and the certificates by which people sign in: whose they are, by ticket and by serial number. */
  readonly tickets = new Map<string, string>();
  readonly clientCertificates = new Map<string, string>();
  readonly conferences = new Map<string, Conference>();
  /** The web conferencing servers of the pool, by the name of their server. */
  readonly webConferencingServers = new Map<string, WebConferencingServer>();

  /** The conferencing servers with media, by part and computer. */
  readonly mediaServers = new Map<string, MediaServer>();
  /** The front ends of the pool, by their computer. */
  readonly frontEnds = new Map<string, string>();

  /** Where somebody is signed in at a time; undefined when nowhere, or when their registration has run out (RFC 3261 10.3). */
  bindingOf(uri: string, now: Instant): Binding | undefined {
    const binding = this.bindings.get(uri);
    return binding && binding.expires > now ? binding : undefined;
  }

  /** The computer whose server has a part of a conference: one for all of it; null when none runs. */
  mediaHost(conference: Conference, part: MediaPart, preferred: string): string | null {
    const running = (host: string) => this.mediaServers.get(`${part}/${host}`)?.running === true;
    const known = conference.mediaHosts.get(part);
    if (known !== undefined && running(known)) return known;
    const found = [preferred, ...this.frontEnds.keys()].find(running);
    if (found === undefined) return null;
    conference.mediaHosts.set(part, found);
    return found;
  }

  /** The web conferencing server of a conference: one for all of it, chosen when the first person asks. */
  webConferencing(conference: Conference, preferred: string): WebConferencingServer | null {
    const running = (name: string) => this.webConferencingServers.get(name)?.running === true;
    if (conference.webServer === null || !running(conference.webServer))
      conference.webServer =
        [preferred, ...this.webConferencingServers.keys()].find((name) => running(name)) ?? null;
    return conference.webServer === null ? null : this.webConferencingServers.get(conference.webServer)!;
  }

  byContact(contact: string): Binding | undefined {
    for (const binding of this.bindings.values()) if (binding.contact === contact) return binding;
    return undefined;
  }

  presenceOf(uri: string): string {
    return this.presence.get(uri) ?? 'Offline';
  }

  subscribe(presentity: string, subscription: Subscription): void {
    let watchers = this.subscriptions.get(presentity);
    if (!watchers) {
      watchers = new Map<string, Subscription>();
      this.subscriptions.set(presentity, watchers);
    }
    watchers.set(subscription.watcher, subscription);
  }
}
