import { lossOf } from '../analysis/causes.ts';
import { wallWords } from '../filters/conditions/condition.ts';
import { matchingPackets } from '../filters/match.ts';
import { readFilter } from '../filters/parser.ts';
import { FilterSource } from '../filters/source.ts';
import { formatAddress } from '../model/address.ts';
import type { Design } from '../model/design.ts';
import { formatService } from '../model/packet.ts';
import type { FeatureRun, Finding, Reason, Setup, Status } from '../model/run.ts';
import { TraceReader } from '../model/trace-reader.ts';
import { isLater } from './experience.ts';
import { featureRunOf, setupOf } from './grounds.ts';
import type { Ask, Lesson, Step } from './lesson.ts';

/** Something to choose from. */
export interface Option {
  readonly id: string;
  readonly text: string;
}

/** One thing that is asked, of which one option is chosen. */
export interface Part {
  readonly id: string;
  readonly text: string;
  readonly options: readonly Option[];
}

/** A question as the learner sees it. */
export interface Question {
  readonly step: string;
  readonly parts: readonly Part[];
  /** The run that it is about, and when it is asked: just before it is decided. */
  readonly scene: { readonly setup: Setup; readonly feature: string; readonly time: number } | null;
  /** The packet that is asked about. */
  readonly packet: { readonly packet: number; readonly event: number } | null;
}

/** What is right, by part. */
export interface Solution {
  readonly right: Readonly<Record<string, readonly string[]>>;
  /** What is said afterwards, for the chosen option or for any ("*"). */
  readonly because: Readonly<Record<string, string>>;
}

export type Posed =
  | { readonly ok: true; readonly question: Question; readonly solution: Solution }
  /** It cannot be asked. */
  | { readonly ok: false; readonly problem: string };

const ARRIVES = 'arrives';

/** Why a packet may go no further: always the same ones, so that nothing is given away. */
const WHYS: readonly (Option & { readonly reasons: readonly Reason[] })[] = [
  { id: ARRIVES, text: 'Nothing stops it', reasons: [] },
  { id: 'no-rule', text: 'No rule lets it pass', reasons: ['no-rule'] },
  { id: 'rule', text: 'A rule forbids it', reasons: ['rule'] },
  {
    id: 'no-state',
    text: 'It belongs to no conversation that the firewall knows',
    reasons: ['no-state', 'state', 'table-full'],
  },
  {
    id: 'inspection',
    text: 'What it carries is not what the firewall expects there',
    reasons: ['inspection'],
  },
  { id: 'nat', text: 'It would have to be translated, and is not', reasons: ['nat'] },
  {
    id: 'nobody',
    text: 'Nothing listens there, no way leads there, or the machine is off',
    reasons: ['no-listener', 'timeout'],
  },
];

const OUTCOMES: readonly (Option & { readonly status: Status })[] = [
  { id: 'works', text: 'It works', status: 'works' },
  { id: 'degraded', text: 'It works, but later or worse than it should', status: 'degraded' },
  { id: 'broken', text: 'It fails', status: 'broken' },
];

/** A step's question with its solution, found by running what it is about. */
export function pose(lesson: Lesson, { id, ask }: Step): Posed {
  if (!ask) return { ok: false, problem: 'this step asks nothing' };
  if (ask.choices) return { ok: true, ...chosen(id, ask.question ?? '', ask.choices) };
  const setup = setupOf(lesson, ask);
  const one = featureRunOf(lesson, ask, ask.feature!);
  const whole = () => featureRunOf(lesson, { on: 'healthy', after: [] }, ask.feature!);
  const posed = ask.outcome ? outcome(setup, one, whole().finding, ask) : fate(setup, one, ask);
  return 'problem' in posed
    ? { ok: false, ...posed }
    : { ok: true, question: { step: id, ...posed.question }, solution: posed.solution };
}

type Made =
  { readonly question: Omit<Question, 'step'>; readonly solution: Solution } | { readonly problem: string };

