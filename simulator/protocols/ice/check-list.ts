import type { Handle } from '../../kernel/scheduler.ts';
import { NONE } from '../../kernel/scheduler.ts';
import { milliseconds } from '../../model/time.ts';
import type { Host } from '../../network/host.ts';
import type { Machine } from '../../network/simulation.ts';
import type { Candidate } from '../sdp/message.ts';
import type { StunMessage, TransportAddress } from '../stun/message.ts';
import type { Base } from './bases.ts';
import type { PairPriority } from './candidates.ts';
import { candidateName, comparePairs } from './candidates.ts';
import { pairMachine } from './machines.ts';

/** Two candidates, and what is known of the way between them. */
export interface Pair {
  readonly base: Base;
  readonly remote: Candidate;
  readonly priority: PairPriority;
  readonly machine: Machine<typeof pairMachine>;
  state: 'waiting' | 'in-progress' | 'succeeded' | 'failed';
  retry: Handle;
  tries: number;
  /** The first event of its checks, and the packet that was sent last: what an explanation shows. */
  begun: number;
  lastPacket: number;
  nominating: boolean;
  nominated: boolean;
}

/** Who makes the checks' messages. */
export interface CheckMaker {
  /** A Binding request for a pair; the nomination is in it when `nominate`. */
  check(pair: Pair, nominate: boolean): StunMessage;
}

/** The pairs of one medium and their checks: paced, sent again while no answer comes (RFC 5245 5.7, 5.8, 7.1). */
export class CheckList {
  readonly pairs: Pair[] = [];
  readonly #host: Host;
  readonly #id: string;
  readonly #maker: CheckMaker;
  readonly #triggered: Pair[] = [];
  /** Every check that was sent: an answer may come after the check was sent anew. */
  readonly #sent = new Map<string, { readonly pair: Pair; readonly nominating: boolean }>();
  #pace: Handle = NONE;
  #cause = -1;
  #over = false;

  constructor(host: Host, id: string, maker: CheckMaker) {
    this.#host = host;
    this.#id = id;
    this.#maker = maker;
  }

  /** Makes the pairs of all candidates that fit. */
  form(bases: readonly Base[], remote: readonly Candidate[], controlling: boolean): void {
    for (const base of bases) for (const one of remote) if (fits(base, one)) this.add(base, one, controlling);
  }

