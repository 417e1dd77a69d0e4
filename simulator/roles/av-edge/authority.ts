import { longTermKey } from '../../protocols/stun/integrity.ts';
import type { StunAttributes, StunMessage } from '../../protocols/stun/message.ts';
import { isSignedWith, stunError } from '../../protocols/stun/message.ts';
import { expiryOf, passwordOf, REALM } from '../../protocols/turn/credentials.ts';
import type { Host } from '../../network/host.ts';

/** Whether a request is let in: with the key that answers are signed with, or the error that says why not. */
export type Judgement =
  | { readonly ok: true; readonly key: string; readonly username: string }
  | { readonly ok: false; readonly attributes: StunAttributes };

/** Checks what clients show ([MS-TURN] 3.1.9 and 3.3.5.1): nonce, user name, its time, and the signature. */
export class Authority {
  readonly #host: Host;
  readonly #secret: string;
  readonly #nonces = new Set<string>();
  /** Key and expiry of each user name that was seen. */
  readonly #known = new Map<string, { readonly key: string; readonly expires: number | null }>();

  /** @param secret key of the certificate that A/V authentication shares with the A/V Edge */
  constructor(host: Host, secret: string) {
    this.#host = host;
    this.#secret = secret;
  }

  /** An Allocate request: whoever shows nothing is asked for a proof. */
  admit(request: StunMessage): Judgement {
    const { username, nonce, realm } = request.attributes;
    if (!request.integrity) return this.#no(401, true);
    if (username === undefined) return this.#no(432);
    if (realm === undefined) return this.#no(434);
    if (nonce === undefined) return this.#no(435);
    if (!this.#nonces.has(nonce)) return this.#no(438, true);
    return this.vouch(request);
  }

  /** A request of somebody who was admitted: user name, its time, and signature. */
  vouch(request: StunMessage): Judgement {
    const { username = '' } = request.attributes;
    const { key, expires } = this.#of(username);
    if (expires === null) return this.#no(436);
    const { simulation } = this.#host;
    if (expires <= simulation.date + simulation.now / 1000) {
      this.#host.fault(
        'no-permission',
        `${this.#host.title} refused a relay: the credentials for the A/V Edge have expired.`,
      );
      return this.#no(430);
    }
    if (!isSignedWith(request, key)) {
      this.#host.stray('a TURN request with a wrong signature');
      this.#host.fault('no-permission', `${this.#host.title} refused a relay: the signature is wrong.`);
      return this.#no(431);
    }
    return { ok: true, key, username };
  }

  #of(username: string): { readonly key: string; readonly expires: number | null } {
    let known = this.#known.get(username);
    if (!known) {
      const key = longTermKey(username, REALM, passwordOf(this.#secret, username));
      known = { key, expires: expiryOf(username) };
      this.#known.set(username, known);
    }
    return known;
  }

  #no(code: number, ask = false): Judgement {
    if (!ask) return { ok: false, attributes: { error: stunError(code) } };
    const nonce = this.#host.random.hex(32);
    this.#nonces.add(nonce);
    return { ok: false, attributes: { error: stunError(code), realm: REALM, nonce } };
  }
}