function chosen(step: string, text: string, choices: NonNullable<Ask['choices']>) {
  const options = choices.map((choice, at) => ({ id: String(at + 1), text: choice.text }));
  return {
    question: { step, parts: [{ id: 'choice', text, options }], scene: null, packet: null },
    solution: {
      right: { choice: options.filter((_, at) => choices[at]!.right).map(({ id }) => id) },
      because: Object.fromEntries(options.map(({ id }, at) => [id, choices[at]!.because])),
    },
  };
}

/** What people would say of a feature: what comes noticeably later than on the healthy network does not just work. */
function outcome(setup: Setup, one: FeatureRun, healthy: Finding, { question }: Ask): Made {
  const { feature, finding } = one;
  const text = question ?? `${feature.title}: what will become of it?`;
  const late = isLater(healthy, finding);
  const felt = late ? 'degraded' : finding.status;
  const right = OUTCOMES.filter(({ status }) => status === felt).map(({ id }) => id);
  const [cause] = finding.because;
  const after = `It works, after ${finding.seconds.toFixed(1)} s`;
  return {
    question: {
      parts: [{ id: 'outcome', text, options: OUTCOMES.map(({ id, text }) => ({ id, text })) }],
      scene: { setup, feature: feature.id, time: 0 },
      packet: null,
    },
    solution: {
      right: { outcome: right },
      because: {
        '*':
          cause?.text ?? (late ? `${after}; it used to take ${healthy.seconds.toFixed(1)} s.` : `${after}.`),
      },
    },
  };
}

function fate(setup: Setup, one: FeatureRun, ask: Ask): Made {
  const reader = new TraceReader(one.trace);
  const packet = firstMatch(reader, setup.design, ask.packet!);
  if (packet === null) return { problem: `no packet of ${one.feature.id} matches ${ask.packet!}` };
  const event = reader.trace.packets.sent[packet]!;
  const loss = lossOf(reader, setup.design, packet);
  const place = loss === null ? ARRIVES : (loss.firewall ?? 'elsewhere');
  const tuple = reader.tuple(packet);
  const sender = reader.node(reader.trace.events.node[event]!).title;
  const text =
    ask.question ??
    `${sender} sends a packet of ${formatService(tuple)} to ${formatAddress(tuple.dst)}. What becomes of it?`;
  const why = WHYS.find(({ reasons }) => (loss ? reasons.includes(loss.reason) : reasons.length === 0));
  return {
    question: {
      parts: [
        { id: 'fate', text, options: placesOf(setup.design, place) },
        { id: 'why', text: 'And why?', options: WHYS.map(({ id, text }) => ({ id, text })) },
      ],
      scene: { setup, feature: one.feature.id, time: reader.trace.events.time[event]! },
      packet: { packet, event },
    },
    solution: {
      right: { fate: [place], why: why ? [why.id] : WHYS.map(({ id }) => id) },
      because: { '*': loss?.text ?? 'Nothing stopped it: it was delivered.' },
    },
  };
}

/** Where a packet's way may end: at firewalls that have rules, and wherever it does. */
function placesOf(design: Design, ended: string): Option[] {
  const walls = design.firewalls.filter(({ id, rules }) => rules.length > 0 || id === ended);
  return [
    { id: ARRIVES, text: 'It arrives' },
    ...walls.map(({ id }) => ({ id, text: `It is stopped at ${wallWords(design, id)}` })),
    { id: 'elsewhere', text: 'It is lost elsewhere' },
  ];
}

/** The first packet of a run that a display filter names; null when there is none. */
export function firstMatch(reader: TraceReader, design: Design, filter: string): number | null {
  return matches(reader, design, filter)[0] ?? null;
}

/** All packets of a run that a display filter names, in order. */
export function matches(reader: TraceReader, design: Design, filter: string): readonly number[] {
  const read = readFilter(filter);
  return read.ok ? matchingPackets(read.filter, new FilterSource(reader, design)) : [];
}
