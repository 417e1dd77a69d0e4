import type { Verdict } from '../../model/disposition.ts';
import { RULE_DEFAULT, RULE_NONE } from '../../model/disposition.ts';
import type { PacketFilter } from '../../model/filter.ts';
import type { Policy } from '../../model/policy.ts';
import { ConnectionStates } from '../../model/policy.ts';
import type { Packet } from '../../model/packet.ts';
import { Flag, Protocol } from '../../model/packet.ts';
import type { Duration, Instant } from '../../model/time.ts';
import { SECOND, seconds } from '../../model/time.ts';
import { Connections, ConnectionState } from './connections.ts';
import { RuleTable } from './rules.ts';

/** Time-outs of the phases of a TCP conversation in which nothing should last (Linux conntrack's values). */
const TCP_OPENING: Duration = 120 * SECOND;
const TCP_CLOSING: Duration = 120 * SECOND;
const TCP_CLOSED: Duration = 10 * SECOND;

/**
 * The firewall's judgement: the first rule that names the packet decides whether a conversation may begin; what
 * belongs to a known conversation passes in both directions until its time-out.
 */
export class Engine implements PacketFilter {
  readonly rules: RuleTable;
  readonly connections = new Connections();
  readonly #policy: Policy;
  readonly #udpTimeout: Duration;
  readonly #tcpTimeout: Duration;
  readonly #verdict: { -readonly [K in keyof Verdict]: Verdict[K] } = {
    action: 'drop',
    reason: 'no-rule',
    rule: RULE_DEFAULT,
    connection: -1,
  };

  constructor(policy: Policy) {
    this.rules = new RuleTable(policy.rules);
    this.#policy = policy;
    this.#udpTimeout = seconds(policy.timeouts.udp_s);
    this.#tcpTimeout = seconds(policy.timeouts.tcpEstablished_s);
  }

  decide(packet: Packet, fromOutside: boolean, now: Instant): Readonly<Verdict> {
    if (!this.#policy.stateful) return this.#ask(packet, fromOutside);
    const entry = this.connections.find(packet);
    if (entry >= 0 && this.connections.expires[entry]! > now && !this.#beginsAnew(entry, packet)) {
      this.#follow(entry, packet, now);
      return this.#say('accept', 'state', this.connections.rule[entry]!, entry);
    }
    if (
      packet.protocol === Protocol.tcp &&
      (packet.flags & (Flag.syn | Flag.ack | Flag.rst | Flag.fin)) !== Flag.syn
    )
      return this.#say('drop', 'no-state', RULE_NONE, -1);
    const verdict = this.#ask(packet, fromOutside);
    if (verdict.action !== 'accept') return verdict;
    const life = packet.protocol === Protocol.tcp ? TCP_OPENING : this.#udpTimeout;
    return this.#say(
      'accept',
      verdict.reason,
      verdict.rule,
      this.connections.open(packet, verdict.rule, now + life, now),
    );
  }

  /** The first rule that is switched off and would have let the packet through, or -1. */
  closedRule(packet: Packet, fromOutside: boolean): number {
    const index = this.rules.match(packet, fromOutside, ConnectionStates.new, false);
    return index >= 0 && this.rules.rules[index]!.action === 'permit' ? index : -1;
  }

  /** What the rules alone say, in order. */
  #ask(packet: Packet, fromOutside: boolean): Readonly<Verdict> {
    const index = this.rules.match(packet, fromOutside, ConnectionStates.new);
    if (index < 0) {
      const action = this.#policy.default === 'permit' ? 'accept' : this.#policy.default;
      return this.#say(action, 'no-rule', RULE_DEFAULT, -1);
    }
    const { action } = this.rules.rules[index]!;
    return this.#say(
      action === 'permit' ? 'accept' : action === 'reject' ? 'reject' : 'drop',
      'rule',
      index,
      -1,
    );
  }

  /** A SYN on a conversation that has ended begins another one. */
  #beginsAnew(entry: number, packet: Packet): boolean {
    return (
      packet.protocol === Protocol.tcp &&
      (packet.flags & (Flag.syn | Flag.ack)) === Flag.syn &&
      this.connections.state[entry]! >= ConnectionState.closing
    );
  }

  #follow(entry: number, packet: Packet, now: Instant): void {
    const { state, expires } = this.connections;
    const forward = this.connections.forward(entry, packet);
    if (packet.protocol !== Protocol.tcp) {
      if (!forward) state[entry] = ConnectionState.answered;
      expires[entry] = now + this.#udpTimeout;
      return;
    }
    if (packet.flags & Flag.rst) state[entry] = ConnectionState.closed;
    else if (packet.flags & Flag.fin) state[entry] = Math.max(state[entry]!, ConnectionState.closing);
    else if (packet.flags & Flag.syn) {
      if (!forward && state[entry] === ConnectionState.opened) state[entry] = ConnectionState.answered;
    } else if (forward && state[entry] === ConnectionState.answered)
      state[entry] = ConnectionState.established;
    const phase = state[entry]!;
    expires[entry] =
      now +
      (phase === ConnectionState.closed
        ? TCP_CLOSED
        : phase === ConnectionState.closing
          ? TCP_CLOSING
          : phase === ConnectionState.established
            ? this.#tcpTimeout
            : TCP_OPENING);
  }

  #say(
    action: Verdict['action'],
    reason: Verdict['reason'],
    rule: number,
    connection: number,
  ): Readonly<Verdict> {
    this.#verdict.action = action;
    this.#verdict.reason = reason;
    this.#verdict.rule = rule;
    this.#verdict.connection = connection;
    return this.#verdict;
  }
}
