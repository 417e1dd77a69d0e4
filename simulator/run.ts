import { causes } from './analysis/causes.ts';
import { FEATURES, SCENES, sceneOf } from './features/registry.ts';
import type { Feature, SceneResult } from './features/stage.ts';
import { play, Stage } from './features/stage.ts';
import { Hash } from './kernel/hash.ts';
import type { Due } from './kernel/scheduler.ts';
import type { Design } from './model/design.ts';
import { DISPOSITIONS } from './model/disposition.ts';
import { describeChange } from './model/interventions.ts';
import type { FeatureRun, Finding, Intervention, PacketCounts, Run, RunOptions } from './model/run.ts';
import { DEFAULT_SEED } from './model/run.ts';
import type { Instant } from './model/time.ts';
import { MINUTE, toSeconds } from './model/time.ts';
import type { Trace } from './model/trace.ts';
import { EventKind, hashTrace, NO_PACKET } from './model/trace.ts';
import { World } from './world/world.ts';

/** A scene that has not ended by then is cut off: far beyond all time-outs of the model. */
const MOST_SIMULATED_TIME = 60 * MINUTE;

/**
 * Simulates a design: each feature's scene in a world of its own, so that no status depends on which others were
 * asked for. Pure: the same design and options give the same run, with the same hash, everywhere.
 * @param design as the loader gives it
 * @param told how many of the scenes are done, before each
 */
export function run(
  design: Design,
  options: RunOptions = {},
  told: (done: number, of: number) => void = () => undefined,
): Run {
  const { seed = DEFAULT_SEED, interventions = [], only } = options;
  const chosen = only ? [...FEATURES, ...SCENES].filter(({ id }) => only.includes(id)) : FEATURES;
  const features = chosen.map((feature, done) => {
    told(done, chosen.length);
    const { world, result } = playFeature(design, feature, seed, interventions, MOST_SIMULATED_TIME);
    return outcomeOf(world, design, feature, result);
  });
  const hash = new Hash();
  for (const one of features) hash.text(one.hash);
  return {
    design: design.id,
    seed,
    hash: hash.hex(),
    events: features.reduce((sum, one) => sum + one.events, 0),
    packets: addCounts(features.map((one) => one.packets)),
    features,
  };
}

/**
 * The world of a feature's scene as it stands at a time, after all that happens then: for questions about the middle of
 * a run. The same as in `run` up to there.
 * @param until microseconds; Infinity is the end of the run
 * @throws Error when there is no such feature
 */
export function worldAt(design: Design, feature: string, until: Instant, options: RunOptions = {}): World {
  const { seed = DEFAULT_SEED, interventions = [] } = options;
  const found = sceneOf(feature);
  if (!found) throw new Error(`no feature "${feature}"`);
  return playFeature(design, found, seed, interventions, Math.min(until, MOST_SIMULATED_TIME)).world;
}

type Ended = (SceneResult & { at: number }) | undefined;

/** Plays a scene to its end, or until a time. */
function playFeature(
  design: Design,
  feature: Feature,
  seed: number,
  interventions: readonly Intervention[],
  until: Instant,
): { readonly world: World; readonly result: Ended } {
  const world = new World(design, seed, feature.id);
  const { scheduler } = world.simulation;
  intervene(
    world,
    interventions.filter((one) => one.feature === undefined || one.feature === feature.id),
  );
  let result: Ended;
  const opening: Due<null> = {
    due: () =>
      play(feature.scene(new Stage(world)), (one) => (result = { ...one, at: world.simulation.now })),
  };
  scheduler.at(0, opening, null);
  while (!(result && scheduler.foreground === 0) && scheduler.next() <= until) scheduler.step();
  return { world, result };
}

/** What is told of a scene that was played. */
function outcomeOf(world: World, design: Design, feature: Feature, result: Ended): FeatureRun {
  const trace = world.simulation.trace.finish();
  const { id, workload, title, between } = feature;
  return {
    feature: { id, workload, title, between },
    finding: judge(trace, design, result),
    hash: hashTrace(trace),
    events: trace.events.time.length,
    packets: countPackets(trace),
    asked: world.asked,
    trace,
  };
}

/** Puts the interventions on the scheduler; they alone do not keep a scene going. */
function intervene(world: World, interventions: readonly Intervention[]): void {
  const { scheduler, trace } = world.simulation;
  const change: Due<Intervention> = {
    due: (one) => {
      scheduler.cause = -1;
      world.simulation.enter(EventKind.intervention, 0, NO_PACKET, trace.string(describeChange(one.change)));
      world.apply(one.change);
    },
  };
  for (const one of interventions) scheduler.at(one.at, change, one, true);
  world.simulation.bulk.expect(interventions.map((one) => one.at));
}

function judge(trace: Trace, design: Design, result: Ended): Finding {
  const end = trace.events.time.at(-1) ?? 0;
  if (!result) {
    const whole = {
      ok: false,
      why: 'it never ended',
      began: 0,
      ended: trace.events.time.length - 1,
      beganAt: 0,
      endedAt: end,
    };
    return {
      status: 'broken',
      reached: true,
      path: null,
      seconds: toSeconds(end),
      because: causes(trace, design, [whole]),
      failures: [whole],
      lacks: null,
    };
  }
  const { status, reached, failures, from, had, path = null, lacks = null } = result;
  const last = failures.reduce((latest, one) => Math.max(latest, one.endedAt), 0);
  const begin = reached ? from : 0;
  return {
    status,
    reached,
    path,
    seconds: toSeconds(Math.max(0, (had ?? (last || result.at)) - begin)),
    because: status === 'works' ? [] : causes(trace, design, failures),
    failures,
    lacks,
  };
}

/** Sent, delivered and lost packets, and the steps from node to node that they made. */
export function countPackets(trace: Trace): PacketCounts {
  const { packets, events } = trace;
  let sent = 0;
  let delivered = 0;
  let dropped = 0;
  for (let packet = 0; packet < packets.count.length; packet++) {
    const times = packets.count[packet]!;
    const disposition = DISPOSITIONS[packets.disposition[packet]!]!;
    sent += times;
    if (disposition.id === 'delivered') delivered += times;
    else if (disposition.lost) dropped += times;
  }
  let hops = 0;
  for (let event = 0; event < events.kind.length; event++) {
    const kind = events.kind[event]!;
    if (
      kind === EventKind.translate ||
      kind === EventKind.verdict ||
      kind === EventKind.deliver ||
      kind === EventKind.lose
    )
      hops += packets.count[events.packet[event]!] ?? 1;
  }
  return { sent, delivered, dropped, hops };
}

function addCounts(all: readonly PacketCounts[]): PacketCounts {
  const sum = (key: keyof PacketCounts) => all.reduce((total, one) => total + one[key], 0);
  return { sent: sum('sent'), delivered: sum('delivered'), dropped: sum('dropped'), hops: sum('hops') };
}
