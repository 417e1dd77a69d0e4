import { ANSWERED } from '../../model/connection.ts';
import type { Verdict } from '../../model/disposition.ts';
import { RULE_DEFAULT, RULE_NONE } from '../../model/disposition.ts';
import type { PacketFilter } from '../../model/filter.ts';
import type { Packet } from '../../model/packet.ts';
import { Flag, Protocol } from '../../model/packet.ts';
import type { Policy, RejectWith } from '../../model/policy.ts';
import { ConnectionStates } from '../../model/policy.ts';
import type { Instant } from '../../model/time.ts';
import type { Tuple } from './connections.ts';
import { invert, Mark } from './connections.ts';
import type { BytesOf } from './inspector.ts';
import { Inspector } from './inspector.ts';
import { RuleTable } from './rules.ts';
import { Tracker } from './tracker.ts';
import { Translator } from './translator.ts';

const { new: NEW, established: ESTABLISHED, related: RELATED, invalid: INVALID } = ConnectionStates;

/** A verdict that is filled again at each packet. */
type Writable = { -readonly [K in keyof Verdict]: Verdict[K] };

/**
 * A firewall's judgement: which connection a packet belongs to, where NAT sends it, and what the rules say, of which the
 * first that names it decides. As Linux does it: destinations are translated before the rules are asked, sources
 * afterwards, and a connection is remembered once its first packet has been let pass.
 */
