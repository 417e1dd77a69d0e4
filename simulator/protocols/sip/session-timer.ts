import type { Handle } from '../../kernel/scheduler.ts';
import { NONE } from '../../kernel/scheduler.ts';
import { SECOND } from '../../model/time.ts';
import type { Host } from '../../network/host.ts';
import { header } from './headers.ts';
import type { Header, SipRequest, SipResponse } from './message.ts';

/**
 * RFC 4028: keeps a session alive at the end that refreshes it, and ends it at either end when no refresh comes any
 * more. Its timers run in the background: they alone keep no scene going.
 */
export class SessionTimer {
  readonly #host: Host;
  #timer: Handle = NONE;

  constructor(host: Host) {
    this.#host = host;
  }

  /** What an INVITE or UPDATE asks for (RFC 4028 7.1). */
  static request(host: Host): readonly Header[] {
    return [
      ['Supported', 'timer'],
      ['Session-Expires', `${host.simulation.knob('sip.session_s')};refresher=uac`],
      ['Min-SE', '90'],
    ];
  }

  /** What a 200 answers to it (RFC 4028 9); nothing to who did not ask. */
  static response(request: SipRequest): readonly Header[] {
    const asked = header(request, 'Session-Expires');
    return asked === undefined
      ? []
      : [
          ['Require', 'timer'],
          ['Session-Expires', asked],
        ];
  }

  /** At the end that refreshes: calls `refresh` at half the time that the answer gave (RFC 4028 7.2). */
  refreshAfter(response: SipResponse, refresh: () => void): void {
    this.#start(response, 0.5, refresh);
  }

  /** At the other end: calls `ended` when no refresh has come shortly before the time is up (RFC 4028 10). */
  expectAfter(request: SipRequest, ended: () => void): void {
    const seconds = expires(request);
    this.#start(request, seconds === 0 ? 0 : 1 - Math.min(32, seconds / 3) / seconds, ended);
  }

  stop(): void {
    this.#host.cancel(this.#timer);
    this.#timer = NONE;
  }

  #start(message: SipRequest | SipResponse, share: number, action: () => void): void {
    this.stop();
    const seconds = expires(message);
    if (seconds === 0) return;
    this.#timer = this.#host.timer('session refresh', Math.round(seconds * share * SECOND), action, true);
  }
}

/** Seconds of a Session-Expires header; 0 when there is none. */
function expires(message: SipRequest | SipResponse): number {
  return Number(/^\d+/.exec(header(message, 'Session-Expires') ?? '')?.[0] ?? 0);
}
