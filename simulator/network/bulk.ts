import type { Design } from '../model/design.ts';
import type { Duration, Instant } from '../model/time.ts';
import { SECOND } from '../model/time.ts';

/** No stream is advanced further than this in one step. */
const LONGEST: Duration = 5 * SECOND;
/** Hosts start and stop for this long after the design was changed, so that paths may still change. */
const UNREST: Duration = 150 * SECOND;

/**
 * How far a stream of datagrams may be advanced at once: only where each of its packets meets what the first one met.
 * That holds while nothing is lost or late by chance, no change of the design falls in between, and no firewall or NAT forgets a
 * conversation sooner than the next step.
 */
export class Bulk {
  readonly #design: Design;
  #longest: Duration | null = null;
  readonly #changes: Instant[] = [];

  constructor(design: Design) {
    this.#design = design;
  }

  /** The design will be changed at these instants. */
  expect(changes: readonly Instant[]): void {
    this.#changes.push(...changes);
  }

  /** The longest step from now on; 0 where each packet must go by itself. */
  from(now: Instant): Duration {
    this.#longest ??= longestStep(this.#design);
    let longest = this.#longest;
    for (const at of this.#changes) {
      if (at + UNREST < now) continue;
      if (at <= now) return 0;
      longest = Math.min(longest, at - now);
    }
    return longest;
  }
}

/** The longest step while nobody changes the design; 0 where chance, or the design, wants each packet by itself. */
function longestStep({ hosts, nats, zones, firewalls, knobs }: Design): Duration {
  const links = [...hosts.flatMap((host) => host.interfaces), ...nats].map((one) => one.link);
  const chance = [...zones, ...links].some((one) => one.loss > 0 || one.jitter_ms > 0);
  if (chance || knobs['media.bulk'] === 'off') return 0;
  return Math.min(LONGEST, ...[...firewalls, ...nats].map((one) => (one.udpTimeout_s * SECOND) / 2));
}
