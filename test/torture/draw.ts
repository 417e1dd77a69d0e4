import { BUILTIN_DESIGNS, openDesign } from '../../simulator/designs/registry.ts';
import { faultsOf, FAULT_KINDS } from '../../simulator/faults/registry.ts';
import { FEATURES } from '../../simulator/features/registry.ts';
import type { Random } from '../../simulator/kernel/random.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { Change, Intervention, Setup } from '../../simulator/model/run.ts';
import { STRAY_MESSAGES } from '../../simulator/model/run.ts';

/** Something to run. */
export interface Trial extends Setup {
  readonly feature: string;
  readonly seed: number;
  /** What it is, so that somebody can run it again. */
  readonly title: string;
}

/** Draws runs: a built-in design with weather, time-outs and faults of all kinds, and what happens in the middle. */
export class Draw {
  readonly #random: Random;
  readonly #designs: readonly Design[];
  readonly #faults: ReadonlyMap<string, ReturnType<typeof faultsOf>>;

  constructor(random: Random) {
    this.#random = random;
    const kinds = FAULT_KINDS.map(({ id }) => id);
    this.#designs = BUILTIN_DESIGNS.map(({ id, text }) => loaded(text, id));
    this.#faults = new Map(this.#designs.map((design) => [design.id, faultsOf(design, kinds)]));
  }

  next(): Trial {
    const random = this.#random;
    const plain = this.#pick(this.#designs);
    const faults = Array.from({ length: random.between(0, random.between(0, 3)) }, () =>
      this.#pick(this.#faults.get(plain.id)!),
    );
    const setup = faults.reduce<Setup>((before, fault) => fault.apply(before), {
      design: this.#weathered(plain),
      interventions: [],
    });
    const feature = this.#pick(FEATURES).id;
    const more = Array.from({ length: random.between(0, random.between(0, 6)) }, () =>
      this.#intervention(plain),
    );
    const seed = random.between(0, 9999);
    const title = `${plain.id} ${feature} seed ${seed}, faults [${faults.map(({ id }) => id).join(', ')}]`;
    return { design: setup.design, interventions: [...setup.interventions, ...more], feature, seed, title };
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#random.between(0, list.length - 1)]!;
  }

  /** Delays, jitter and losses, and time-outs so short that they run out in the middle of a scene. */
  #weathered(design: Design): Design {
    const random = this.#random;
    const bad = random.between(0, 1) === 0;
    const short = random.between(0, 1) === 0;
    const zones = design.zones.map((zone) => ({
      ...zone,
      delay_ms: random.between(0, 60),
      ...(bad && zone.prefixes.length === 0
        ? { loss: this.#pick([0, 0.02, 0.2]), jitter_ms: random.between(0, 40) }
        : {}),
    }));
    if (!short) return { ...design, zones };
    const firewalls = design.firewalls.map((wall) => ({
      ...wall,
      udpTimeout_s: random.between(1, 30),
      tcpTimeout_s: random.between(2, 60),
      default: this.#pick(['drop', 'reject'] as const),
    }));
    const nats = design.nats.map((nat) => ({
      ...nat,
      udpTimeout_s: random.between(1, 30),
      tcpTimeout_s: random.between(2, 60),
    }));
    const knobs = {
      ...design.knobs,
      'turn.permission_s': random.between(1, 20),
      'turn.lifetime_s': random.between(5, 60),
      'sip.registration_s': random.between(5, 60),
    };
    return { ...design, zones, firewalls, nats, knobs };
  }

  #intervention({ firewalls, hosts, zones }: Design): Intervention {
    const random = this.#random;
    const wall = this.#pick(firewalls);
    const host = this.#pick(hosts);
    const changes: readonly (() => Change | null)[] = [
      () =>
        wall.rules.length === 0
          ? null
          : {
              kind: 'rule',
              rule: this.#pick(wall.rules).id,
              firewall: wall.id,
              enabled: random.between(0, 1) === 1,
            },
      () => ({ kind: 'host', host: host.id, power: this.#pick(['on', 'off', 'shutdown'] as const) }),
      () =>
        host.roles.length === 0
          ? null
          : {
              kind: 'service',
              host: host.id,
              role: this.#pick(host.roles).role,
              running: random.between(0, 2) === 0,
            },
      () => ({
        kind: 'firewall',
        firewall: wall.id,
        mode: this.#pick(['enforcing', 'open', 'failed'] as const),
      }),
      () => ({ kind: 'zone', zone: this.#pick(zones).id, connected: random.between(0, 1) === 1 }),
      () => ({ kind: 'link', host: host.id, connected: random.between(0, 1) === 1 }),
      () => ({
        kind: 'expire',
        firewall: wall.id,
        connection: random.between(0, 1) === 1 ? null : random.between(0, 12),
      }),
      () => ({ kind: 'inject', host: host.id, message: this.#pick(STRAY_MESSAGES) }),
    ];
    const at = random.between(0, random.between(0, 1) ? 3_000_000 : 40_000_000);
    for (;;) {
      const change = this.#pick(changes)();
      if (change) return { at, change };
    }
  }
}

function loaded(text: string, id: string): Design {
  const read = openDesign(text, id);
  if (!read.ok) throw new Error(`${id}: ${read.problems[0]!.message}`);
  return read.design;
}
