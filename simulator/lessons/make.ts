import { stringify } from 'yaml';
import { enumeration } from '../analysis/words.ts';
import { designText } from '../designs/text.ts';
import { FAULT_KINDS } from '../faults/registry.ts';
import { wallWords } from '../filters/conditions/condition.ts';
import { formatAddress } from '../model/address.ts';
import type { Design } from '../model/design.ts';
import { Protocol } from '../model/packet.ts';
import type { Setup } from '../model/run.ts';
import { TraceReader } from '../model/trace-reader.ts';
import type { DrawnLab } from './drawing/draw.ts';
import { runOf } from './grounds.ts';
import type { LessonForm } from './lesson.ts';
import { FULL_SCORE, LESSON_FORMAT, LESSON_VERSION } from './lesson.ts';

/** What an instructor chooses of a lab. */
export interface MadeOptions {
  readonly title?: string;
  readonly minutes: number;
  readonly pass: number;
  readonly tools: NonNullable<LessonForm['tools']>;
  /** What each level of hints costs. */
  readonly costs: readonly [number, number, number];
  /** How the faults were drawn. */
  readonly drawn: NonNullable<LessonForm['drawn']>;
  /** With which work is signed: 64 hexadecimal digits. */
  readonly key: string;
}

/** Points for the question about a packet, of the whole. */
const QUESTION_POINTS = 10;
const MOST_QUESTIONS = 2;
const NUMBERS = ['', 'one fault', 'two faults', 'three faults', 'four faults', 'five faults'];

/**
 * A lesson of faults that were drawn, as the text of its file: people complain, questions are asked about what stops
 * their packets, and it is to be repaired.
 * @param builtin the id of the design when it is built in, else null: then the file holds all of it
 */
export function makeLesson(
  design: Design,
  builtin: string | null,
  { faults, setup }: DrawnLab,
  { title, minutes, pass, tools, costs, drawn, key }: MadeOptions,
): string {
  const questions = questionsAbout({ design, interventions: [] }, setup);
  const lesson = {
    format: LESSON_FORMAT,
    version: LESSON_VERSION,
    id: `lab-${drawn.seed}`,
    title: title ?? `Lab ${drawn.seed}: ${NUMBERS[drawn.faults]}, ${drawn.difficulty}`,
    about:
      'Something has changed in this network, and people have called the help desk. Find out what it was and repair it, ' +
      'without opening more than you must.',
    learn: [],
    minutes,
    ...(builtin === null
      ? { design: JSON.parse(designText(design)) as Readonly<Record<string, unknown>> }
      : { design: builtin }),
    drawn,
    faults: faults.map(({ id }) => id),
    tools,
    grade: { pass },
    key,
    steps: [
      {
        id: 'listen',
        title: 'Listen',
        do: 'Read what people say. Play what happens to them, and see how far it comes.',
      },
      ...questions.map(({ feature, packet }, at) => ({
        id: `find-${at + 1}`,
        title: questions.length === 1 ? 'Find' : `Find ${at + 1}`,
        ask: { feature, packet },
        points: QUESTION_POINTS,
      })),
      {
        id: 'repair',
        title: 'Repair',
        do: 'Set right what is wrong. Everything that worked before must work again, and nothing be open that need not be.',
        repair: true,
        points: FULL_SCORE - questions.length * QUESTION_POINTS,
        hints: hintsFor(design, faults, costs),
      },
    ],
  };
  return stringify(lesson, { lineWidth: 110 });
}

/** The first packets that are stopped, each at its own service: the decisive ones. */
function questionsAbout(
  healthy: Setup,
  faulty: Setup,
): { readonly feature: string; readonly packet: string }[] {
  const good = runOf(healthy);
  const found = new Map<string, string>();
  for (const [at, { feature, finding, trace }] of runOf(faulty).features.entries()) {
    if (found.size === MOST_QUESTIONS) break;
    const [cause] = finding.because;
    if (!cause || good.features[at]!.finding.status === finding.status) continue;
    const reader = new TraceReader(trace);
    // What was refused on arrival is no question of its way.
    if (!reader.disposition(cause.packet).lost) continue;
    const { dst, dport, protocol } = reader.tuple(cause.packet);
    const transport = protocol === Protocol.tcp ? 'tcp' : protocol === Protocol.udp ? 'udp' : null;
    if (!transport) continue;
    const filter = `ip.dst == ${formatAddress(dst)} && ${transport}.dstport == ${dport}`;
    if (!found.has(filter)) found.set(filter, feature.id);
  }
  return [...found].map(([packet, feature]) => ({ packet, feature }));
}

function hintsFor(design: Design, faults: DrawnLab['faults'], costs: MadeOptions['costs']) {
  const titleOf = (id: string) =>
    design.firewalls.some((one) => one.id === id)
      ? wallWords(design, id)
      : ([...design.hosts, ...design.nats].find((one) => one.id === id)?.title ?? id);
  const nodes = [...new Set(faults.flatMap((fault) => fault.nodes))].map(titleOf);
  const kinds = [...new Set(faults.map(({ kind }) => kind))].map(
    (id) => FAULT_KINDS.find((kind) => kind.id === id)!.description,
  );
  const texts = [
    nodes.length > 0 ? `Look at ${enumeration(nodes)}.` : 'Look at what all of these people have in common.',
    `What may be wrong: ${kinds.join(' ')}`,
    faults.map(({ sentence }) => sentence).join(' '),
  ];
  return texts.map((text, level) => ({ text, cost: costs[level]! }));
}
