import type { Handle } from '../../kernel/scheduler.ts';
import { NONE } from '../../kernel/scheduler.ts';
import type { Message } from '../../model/packet.ts';
import { seconds } from '../../model/time.ts';
import { EventKind, NO_PACKET } from '../../model/trace.ts';
import type { Host } from '../../network/host.ts';
import type { Machine } from '../../network/simulation.ts';
import type { Candidate } from '../sdp/message.ts';
import type { StunMessage, TransportAddress } from '../stun/message.ts';
import { isStun } from '../stun/message.ts';
import type { RelayServer } from '../turn/client.ts';
import type { Base, Sent } from './bases.ts';
import { RelayBase } from './bases.ts';
import { comparePairs } from './candidates.ts';
import type { Pair } from './check-list.ts';
import { CheckList } from './check-list.ts';
import type { IceDescription, IceDialect, SelectedPair } from './description.ts';
import type { GatherOptions } from './gatherer.ts';
import { Gatherer } from './gatherer.ts';
import type { Diagnosis } from './diagnosis.ts';
import { diagnose } from './diagnosis.ts';
import { iceMachine } from './machines.ts';
import { CheckMessages } from './messages.ts';

export interface IceUser {
  /** A path for every component. */
  connected(selected: readonly SelectedPair[]): void;
  /** None was found. */
  failed(): void;
  /** Media have come. */
  received(message: Message): void;
}

/** Addresses that are learnt at one base from checks, at most (RFC 5245 5.7.3 leaves the limit to the program). */
const MOST_LEARNT = 12;

/**
 * One medium's end of ICE in Microsoft's form ([MS-ICE2] 3.1, after RFC 5245): gathers, checks pairs with the other
 * end, and settles on one for each component. The end that calls is the controlling one: it waits until nothing better
 * can come, or three seconds after the first success, and nominates (regular nomination). In the form of OCS 2007
 * ([MS-ICE]) there is no nomination: the choice is told in the last offer. Left out on purpose: frozen pairs,
 * TCP from a host to a relay.
 */
export class IceAgent {
  readonly #host: Host;
  readonly #options: GatherOptions;
  readonly #user: IceUser;
  readonly #gatherer: Gatherer;
  readonly #messages: CheckMessages;
  readonly #list: CheckList;
  readonly #machine: Machine<typeof iceMachine>;
  #begun = false;
  #controlling = false;
  #timer: Handle = NONE;
  #keepAlive: Handle = NONE;
  #phase: 'gathering' | 'checking' | 'nominating' | 'connected' | 'failed' | 'closed' = 'gathering';
  #anySuccess = false;
  #selected: SelectedPair[] = [];
  /** Checks that came before the other end's description did. */
  #early: { message: StunMessage; from: TransportAddress; base: Base }[] = [];

