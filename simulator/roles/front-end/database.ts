import type { Instant } from '../../model/time.ts';
import type { SipConnection } from '../../protocols/sip/connection.ts';

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
  readonly callId: string;
  /** The watcher's From, with its tag, and our To. */
  readonly from: string;
  readonly to: string;
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
