import type { Random } from '../../kernel/random.ts';
import type { Candidate } from '../sdp/message.ts';
import type { StunAttributes, StunMessage, TransportAddress } from '../stun/message.ts';
import { COOKIE, isSignedWith, stunError } from '../stun/message.ts';
import type { Base } from './bases.ts';
import { candidate, priorityOf } from './candidates.ts';
import type { Pair } from './check-list.ts';
import type { IceDescription, IceDialect } from './description.ts';

/** MS-IMPLEMENTATION-VERSION of this program's checks ([MS-ICE2] 2.2.2; 2 was seen in traces). */
const IMPLEMENTATION = 2;

/** What comes back to a check that came in, and whether it was one for us. */
export interface CheckAnswer {
  readonly answer: StunMessage;
  /** What is wrong with the check, in words; null when it is good. */
  readonly refused: string | null;
}

/**
 * The messages of one end's checks: made with the names and keys that both ends told each other, and held against them
 * (RFC 5245 7.1.2 and 7.2, [MS-ICE2] 2.2.2, [MS-ICE] 3.1.4.8.1).
 */
export class CheckMessages {
  dialect: IceDialect = 'ice2';
  readonly #random: Random;
  readonly #ufrag: string;
  readonly #pwd: string;
  readonly #tieBreaker: string;
  #remote: IceDescription | null = null;
  #controlling = false;

  constructor(random: Random) {
    this.#random = random;
    this.#ufrag = random.hex(8);
    this.#pwd = random.hex(24);
    this.#tieBreaker = random.hex(16);
  }

  /** What the other end must know of these candidates, in one of the two forms. */
  describe(dialect: IceDialect, candidates: readonly Candidate[]): IceDescription {
    return dialect === 'ice2'
      ? {
          dialect,
          ufrag: this.#ufrag,
          pwd: this.#pwd,
          candidates: candidates.map((one) => ({ ...one, user: '', password: '' })),
        }
      : { dialect, ufrag: '', pwd: '', candidates: candidates.filter((one) => one.transport !== 'TCP-ACT') };
  }

  /** From now on checks are for that other end. */
  start(remote: IceDescription, controlling: boolean): void {
    this.#remote = remote;
    this.dialect = remote.dialect;
    this.#controlling = controlling;
  }

  /** A check of a pair, with the nomination in it when `nominate`. */
  check(pair: Pair, nominate: boolean): StunMessage {
    const { base } = pair;
    const { username, key } = this.#credentials(pair);
    const role = this.#controlling ? { controlling: this.#tieBreaker } : { controlled: this.#tieBreaker };
    const modern: StunAttributes =
      this.dialect === 'ice2'
        ? {
            priority: priorityOf('prflx', base.candidate.transport, base.component),
            ...(nominate ? { useCandidate: true } : {}),
            ...role,
            candidate: base.candidate.foundation,
            implementation: IMPLEMENTATION,
          }
        : {};
    return this.#message('request', this.#transaction(), { username, ...modern }, key);
  }

  /** A Binding indication, for paths that are silent otherwise (RFC 5245 10). */
  keepAlive(): StunMessage {
    return this.#message('indication', this.#transaction(), {}, null);
  }

  /** Is this what answers a check of the pair: no error, from where the check went, rightly signed (RFC 5245 7.1.3)? */
  confirms(message: StunMessage, from: TransportAddress, pair: Pair): boolean {
    const { address, port } = pair.remote;
    const symmetric = from.address === address && from.port === port;
    return message.kind !== 'error' && symmetric && isSignedWith(message, this.#credentials(pair).key);
  }

  /** Answers a check that came in (RFC 5245 7.2). */
  answer(message: StunMessage, from: TransportAddress, candidates: readonly Candidate[]): CheckAnswer {
    const key = this.#ownKey(message, candidates);
    if (key === null || !isSignedWith(message, key))
      return {
        answer: this.#response(message, 'error', { error: stunError(key === null ? 436 : 431) }, null),
        refused: `a connectivity check ${key === null ? 'for nobody here' : 'with a wrong signature'}`,
      };
    const { username = '' } = message.attributes;
    const mapped = message.dialect === 'rfc5389' ? { xorMapped: from, username } : { mapped: from, username };
    return { answer: this.#response(message, 'response', mapped, key), refused: null };
  }

  /** The candidate that a check shows, of which nobody told us (RFC 5245 7.2.1.3). */
  peerReflexive(message: StunMessage, from: TransportAddress, base: Base): Candidate {
    const transport = base.candidate.transport === 'UDP' ? 'UDP' : 'TCP-ACT';
    const user = (message.attributes.username ?? '').slice(base.candidate.user.length);
    const known = this.#remote?.candidates.find((one) => one.user !== '' && one.user === user);
    const made = candidate('prflx', transport, base.component, from, null, {
      user: known?.user ?? '',
      password: known?.password ?? '',
    });
    return { ...made, priority: message.attributes.priority ?? made.priority };
  }

  /** User name and key of a check that we send (RFC 5245 7.1.2.3; [MS-ICE] 3.1.4.8.1). */
  #credentials({ base, remote }: Pair): { username: string; key: string } {
    const other = this.#remote!;
    return this.dialect === 'ice2'
      ? { username: `${other.ufrag}:${this.#ufrag}`, key: other.pwd }
      : { username: `${remote.user}${base.candidate.user}`, key: remote.password };
  }

  /** The key that a check which came in must be signed with; null when it is not for us. */
  #ownKey(
    { dialect, attributes: { username = '' } }: StunMessage,
    candidates: readonly Candidate[],
  ): string | null {
    if (dialect === 'rfc5389') return username.startsWith(`${this.#ufrag}:`) ? this.#pwd : null;
    return candidates.find((one) => one.user !== '' && username.startsWith(one.user))?.password ?? null;
  }

  #response(
    to: StunMessage,
    kind: 'response' | 'error',
    attributes: StunAttributes,
    key: string | null,
  ): StunMessage {
    return { ...this.#message(kind, to.transaction, attributes, key), dialect: to.dialect };
  }

  #transaction(): string {
    return this.dialect === 'ice2' ? COOKIE + this.#random.hex(24) : this.#random.hex(32);
  }

  #message(
    kind: StunMessage['kind'],
    transaction: string,
    attributes: StunAttributes,
    key: string | null,
  ): StunMessage {
    return {
      protocol: 'stun',
      dialect: this.dialect === 'ice2' ? 'rfc5389' : 'rfc3489',
      method: 'binding',
      kind,
      transaction,
      attributes,
      integrity: key === null ? null : { key, term: 'short' },
    };
  }
}
