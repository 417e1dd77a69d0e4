import { lifeOf, reasonOf } from '../../simulator/model/connection.ts';
import type { Design, DesignFirewall } from '../../simulator/model/design.ts';
import type { Intervention } from '../../simulator/model/run.ts';
import { EventKind, VERDICT_REASONS } from '../../simulator/model/trace.ts';
import type { TraceReader } from '../../simulator/model/trace-reader.ts';

/*
 * Firewalls, looked at from outside: nothing passes without a rule that is on, a connection that lives, or a mode that lets
 * all pass; and no connection lives on beyond the time that its last packet left it.
 */

/** What a firewall's table must have, by what its verdicts said. */
interface Known {
  /** Microseconds; what is kept is whole seconds, rounded up. */
  readonly until: number;
  /** The packet that was seen last. A hairpin has each judged twice, the second time by what it may have ended itself. */
  readonly packet: number;
}

/** @returns verdicts that are not founded */
export function brokenGates(
  reader: TraceReader,
  design: Design,
  interventions: readonly Intervention[],
): string[] {
  const { events, nodes } = reader.trace;
  const walls = new Map(design.firewalls.map((wall) => [wall.id, new Wall(wall, interventions)]));
  const broken: string[] = [];
  for (let event = 0; event < reader.length; event++) {
    const kind = events.kind[event];
    if (kind !== EventKind.verdict && kind !== EventKind.forget) continue;
    const wall = walls.get(nodes[events.node[event]!]!.id);
    if (!wall) broken.push(`event ${event}: a verdict of what is no firewall`);
    else if (kind === EventKind.forget) wall.forget(events.a[event]!);
    else {
      const why = wall.judge(reader, event);
      if (why !== null) broken.push(`event ${event}: ${why}`);
    }
  }
  return broken;
}

class Wall {
  readonly #wall: DesignFirewall;
  readonly #interventions: readonly Intervention[];
  readonly #known = new Map<number, Known>();

  constructor(wall: DesignFirewall, interventions: readonly Intervention[]) {
    this.#wall = wall;
    this.#interventions = interventions;
  }

  forget(connection: number): void {
    this.#known.delete(connection);
  }

  /** Why a packet ought not to have passed; null when all is well. */
  judge(reader: TraceReader, event: number): string | null {
    const { time, packet, a, b, c } = reader.trace.events;
    const disposition = reader.disposition(packet[event]!);
    const stopped = (disposition.id === 'dropped' || disposition.id === 'rejected') && reader.lostAt(event);
    if (stopped) return null;
    const now = time[event]!;
    const why = this.#founded(
      VERDICT_REASONS[reasonOf(b[event]!)]!,
      a[event]!,
      c[event]!,
      packet[event]!,
      now,
    );
    if (c[event]! >= 0)
      this.#known.set(c[event]!, { until: now + lifeOf(b[event]!) * 1e6, packet: packet[event]! });
    return why;
  }

  #founded(
    reason: (typeof VERDICT_REASONS)[number],
    rule: number,
    connection: number,
    packet: number,
    now: number,
  ): string | null {
    switch (reason) {
      case 'rule':
        return this.#on(rule, now)
          ? null
          : `it passed by rule ${rule} of ${this.#wall.id}, which is off or none`;
      case 'no-rule':
        return this.#wall.default === 'permit' ? null : `it passed ${this.#wall.id} by no rule`;
      case 'open':
        return this.#open(now) ? null : `it passed ${this.#wall.id}, which was not open`;
      case 'state': {
        const known = this.#known.get(connection);
        if (known === undefined)
          return `it passed ${this.#wall.id} by connection ${connection}, which it does not know`;
        return now < known.until || (now === known.until && packet === known.packet)
          ? null
          : `it passed ${this.#wall.id} by connection ${connection}, which ended at ${known.until} us`;
      }
      default:
        return `it passed ${this.#wall.id} in spite of "${reason}"`;
    }
  }

  /** Was a rule on at a time? What happens at that very instant may have come before or after. */
  #on(index: number, now: number): boolean {
    const rule = this.#wall.rules[index];
    if (!rule || rule.action !== 'permit') return false;
    const could = new Set([rule.enabled]);
    for (const { at, change } of this.#byTime(now)) {
      if (change.kind !== 'rule' || change.rule !== rule.id) continue;
      if (change.firewall !== undefined && change.firewall !== this.#wall.id) continue;
      if (at < now) could.clear();
      could.add(change.enabled);
    }
    return could.has(true);
  }

  #open(now: number): boolean {
    const could = new Set(['enforcing']);
    for (const { at, change } of this.#byTime(now)) {
      if (change.kind !== 'firewall' || change.firewall !== this.#wall.id) continue;
      if (at < now) could.clear();
      could.add(change.mode);
    }
    return could.has('open');
  }

  #byTime(now: number): readonly Intervention[] {
    return this.#interventions.filter(({ at }) => at <= now).sort((one, other) => one.at - other.at);
  }
}
