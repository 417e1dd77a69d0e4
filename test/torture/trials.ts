import { Random } from '../../simulator/kernel/random.ts';
import { hashTrace } from '../../simulator/model/trace.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import { run, worldAt } from '../../simulator/run.ts';
import type { Trial } from './draw.ts';
import { Draw } from './draw.ts';
import { brokenGates } from './gates.ts';
import { brokenPromises } from './promises.ts';
import { brokenBindings, brokenRelays } from './tables.ts';

/** What was seen in many drawn runs. */
export interface Conserved {
  readonly runs: number;
  readonly events: number;
  readonly packets: number;
  /** By what became of the features. */
  readonly statuses: Readonly<Record<string, number>>;
  /** The first runs that broke something, and what. */
  readonly faults: readonly string[];
}

/** A run of so many is played once more, to its end, to look at what is still due. */
const AGAIN = 10;
const FAULTS = 20;

/**
 * Plays drawn runs and holds each to what all promise.
 * @param told is told how many are done
 */
export function tryRuns(
  runs: number,
  seed: number,
  told: (done: number) => void = () => undefined,
): Conserved {
  const draw = new Draw(new Random(seed, 'conservation'));
  const faults: string[] = [];
  const statuses: Record<string, number> = {};
  let [events, packets] = [0, 0];
  for (let number = 0; number < runs; number++) {
    const trial = draw.next();
    const { design, interventions, feature, seed: own, title } = trial;
    const [one] = run(design, { seed: own, interventions, only: [feature] }).features;
    const { trace, finding } = one!;
    events += one!.events;
    packets += one!.packets.sent;
    statuses[finding.status] = (statuses[finding.status] ?? 0) + 1;
    const reader = new TraceReader(trace);
    const broken = [
      ...brokenPromises(one!),
      ...brokenGates(reader, design, interventions),
      ...brokenBindings(reader, design),
      ...brokenRelays(reader, design),
      ...(number % AGAIN === 0 ? brokenAgain(trial, one!.hash) : []),
    ];
    if (broken.length > 0 && faults.length < FAULTS)
      faults.push(
        `run ${number}: ${title}\n  ${JSON.stringify(interventions)}\n  ${broken.slice(0, 5).join('\n  ')}`,
      );
    told(number + 1);
  }
  return { runs, events, packets, statuses, faults };
}

/** Played once more it is the same, and what is still due is due later: no timer was forgotten. */
function brokenAgain({ design, feature, seed, interventions }: Trial, hash: string): string[] {
  const { simulation } = worldAt(design, feature, Infinity, { seed, interventions });
  const { scheduler } = simulation;
  const broken: string[] = [];
  if (hashTrace(simulation.trace.finish()) !== hash) broken.push('played once more it is another run');
  if (scheduler.foreground !== 0) broken.push(`${scheduler.foreground} events are still due`);
  if (scheduler.next() < scheduler.now) broken.push('something is due that is past');
  return broken;
}