  /** Makes a pair; the one that there is when it was made before. */
  add(base: Base, remote: Candidate, controlling: boolean): Pair {
    const known = this.find(base, remote);
    if (known) return known;
    const own = base.candidate.priority;
    const machine = this.#host.simulation.spawn(pairMachine, {
      id: `${this.#id}/pair/${this.pairs.length + 1}`,
      title: `${candidateName(base.candidate)} with ${candidateName(remote)}`,
      node: this.#host.index,
      about: {
        agent: this.#id,
        component: String(base.component),
        local: candidateName(base.candidate),
        remote: candidateName(remote),
      },
    });
    const pair: Pair = {
      base,
      remote,
      priority: controlling
        ? { controlling: own, controlled: remote.priority }
        : { controlling: remote.priority, controlled: own },
      machine,
      state: 'waiting',
      retry: NONE,
      tries: 0,
      begun: -1,
      lastPacket: -1,
      nominating: false,
      nominated: false,
    };
    this.pairs.push(pair);
    return pair;
  }

  /** The pair of a base and a remote address. */
  find(base: Base, { address, port }: TransportAddress): Pair | undefined {
    return this.pairs.find(
      (one) => one.base === base && one.remote.address === address && one.remote.port === port,
    );
  }

  /** Begins with the checks, best pair first. */
  start(): void {
    this.pairs.sort((a, b) => comparePairs(b.priority, a.priority));
    this.#cause = this.#host.simulation.scheduler.cause;
    this.#next();
  }

  /** A check came by this pair: it is tried at the next turn (RFC 5245 7.2.1.4). */
  trigger(pair: Pair): void {
    if (this.#over || pair.state === 'succeeded' || this.#triggered.includes(pair)) return;
    if (pair.state === 'in-progress' && pair.tries < 2) return;
    this.#triggered.push(pair);
    if (this.#pace === NONE) this.#next();
  }

  /** Sends the nomination of a pair that has succeeded. */
  nominate(pair: Pair): void {
    pair.nominating = true;
    pair.tries = 0;
    this.#check(pair);
  }

  /** The pair whose check an answer belongs to, and whether that check nominated it. */
  waitingFor(transaction: string): { readonly pair: Pair; readonly nominating: boolean } | undefined {
    const found = this.#sent.get(transaction);
    this.#sent.delete(transaction);
    return found;
  }

  /** The best pair that works for each component (RFC 5245 8.1.1.1); null when one has none. */
  best(components: 1 | 2): Pair[] | null {
    const valid = this.pairs
      .filter((one) => one.state === 'succeeded')
      .sort((a, b) => comparePairs(b.priority, a.priority));
    const first = valid.find((one) => one.base.component === 1);
    if (!first) return null;
    if (components === 1 || first.base.candidate.transport !== 'UDP') return [first];
    const second = valid.find((one) => one.base.component === 2);
    if (second) return [first, second];
    // Over TCP both components share one path.
    const tcp = valid.find((one) => one.base.candidate.transport !== 'UDP');
    return tcp ? [tcp] : null;
  }

  succeeded(pair: Pair): void {
    this.#rest(pair);
    pair.state = 'succeeded';
    pair.machine.send({ type: 'SUCCEEDED' });
  }

  failed(pair: Pair): void {
    this.#rest(pair);
    pair.state = 'failed';
    pair.machine.send({ type: 'FAILED' });
  }

  /** No more checks. */
  stop(): void {
    this.#over = true;
    this.#host.cancel(this.#pace);
    this.#pace = NONE;
    for (const pair of this.pairs) this.#rest(pair);
  }

  #rest(pair: Pair): void {
    this.#host.cancel(pair.retry);
    pair.retry = NONE;
  }

  /** One check each Ta: those that were triggered first, then those that wait (RFC 5245 5.8). */
  #next(): void {
    this.#pace = NONE;
    if (this.#over) return;
    const pair = this.#triggered.shift() ?? this.pairs.find((one) => one.state === 'waiting');
    if (!pair) return;
    if (pair.state !== 'succeeded') this.#check(pair);
    const { scheduler } = this.#host.simulation;
    const before = scheduler.cause;
    // The pace is nobody's effect: each check goes back to what began them all.
    scheduler.cause = this.#cause;
    const ta = milliseconds(this.#host.simulation.knob('ice.ta_ms'));
    this.#pace = this.#host.timer('Ta', ta, () => this.#next());
    scheduler.cause = before;
  }

  #check(pair: Pair): void {
    this.#rest(pair);
    if (pair.state === 'waiting' || pair.state === 'failed') {
      pair.state = 'in-progress';
      pair.machine.send({ type: 'START' });
    }
    const message = this.#maker.check(pair, pair.nominating);
    this.#sent.set(message.transaction, { pair, nominating: pair.nominating });
    this.#transmit(pair, message, -1);
  }

  #transmit(pair: Pair, message: StunMessage, repeats: number): void {
    const { simulation } = this.#host;
    const sent = pair.base.send(pair.remote, message, repeats);
    if (!sent) {
      this.failed(pair);
      return;
    }
    if (pair.begun < 0) pair.begun = sent.event;
    pair.lastPacket = sent.packet;
    pair.tries++;
    // TCP sends again by itself.
    if (pair.base.candidate.transport !== 'UDP' && pair.base.candidate.type === 'host') return;
    const before = simulation.scheduler.cause;
    simulation.scheduler.cause = sent.event;
    const rto = milliseconds(simulation.knob('ice.rto_ms')) * 2 ** (pair.tries - 1);
    pair.retry = this.#host.timer('connectivity check', rto, () =>
      this.#transmit(pair, message, sent.packet),
    );
    simulation.scheduler.cause = before;
  }
}

/** Which candidates make a pair (RFC 5245 5.7.1): the same component and transport, one that opens and one that waits. */
function fits({ candidate: own, component }: Base, remote: Candidate): boolean {
  if (own.transport === 'UDP') return remote.transport === 'UDP' && remote.component === component;
  if (remote.transport !== 'TCP-PASS' || remote.component !== 1) return false;
  return (own.type === 'relay') === (remote.type === 'relay');
}