  constructor(host: Host, options: GatherOptions, user: IceUser) {
    this.#host = host;
    this.#options = options;
    this.#user = user;
    this.#messages = new CheckMessages(host.random);
    this.#gatherer = new Gatherer(host, options, (message, from, base) => this.#arrived(message, from, base));
    this.#list = new CheckList(host, options.id, this.#messages);
    this.#machine = host.simulation.spawn(iceMachine, {
      id: `${options.id}/ice`,
      title: `${options.title}: connectivity`,
      node: host.index,
    });
  }

  /** Number of its machine in the trace. */
  get actor(): number {
    return this.#machine.index;
  }

  get selected(): readonly SelectedPair[] {
    return this.#selected;
  }

  /** Collects candidates; `done` when the last relay has answered or was given up. */
  gather(relay: RelayServer | null, done: () => void): void {
    this.#machine.send({ type: 'GATHER' });
    this.#gatherer.gather(relay, () => {
      if (this.#phase === 'closed') return;
      this.#machine.send({ type: 'GATHERED' });
      done();
    });
  }

  get dialect(): IceDialect {
    return this.#messages.dialect;
  }

  /** What the other end must know, in one of the two forms. */
  describe(dialect: IceDialect): IceDescription {
    return this.#messages.describe(dialect, this.#gatherer.candidates);
  }

  /** Begins the checks with what the other end said. */
  start(remote: IceDescription, controlling: boolean): void {
    if (this.#begun || this.#phase === 'closed') return;
    this.#begun = true;
    this.#messages.start(remote, controlling);
    this.#controlling = controlling;
    this.#phase = 'checking';
    this.#machine.send({ type: 'CHECK' });
    this.#list.form(this.#gatherer.bases, remote.candidates, controlling);
    this.#deadline('ice.checks_s');
    this.#list.start();
    for (const { message, from, base } of this.#early.splice(0)) this.#asked(message, from, base);
  }

  /**
   * The other end's choice, in the form of OCS 2007, where it is told in the last offer.
   * @param own names of the candidates of ours that it chose
   * @param others names of its own that go with them
   */
  choose(own: readonly string[], others: readonly string[]): void {
    if (this.#phase !== 'checking') return;
    const chosen = this.#list.pairs.filter(
      ({ base, remote }) => own.includes(base.candidate.user) && others.includes(remote.user),
    );
    const best = (component: number) =>
      chosen
        .filter((one) => one.base.component === component)
        .sort((a, b) => Number(b.state === 'succeeded') - Number(a.state === 'succeeded'))[0];
    const pairs = [best(1), best(2)].filter((pair) => pair !== undefined);
    if (pairs.length > 0) this.#connect(pairs);
  }

  /** Sends media by the path of a component; null when there is none. */
  send(component: number, message: Message): Sent | null {
    const selected = this.#selected.find((one) => one.component === component) ?? this.#selected[0];
    const pair = selected && this.#pairOf(selected);
    return pair ? pair.base.send(pair.remote, message, -1) : null;
  }

  /** Does media now travel packet for packet the same way, so that many may be advanced as one? */
  get steady(): boolean {
    return (
      this.#selected.length > 0 && this.#selected.every((one) => this.#pairOf(one)?.base.steady === true)
    );
  }

  /** What is wrong with the connectivity, bit by bit. */
  diagnosis(): Diagnosis {
    return diagnose(this.#gatherer, this.#list.pairs, this.#selected, this.#options);
  }

  /** Failed tries for relays. */
  get failures(): Gatherer['failures'] {
    return this.#gatherer.failures;
  }

  get candidates(): readonly Candidate[] {
    return this.#gatherer.candidates;
  }

  close(): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    this.#stopChecks();
    this.#host.cancel(this.#keepAlive);
    this.#gatherer.close();
    this.#machine.send({ type: 'CLOSE' });
  }

  #arrived(message: Message, from: TransportAddress, base: Base): void {
    if (this.#phase === 'closed') return;
    if (!isStun(message)) {
      if (this.#phase === 'connected') this.#user.received(message);
      return;
    }
    if (message.method !== 'binding' || message.dialect === 'ms-turn') {
      this.#host.stray(message);
      return;
    }
    if (message.kind === 'request') this.#asked(message, from, base);
    else if (message.kind !== 'indication') this.#answered(message, from);
  }

  /** Somebody checks the way to us (RFC 5245 7.2). */
  #asked(message: StunMessage, from: TransportAddress, base: Base): void {
    const { answer, refused } = this.#messages.answer(message, from, this.#gatherer.candidates);
    if (refused !== null) this.#host.stray(refused);
    base.send(from, answer, -1);
    if (refused !== null) return;
    if (!this.#begun) {
      this.#early.push({ message, from, base });
      return;
    }
    if (this.#phase !== 'checking' && this.#phase !== 'nominating') return;
    const known = this.#list.find(base, from);
    // A NAT that maps anew for each peer shows another address with each check: there is no end to those.
    const isLearnt = (one: Pair) => one.base === base && one.remote.type === 'prflx';
    if (!known && this.#list.pairs.filter(isLearnt).length >= MOST_LEARNT) return;
    const pair =
      known ?? this.#list.add(base, this.#messages.peerReflexive(message, from, base), this.#controlling);
    if (message.attributes.useCandidate) pair.nominated = true;
    if (pair.state === 'succeeded') this.#maybeNominated();
    else this.#list.trigger(pair);
  }

  #answered(message: StunMessage, from: TransportAddress): void {
    const found = this.#list.waitingFor(message.transaction);
    // Another answer to a check that was sent twice, or of a search that is over.
    if (!found || (this.#phase !== 'checking' && this.#phase !== 'nominating')) return;
    const { pair, nominating } = found;
    if (!this.#messages.confirms(message, from, pair)) {
      this.#list.failed(pair);
      this.#settle();
      return;
    }
    this.#list.succeeded(pair);
    if (nominating) {
      pair.nominated = true;
      this.#nominatedAll();
      return;
    }
    if (!this.#anySuccess) {
      this.#anySuccess = true;
      this.#deadline('ice.afterFirst_s');
    }
    this.#maybeNominated();
    this.#settle();
  }

  /** The controlling end concludes as soon as nothing better can come. */
  #settle(): void {
    if (this.#phase !== 'checking') return;
    const open = this.#list.pairs.filter((one) => one.state === 'waiting' || one.state === 'in-progress');
    if (!this.#controlling) {
      if (open.length === 0 && !this.#anySuccess) this.#fail();
      return;
    }
    const best = this.#list.best(this.#options.components);
    const better = (pair: Pair) =>
      open.some(
        (one) => one.base.component === pair.base.component && comparePairs(one.priority, pair.priority) > 0,
      );
    if (best && !best.some(better)) this.#conclude(best);
    else if (open.length === 0) this.#fail();
  }

  #conclude(pairs: readonly Pair[]): void {
    if (this.dialect === 'draft6') {
      this.#connect(pairs);
      return;
    }
    this.#phase = 'nominating';
    this.#machine.send({ type: 'NOMINATE' });
    this.#host.cancel(this.#timer);
    this.#deadline('ice.checks_s');
    for (const pair of pairs) this.#list.nominate(pair);
  }

  #nominatedAll(): void {
    const pairs = this.#list.pairs.filter((one) => one.nominating);
    if (this.#phase === 'nominating' && pairs.every((one) => one.nominated)) this.#connect(pairs);
  }

  /** The other end has nominated, and our own check of the pair came through (RFC 5245 7.2.1.5). */
  #maybeNominated(): void {
    if (this.#controlling || this.#phase !== 'checking') return;
    const pairs = this.#list.pairs.filter((one) => one.nominated && one.state === 'succeeded');
    const first = pairs.find((one) => one.base.component === 1);
    if (!first) return;
    const shared = this.#options.components === 1 || first.base.candidate.transport !== 'UDP';
    const second = pairs.find((one) => one.base.component === 2);
    if (shared) this.#connect([first]);
    else if (second) this.#connect([first, second]);
  }

  #connect(pairs: readonly Pair[]): void {
    this.#stopChecks();
    this.#phase = 'connected';
    for (const pair of pairs) pair.machine.send({ type: 'NOMINATED' });
    this.#selected = pairs.map(({ base, remote }) => ({
      component: base.component,
      local: base.candidate,
      remote,
      to: { address: remote.address, port: remote.port },
    }));
    for (const { base, remote } of pairs) base.activate({ address: remote.address, port: remote.port });
    this.#machine.send({ type: 'SELECTED' });
    this.#keepPath();
    this.#user.connected(this.#selected);
  }

  #fail(): void {
    this.#stopChecks();
    this.#phase = 'failed';
    for (const pair of this.#list.pairs) if (pair.state !== 'succeeded') this.#list.failed(pair);
    this.#machine.send({ type: 'NO_PATH' });
    this.#user.failed();
  }

  /** Binding indications on paths that are silent otherwise (RFC 5245 10). */
  #keepPath(): void {
    const every = seconds(this.#host.simulation.knob('ice.keepAlive_s'));
    const again = (): void => {
      for (const selected of this.#selected)
        this.#pairOf(selected)?.base.send(selected.to, this.#messages.keepAlive(), -1);
      this.#keepAlive = this.#host.timer('ICE keep-alive', every, again, true);
    };
    this.#keepAlive = this.#host.timer('ICE keep-alive', every, again, true);
  }

  #pairOf(selected: SelectedPair): Pair | undefined {
    return this.#list.pairs.find(
      (one) => one.base.candidate === selected.local && one.remote === selected.remote,
    );
  }

  /** When the time for checks is up, the best of what works is taken; nothing works: no path. */
  #deadline(knob: 'ice.checks_s' | 'ice.afterFirst_s'): void {
    this.#host.cancel(this.#timer);
    const { simulation } = this.#host;
    // The other end decides; we wait for it a little longer than it takes.
    const patience = this.#controlling ? 1 : 2;
    const time = simulation.knob(knob === 'ice.afterFirst_s' && !this.#controlling ? 'ice.checks_s' : knob);
    this.#timer = this.#host.timer('connectivity checks', seconds(time * patience), () => {
      const deciding = this.#controlling && this.#phase === 'checking';
      const best = deciding ? this.#list.best(this.#options.components) : null;
      if (best) this.#conclude(best);
      else this.#fail();
    });
  }

  /** What is lost of checks that others outdid, or that were only tried in hope, harmed nobody. */
  #stopChecks(): void {
    this.#host.cancel(this.#timer);
    this.#list.stop();
    const { simulation } = this.#host;
    for (const { base, remote, state, begun } of this.#list.pairs) {
      const hoped = !(base instanceof RelayBase && remote.type === 'relay');
      if (hoped && state !== 'succeeded' && begun >= 0)
        simulation.record(EventKind.waive, this.#host.index, NO_PACKET, begun);
    }
  }
}