export class Engine implements PacketFilter {
  readonly policy: Policy;
  readonly rules: RuleTable;
  readonly tracker: Tracker;
  readonly translator: Translator;
  readonly #inspector: Inspector;
  /**
   * Do rules ask for flags of TCP? To Linux a connection is new until it was answered, and its packets are asked about
   * again: only such rules can tell them from the first.
   */
  readonly #asksFlags: boolean;
  readonly #out: Tuple = { src: 0, dst: 0, sport: 0, dport: 0, protocol: 0 };
  readonly #verdict: Writable = {
    action: 'drop',
    reason: 'no-rule',
    rule: RULE_DEFAULT,
    connection: -1,
    phase: 0,
    expires: 0,
    rejectWith: null,
    log: false,
    back: false,
    outward: RULE_NONE,
    out: this.#out,
  };
  readonly #answer: Tuple = { src: 0, dst: 0, sport: 0, dport: 0, protocol: 0 };

  /**
   * @param bytesOf how messages look on the wire, for a policy that inspects content
   * @param notice hears, once for each rule, that it came to matter whether this rule is switched on
   */
  constructor(
    policy: Policy,
    bytesOf: BytesOf = () => new Uint8Array(),
    notice: (rule: number) => void = () => undefined,
  ) {
    this.policy = policy;
    this.rules = new RuleTable(policy.rules, notice);
    this.tracker = new Tracker(policy.timeouts);
    this.translator = new Translator(policy);
    this.#asksFlags = policy.rules.some((rule) => rule.flags.length > 0);
    this.#inspector = new Inspector(policy.inspections, bytesOf);
  }

  decide(packet: Packet, fromOutside: boolean, now: Instant, open = false): Readonly<Verdict> {
    const verdict = this.#verdict;
    const { tracker } = this;
    tracker.track(packet, now);
    verdict.rejectWith = null;
    verdict.log = false;
    verdict.phase = 0;
    verdict.expires = 0;
    verdict.connection = -1;
    verdict.back = false;
    verdict.outward = RULE_NONE;
    if (!this.#translate(packet, fromOutside))
      return this.#say('drop', tracker.state === INVALID ? 'no-state' : 'nat', RULE_NONE);
    if (open) return this.#through(packet, now);
    if (this.policy.stateful) {
      if (tracker.entry >= 0 && !(this.#asksFlags && tracker.state === NEW))
        return this.#pass(packet, 'state', tracker.connections.rule[tracker.entry]!);
      if (tracker.state === INVALID) return this.#say('drop', 'no-state', RULE_NONE);
    }
    this.#judge(packet, fromOutside);
    if (verdict.action !== 'accept') {
      const { entry } = tracker;
      // About a RST nothing is said, so nothing ends by it that it has not ended itself.
      const told = resets(packet, verdict.rejectWith) && (packet.flags & Flag.rst) === 0;
      if (entry >= 0 && verdict.action === 'reject' && told) tracker.close(entry, now);
      return verdict;
    }
    if (tracker.entry < 0 && tracker.state === NEW) return this.#open(packet, now);
    return this.#pass(packet, verdict.reason, verdict.rule);
  }

  /** The first rule that is switched off and would have let the packet judged last through, or -1. */
  closedRule(packet: Packet, fromOutside: boolean): number {
    const { rules } = this;
    const inward = { ...packet, ...this.#out, src: packet.src, sport: packet.sport };
    // By hairpin it is the way back in that is closed, when the way out was open.
    const asked = this.#verdict.back ? { ...packet, ...this.#out } : fromOutside ? inward : packet;
    const side = this.#verdict.back || fromOutside;
    const index = rules.match(asked, side, NEW, false);
    rules.rests(asked, packet.flags, side, NEW, index);
    return index >= 0 && rules.rules[index]!.action === 'permit' ? index : -1;
  }

  /**
   * Where the packet goes: into the verdict.
   * @returns false when it is for an address of the NAT behind which nobody stands
   */
  #translate(packet: Packet, fromOutside: boolean): boolean {
    const { tracker, translator } = this;
    const out = this.#out;
    out.src = packet.src;
    out.dst = packet.dst;
    out.sport = packet.sport;
    out.dport = packet.dport;
    out.protocol = packet.protocol;
    if (!translator.active) return true;
    const { connections, entry, direction } = tracker;
    if (entry >= 0) {
      connections.read(entry * 2 + (1 - direction), this.#answer);
      if (tracker.state === RELATED) {
        // An ICMP error goes to whoever sent the packet that it quotes, and, where the connection's packets that way
        // leave with another source, so does the error, whoever sent it.
        const { src, dst } = this.#answer;
        connections.read(entry * 2 + direction, this.#answer);
        if (this.#answer.src !== dst) out.src = dst;
        out.dst = src;
        return true;
      }
      invert(this.#answer, out);
      this.#verdict.back = (connections.marks[entry]! & Mark.hairpin) !== 0;
      return true;
    }
    const own = translator.owns(packet.dst);
    // What begins no connection and belongs to none is not translated: for an address of the NAT it ends here.
    if (tracker.state !== NEW) return !own;
    if (own && (!(fromOutside || this.policy.hairpin) || !translator.inward(packet, out))) return false;
    if (!fromOutside) {
      this.#verdict.back = own;
      translator.outward(packet, out);
    }
    return true;
  }

  /** What the rules say, into the verdict. What comes back inside by hairpin is asked about both ways. */
  #judge(packet: Packet, fromOutside: boolean): void {
    const { out, back } = this.#verdict;
    const { state } = this.tracker;
    if (!this.translator.active || (!fromOutside && !back))
      return this.#ask(packet, packet.flags, fromOutside, state);
    const { src, sport, protocol } = packet;
    if (fromOutside)
      return this.#ask({ src, sport, dst: out.dst, dport: out.dport, protocol }, packet.flags, true, state);
    this.#ask(packet, packet.flags, false, state);
    this.#verdict.outward = this.#verdict.rule;
    if (this.#verdict.action === 'accept') this.#ask(out, packet.flags, true, state);
    else this.#verdict.back = false;
  }

  #ask(tuple: Tuple | Packet, flags: number, fromOutside: boolean, state: number): void {
    const { policy } = this;
    const verdict = this.#verdict;
    const index = this.rules.find(
      tuple.src,
      tuple.dst,
      tuple.sport,
      tuple.dport,
      tuple.protocol,
      flags,
      fromOutside,
      state,
    );
    this.rules.rests(tuple, flags, fromOutside, state, index);
    verdict.rule = index;
    if (index < 0) {
      verdict.rule = RULE_DEFAULT;
      verdict.reason = 'no-rule';
      verdict.action = policy.default === 'permit' ? 'accept' : policy.default;
      return;
    }
    const rule = policy.rules[index]!;
    verdict.reason = (rule.states & NEW) === 0 && (state & (ESTABLISHED | RELATED)) !== 0 ? 'state' : 'rule';
    verdict.action = rule.action === 'permit' ? 'accept' : rule.action === 'reject' ? 'reject' : 'drop';
    verdict.rejectWith = rule.rejectWith;
    verdict.log = rule.log;
  }

  /** Lets a packet pass unasked. */
  #through(packet: Packet, now: Instant): Readonly<Verdict> {
    const { tracker } = this;
    this.#say('accept', 'open', RULE_NONE);
    return tracker.entry < 0 && tracker.state === NEW ? this.#open(packet, now) : this.#verdict;
  }

  /** Remembers a connection that may begin. */
  #open(packet: Packet, now: Instant): Readonly<Verdict> {
    const verdict = this.#verdict;
    const { tracker, policy } = this;
    const { connections } = tracker;
    if (this.translator.active && !this.translator.settle(this.#out, connections, now))
      return this.#say('drop', 'nat', RULE_NONE);
    if (!invert(verdict.out, this.#answer)) return verdict;
    if (policy.maxConnections > 0 && connections.full(policy.maxConnections, now))
      return this.#say('drop', 'table-full', verdict.rule);
    const entry = tracker.open(packet, this.#answer, verdict.rule, now);
    if (verdict.back) connections.marks[entry]! |= Mark.hairpin;
    tracker.entry = entry;
    return this.#pass(packet, verdict.reason, verdict.rule);
  }

  /** Lets the packet go on, unless its content is not what its port is for. */
  #pass(packet: Packet, reason: Verdict['reason'], rule: number): Readonly<Verdict> {
    const { tracker } = this;
    const { entry } = tracker;
    const verdict = this.#verdict;
    if (entry < 0) return this.#say('accept', reason, rule);
    const { connections } = tracker;
    verdict.connection = connections.serial[entry]!;
    if (reason === 'state') verdict.outward = rule;
    verdict.phase = connections.state[entry]! | (connections.marks[entry]! & Mark.answered ? ANSWERED : 0);
    verdict.expires = connections.expires[entry]!;
    if (this.#inspector.active && packet.payload) {
      // The answers' tuple names the server as it is called inside.
      connections.read(entry * 2 + 1, this.#answer);
      const server = { dst: this.#answer.src, dport: this.#answer.sport };
      if (this.#inspector.refuses(packet, server)) {
        connections.forget(entry);
        verdict.rejectWith = 'reset';
        return this.#say('reject', 'inspection', rule);
      }
    }
    return this.#say('accept', reason, rule);
  }

  #say(action: Verdict['action'], reason: Verdict['reason'], rule: number): Readonly<Verdict> {
    this.#verdict.action = action;
    this.#verdict.reason = reason;
    this.#verdict.rule = rule;
    return this.#verdict;
  }
}

/** Is the sender of this packet told with a RST? */
export function resets(packet: Pick<Packet, 'protocol'>, rejectWith: RejectWith | null): boolean {
  return packet.protocol === Protocol.tcp && (rejectWith === null || rejectWith === 'reset');
}
