import { enumeration } from '../../../../simulator/analysis/words.ts';
import type { Outcome } from '../../../../simulator/analysis/matrix.ts';
import { whyOf } from '../../../../simulator/analysis/matrix.ts';
import { stoppedText } from '../../../../simulator/analysis/causes.ts';
import type { Design } from '../../../../simulator/model/design.ts';
import type { FeatureRun } from '../../../../simulator/model/run.ts';
import { TraceReader } from '../../../../simulator/model/trace-reader.ts';
import { escaped, joined, list, seconds, table } from '../page.ts';
import type { Case, Study } from './study.ts';
import { outcomeWords } from './words.ts';

/** What people meet when something is missing: each thing alone, and pairs of rules where only both together harm. */
export function failures(study: Study): string {
  const closed = study.cases.filter(({ fault }) => fault.kind === 'rule');
  const others = study.cases.filter(({ fault }) => fault.kind !== 'rule');
  return joined(
    '### A rule is closed',
    closed.length === 0 ? 'No rule harms it by being closed alone.' : '',
    ...closed.map((one) => story(study, one)),
    pairs(study),
    '### Something else is wrong',
    others.length === 0
      ? 'Nothing else that was tried harms it: services, servers, names, certificates, routers at home.'
      : table(
          ['What is wrong', 'What becomes of it', 'What people see in the end', 'Why'],
          rowsOf(study, others),
        ),
  ).trim();
}

function story({ base }: Study, one: Case): string {
  const summaries = one.chains.map(({ summary }) => summary).filter((text) => text !== '');
  const told = summaries[0] ?? `People are told nothing; they wait. ${firstLoss(base, one)}`;
  return joined(
    `#### ${escaped(one.fault.title)}`,
    `${capital(outcomeWords(base, one.run))}. ${escaped(told)}`,
    summaries.length < 2
      ? ''
      : `The same befalls: ${one.run.finding.because
          .slice(1)
          .map(({ flow }) => escaped(flow.replace('->', 'to')))
          .join('; ')}.`,
  ).trim();
}

/** The first packet that is lost and was not before: what people wait for. */
function firstLoss(base: FeatureRun, { run, design }: Case): string {
  const known = new Set(losses(base, design));
  return losses(run, design).find((text) => !known.has(text)) ?? '';
}

function losses({ trace }: FeatureRun, design: Design): readonly string[] {
  const reader = new TraceReader(trace);
  return Array.from({ length: reader.packetCount }, (_, packet) => packet).flatMap((packet) =>
    reader.disposition(packet).lost ? [stoppedText(reader, design, packet)] : [],
  );
}

function pairs({ pairs: together }: Study): string {
  if (together.length === 0) return '';
  return joined(
    '### Two rules are closed',
    'Each alone is made up for by another way; both together are not:',
    list(
      together.map(({ faults, cells }) => {
        const { outcome } = cells[0]!;
        return `${enumeration(faults.map(({ id }) => `**${id}**`))}: ${pairWords(outcome)}. ${escaped(whyOf(outcome))}`;
      }),
    ),
  ).trim();
}

function pairWords({ status, reached, seconds: after }: Outcome): string {
  return reached
    ? `${status} after ${seconds(after)}`
    : `not reached, what comes before it broke after ${seconds(after)}`;
}

/** Faults that come out alike stand in one row. */
function rowsOf({ base }: Study, cases: readonly Case[]): readonly string[][] {
  const rows = new Map<string, { readonly titles: string[]; readonly cells: readonly string[] }>();
  for (const { fault, run, chains } of cases) {
    const worse = run.finding.status === 'works' ? [] : chains.flatMap(({ steps }) => steps);
    const sees = worse.findLast(({ kind }) => kind === 'see')?.text ?? '';
    const cells = [
      outcomeWords(base, run),
      sees === '' ? '' : `“${escaped(sees)}”`,
      escaped(whyOf(run.finding)),
    ];
    const known = rows.get(cells.join('\n'));
    if (known) known.titles.push(fault.title);
    else rows.set(cells.join('\n'), { titles: [fault.title], cells });
  }
  return [...rows.values()].map(({ titles, cells }) => [titles.map(escaped).join('; '), ...cells]);
}

function capital(text: string): string {
  return text.replace(/[a-z]/, (letter) => letter.toUpperCase());
}
