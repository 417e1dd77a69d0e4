import type { Outcome } from '../../analysis/matrix.ts';
import type { Fault, Touched } from '../../faults/fault.ts';
import type { OfferedFault } from '../../faults/registry.ts';
import type { Design } from '../../model/design.ts';
import type { FeatureRun, Setup } from '../../model/run.ts';
import { EventKind } from '../../model/trace.ts';
import { run } from '../../run.ts';
import { outcomeOf } from '../../sweep/sweep.ts';
import { touchedBy } from '../../sweep/touched.ts';

interface Tried {
  readonly outcome: Outcome;
  readonly touched: Touched;
}

/** A design with some things wrong. What becomes of a feature is found out when somebody asks. */
export interface Trial {
  readonly faults: readonly OfferedFault[];
  /** @param feature one of `Trials.features` */
  of(feature: string): Tried;
}

/** Tries faults of a design, alone and together. As in a sweep, a scene is played only when a fault can have changed it. */
export class Trials {
  /** Those that somebody would miss. */
  readonly features: readonly string[];
  readonly healthy: Trial;
  /** Scenes that were played. */
  played = 0;
  readonly #design: Design;
  readonly #told: (played: number) => void;
  readonly #alone = new Map<OfferedFault, Trial>();

  /** @param told hears how many scenes were played, after each */
  constructor(design: Design, told: (played: number) => void) {
    this.#design = design;
    this.#told = told;
    const found = run(design).features.filter((one) => one.finding.lacks === null && hasPeople(one));
    const tried = new Map(found.map((one) => [one.feature.id, triedOf(design, one)]));
    this.features = [...tried.keys()];
    this.healthy = { faults: [], of: (feature) => tried.get(feature)! };
  }

  /** With nothing wrong but this. */
  alone(fault: OfferedFault): Trial {
    const known = this.#alone.get(fault) ?? this.#with(this.healthy, fault, null);
    this.#alone.set(fault, known);
    return known;
  }

  /** With one more thing wrong. */
  with(before: Trial, fault: OfferedFault): Trial {
    return before === this.healthy ? this.alone(fault) : this.#with(before, fault, this.alone(fault));
  }

  #with(before: Trial, fault: OfferedFault, alone: Trial | null): Trial {
    const faults = [...before.faults, fault];
    const known = new Map<string, Tried>();
    const find = (feature: string): Tried => {
      const tried = before.of(feature);
      if (!fault.concerns(tried.touched)) return tried;
      const own = alone?.of(feature);
      if (own && before.faults.every((one) => !one.concerns(own.touched))) return own;
      return this.#play(faults, feature);
    };
    const of = (feature: string): Tried => {
      const tried = known.get(feature) ?? find(feature);
      known.set(feature, tried);
      return tried;
    };
    return { faults, of };
  }

  #play(faults: readonly Fault[], feature: string): Tried {
    const { design, interventions } = applied(this.#design, faults);
    const [one] = run(design, { interventions, only: [feature] }).features;
    this.#told(++this.played);
    return triedOf(design, one!);
  }
}

/** The design with all of these wrong. */
export function applied(design: Design, faults: readonly Fault[]): Setup {
  return faults.reduce<Setup>((setup, fault) => fault.apply(setup), { design, interventions: [] });
}

function triedOf(design: Design, one: FeatureRun): Tried {
  return { outcome: outcomeOf(one), touched: touchedBy(design, one) };
}

/** Does somebody do something in it, and not only servers and their administrators? */
function hasPeople({ trace: { events, strings } }: FeatureRun): boolean {
  return events.kind.some((kind, at) => kind === EventKind.act && strings[events.b[at]!] !== '');
}
