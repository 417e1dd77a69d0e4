import { lossOf } from '../../analysis/causes.ts';
import { wallWords } from '../../filters/conditions/condition.ts';
import { formatAddress } from '../../model/address.ts';
import type { Design } from '../../model/design.ts';
import { field } from '../../model/design.ts';
import { formatService } from '../../model/packet.ts';
import type { Reason } from '../../model/run.ts';
import { TraceReader } from '../../model/trace-reader.ts';
import { featureRunOf, setupOf } from '../grounds.ts';
import { firstMatch } from '../matches.ts';
import type { Option, QuestionKind } from './question.ts';

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

/** `packet`: of the first packet that this display filter names: will it pass, or where is it dropped, and why? */
export const fate: QuestionKind<typeof field.text> = {
  form: field.text,
  runs: true,
  check: (ask, reading, path) => reading.filter([...path, 'packet'], ask.packet!),
  pose(lesson, ask) {
    const { design } = setupOf(lesson, ask);
    const { feature, trace } = featureRunOf(lesson, ask, ask.feature!);
    const reader = new TraceReader(trace);
    const packet = firstMatch(reader, design, ask.packet!);
    if (packet === null) return { problem: `no packet of ${feature.id} matches ${ask.packet!}` };
    const event = trace.packets.sent[packet]!;
    const loss = lossOf(reader, design, packet);
    const place = loss === null ? ARRIVES : (loss.firewall ?? 'elsewhere');
    const tuple = reader.tuple(packet);
    const sender = reader.node(trace.events.node[event]!).title;
    const text =
      ask.question ??
      `${sender} sends a packet of ${formatService(tuple)} to ${formatAddress(tuple.dst)}. What becomes of it?`;
    const why = WHYS.find(({ reasons }) => (loss ? reasons.includes(loss.reason) : reasons.length === 0));
    return {
      question: {
        parts: [
          { id: 'fate', text, options: placesOf(design, place) },
          { id: 'why', text: 'And why?', options: WHYS.map(({ id, text }) => ({ id, text })) },
        ],
        scene: { setup: setupOf(lesson, ask), feature: feature.id, time: trace.events.time[event]! },
        packet: { packet, event },
      },
      solution: {
        right: { fate: [place], why: why ? [why.id] : WHYS.map(({ id }) => id) },
        because: { '*': loss?.text ?? 'Nothing stopped it: it was delivered.' },
      },
    };
  },
};

/** Where a packet's way may end: at firewalls that have rules, and wherever it does. */
function placesOf(design: Design, ended: string): Option[] {
  const walls = design.firewalls.filter(({ id, rules }) => rules.length > 0 || id === ended);
  return [
    { id: ARRIVES, text: 'It arrives' },
    ...walls.map(({ id }) => ({ id, text: `It is stopped at ${wallWords(design, id)}` })),
    { id: 'elsewhere', text: 'It is lost elsewhere' },
  ];
}
