import type { Design } from '../model/design.ts';
import { formatFlow } from '../model/packet.ts';
import type { FeatureRun, Run, Status } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { EventKind } from '../model/trace.ts';
import { exposureOf } from '../review/exposure.ts';
import type { Arrival } from './arrivals.ts';
import { Arrivals } from './arrivals.ts';
import { wordsOf } from './load.ts';
import type { Place } from './places.ts';
import { placeNames, resolvePlaces } from './places.ts';
import type { ExposesAtMost, Never, PolicyRule } from './policy.ts';
import { passage, serviceOf } from './reach.ts';

/** What shows that a rule of a policy does not hold. */
export interface Evidence {
  /** The feature in whose run it was seen, and its packet there; null where the firewalls' rules show it. */
  readonly feature: string | null;
  readonly packet: number | null;
  /** Event of the trace. */
  readonly event: number | null;
  /** Seconds since the start of the run. */
  readonly time: number | null;
  readonly flow: string | null;
  /** One sentence for a person. */
  readonly text: string;
}

/** Whether a rule of a policy holds. */
export interface RuleResult {
  readonly id: string;
  readonly ok: boolean;
  /** What must hold, and how it is. */
  readonly text: string;
  readonly why: string;
  readonly evidence: readonly Evidence[];
}

/**
 * Whether a design does what a policy says.
 * @param rules as `loadPolicy` gives them for this design
 * @param run of all features of the design
 */
export function checkPolicy(rules: readonly PolicyRule[], run: Run, design: Design): readonly RuleResult[] {
  return rules.map((rule) => {
    const { text, evidence, ok = evidence.length === 0 } = judge(rule, run, design);
    return { id: rule.id, ok, text, why: rule.why, evidence };
  });
}

interface Judged {
  readonly text: string;
  readonly evidence: readonly Evidence[];
  /** Where it does not go by whether there is evidence. */
  readonly ok?: boolean;
}

function judge(rule: PolicyRule, run: Run, design: Design): Judged {
  switch (rule.kind) {
    case 'feature':
      return judgeFeature(rule.feature, rule.must, run);
    case 'never':
      return judgeNever(rule.never, run, design);
    case 'exposure':
      return judgeExposure(rule.exposesAtMost, design);
  }
}

const ALLOWED: Readonly<Record<'work' | 'work-or-limp' | 'not-work', readonly Status[]>> = {
  work: ['works'],
  'work-or-limp': ['works', 'degraded'],
  'not-work': ['broken'],
};

function judgeFeature(id: string, must: keyof typeof ALLOWED, { features }: Run): Judged {
  const one = features.find(({ feature }) => feature.id === id);
  if (!one) throw new Error(`feature "${id}" was not run`);
  const { status, because, lacks } = one.finding;
  const ok = ALLOWED[must].includes(status);
  const causes: Evidence[] = because.map(({ packet, event, time, flow, text }) => ({
    feature: id,
    packet,
    event,
    time,
    flow,
    text,
  }));
  const evidence = ok ? [] : must === 'not-work' ? [shown(one)] : lacks === null ? causes : [told(lacks)];
  return {
    ok,
    text: `${id} must ${wordsOf(must)}: ${one.finding.reached ? status : 'not reached'}.`,
    evidence,
  };
}

/** That a feature works is shown by the last that its people saw. */
function shown({ feature, trace }: FeatureRun): Evidence {
  const event = trace.events.kind.lastIndexOf(EventKind.see);
  const seen = event < 0 ? feature.title : trace.strings[trace.events.a[event]!]!;
  const time = event < 0 ? null : toSeconds(trace.events.time[event]!);
  return { ...told(seen), feature: feature.id, event: event < 0 ? null : event, time };
}

function told(text: string): Evidence {
  return { feature: null, packet: null, event: null, time: null, flow: null, text };
}

function judgeNever(never: Never, { features }: Run, design: Design): Judged {
  const names = placeNames(design);
  const placesOf = (text: string): readonly Place[] => {
    const found = resolvePlaces(text, design, names);
    if ('unknown' in found) throw new Error(`"${found.unknown}" is no place`);
    return found.places;
  };
  const service = serviceOf(never);
  const to = placesOf(never.to);
  const evidence: Evidence[] = [];
  const from = never.from === undefined ? null : placesOf(never.from);
  const way = from && passage(design, from, to, service);
  if (way)
    evidence.push({
      ...told(
        `${way.example} gets there${way.by.length > 0 ? `: through ${way.by.join(', then ')}` : ', and nothing stands between'}.`,
      ),
      flow: way.example,
    });
  for (const { feature, trace } of features) {
    const arrivals = new Arrivals(trace, design);
    const sent = from && arrivals.from(from, to, service);
    if (sent) evidence.push(seen(feature.id, arrivals, sent));
    const caused = never.whose === undefined ? null : arrivals.causedBy(never.whose, to, service);
    if (caused) evidence.push(seen(feature.id, arrivals, caused));
  }
  const { transport, ports, whose } = never;
  const who = [
    ...(never.from === undefined ? [] : [`from ${never.from}`]),
    ...(whose === undefined ? [] : [`caused by ${whose} people`]),
  ].join(' or ');
  const what = `${transport === 'any' ? 'anything' : transport}${ports === 'any' ? '' : ` ${ports}`}`;
  const how = evidence.length === 0 ? 'nothing does' : way ? 'nothing stops it' : 'it did in the run';
  return { text: `Never may ${what} ${who} get to ${never.to}: ${how}.`, evidence };
}

/** "In meeting-join-page, after 0.71 s, tcp ... -> ... arrived at Pool, because of: Gina opens the meeting link." */
function seen(feature: string, { reader }: Arrivals, { event, origin }: Arrival): Evidence {
  const { events } = reader.trace;
  const time = toSeconds(events.time[event]!);
  const flow = formatFlow(reader.tupleAt(event));
  const at = reader.node(events.node[event]!).title;
  const begun =
    events.kind[origin] === EventKind.act
      ? reader.string(events.a[origin]!)
      : `${reader.node(events.node[origin]!).title} sent ${formatFlow(reader.tuple(events.packet[origin]!))}`;
  return {
    feature,
    packet: events.packet[event]!,
    event,
    time,
    flow,
    text: `In ${feature}, ${time.toFixed(3)} s: ${flow} arrived at ${at}. It began when ${begun}.`,
  };
}

function judgeExposure({ ports, transport }: ExposesAtMost, design: Design): Judged {
  const walls = exposureOf(design, {});
  const counted = (wall: (typeof walls)[number]) =>
    (transport === 'udp' ? 0 : wall.tcp) + (transport === 'tcp' ? 0 : wall.udp);
  const open = walls.reduce((sum, wall) => sum + counted(wall), 0);
  const text = `The outermost firewalls may lay open at most ${ports} ports (${transport}): ${open} are open.`;
  if (open <= ports) return { text, evidence: [] };
  const evidence = walls.map((wall) => {
    const largest = Object.entries(wall.byRule).sort(([, a], [, b]) => b - a);
    const rules = largest.slice(0, 5).map(([rule, count]) => `${rule} ${count}`);
    return told(
      `${wall.firewall} lays open ${counted(wall)}; of TCP and UDP together, by rule: ${rules.join(', ')}${largest.length > 5 ? ', ...' : ''}.`,
    );
  });
  return { text, evidence };
}
