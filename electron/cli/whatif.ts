import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { FAULT_KINDS } from '../../simulator/faults/registry.ts';
import { FEATURES } from '../../simulator/features/registry.ts';
import type { MatrixRow } from '../../simulator/analysis/matrix.ts';
import { isChanged, pairRows, singleRows } from '../../simulator/analysis/matrix.ts';
import { chooseDesign } from './choose-design.ts';
import { CliError, print, printJson, table } from './output.ts';
import type { RunOptions } from './run-options.ts';
import { checkFeatures, DESIGN_ARGUMENT, interventionsOf, list, withRunOptions } from './run-options.ts';
import { ownWorkers, threads } from './sweeps/crew.ts';
import type { Swept } from './sweeps/run-plan.ts';
import { runPlan } from './sweeps/run-plan.ts';

interface Options extends RunOptions {
  readonly depth: 1 | 2;
  readonly only?: string[];
  readonly faults: string[];
  readonly workers: number;
  readonly json?: boolean;
  readonly csv?: boolean;
}

/** `lab whatif [DESIGN]` */
export function whatifCommand(program: Command): void {
  const command = program
    .command('whatif')
    .description('closes each rule (each pair of them) in turn and says what becomes of the features')
    .argument(...DESIGN_ARGUMENT)
    .option('--depth <1|2>', 'one thing wrong at a time, or two', depth, 1)
    .option('--only <ids>', 'these features, separated by commas', list)
    .option(
      '--faults <kinds>',
      `what goes wrong, of ${FAULT_KINDS.map(({ id }) => id).join(', ')}; rules when left out`,
      list,
      ['rule'],
    )
    .option(
      '--workers <n>',
      'threads; as many as the machine can do at once when left out',
      count,
      ownWorkers(),
    );
  withRunOptions(command)
    .option('--json', 'as JSON')
    .option('--csv', 'as CSV')
    .action(async (file: string | undefined, options: Options) => {
      checkFeatures(options.only ?? []);
      checkKinds(options.faults);
      const design = chooseDesign(file, options);
      const plan = {
        design,
        interventions: interventionsOf(options.at, design),
        seed: options.seed,
        features: FEATURES.map(({ id }) => id).filter((id) => options.only?.includes(id) ?? true),
        kinds: options.faults,
        depth: options.depth,
      };
      const swept = await runPlan(plan, threads(Math.min(options.workers, plan.features.length)));
      if (options.json) printJson(sweptJson(swept));
      else if (options.csv) print(sweptCsv(swept));
      else print(summary(swept));
      if (swept.matrix.missing.length > 0) process.exitCode = 1;
    });
}

/** Statuses that changed, by feature. */
function changed({ cells }: MatrixRow, { matrix }: Swept, which = isChanged): Record<string, string> {
  return Object.fromEntries(
    cells.flatMap((cell, index) =>
      which(cell) ? [[matrix.features[index]!.feature.id, cell.outcome.status]] : [],
    ),
  );
}

function sweptJson(swept: Swept): unknown {
  const { matrix, runs, seconds } = swept;
  const told = (rows: readonly MatrixRow[]) =>
    rows.map((row) => ({ close: row.faults.map(({ id }) => id), changed: changed(row, swept) }));
  const pairs = pairRows(matrix);
  return {
    baseline: Object.fromEntries(
      matrix.features.map(({ feature, outcomes }) => [feature.id, outcomes[0]!.status]),
    ),
    ...(matrix.depth === 1
      ? { closures: told(singleRows(matrix)) }
      : {
          closures: told(pairs).map((one, index) => ({
            ...one,
            emerges: changed(pairs[index]!, swept, (cell) => cell.emerges),
          })),
          singles: told(singleRows(matrix)),
        }),
    ...(matrix.missing.length > 0 && { missing: matrix.missing }),
    runs,
    seconds,
  };
}

/** A row for each case, a column for each feature; empty where nothing changes. */
function sweptCsv(swept: Swept): string {
  const { features, depth } = swept.matrix;
  const rows = depth === 1 ? singleRows(swept.matrix) : pairRows(swept.matrix);
  return [
    ['close', ...features.map(({ feature }) => feature.id)],
    ...rows.map((row) => [
      row.faults.map(({ id }) => id).join(' '),
      ...row.cells.map((cell) => (isChanged(cell) ? cell.outcome.status : '')),
    ]),
  ]
    .map((cells) => cells.join(','))
    .join('\n');
}

function summary(swept: Swept): string {
  const { matrix, runs, seconds } = swept;
  const rows = matrix.depth === 1 ? singleRows(matrix) : pairRows(matrix).filter(emerging);
  const named = (row: MatrixRow, status: string, which = isChanged) =>
    Object.entries(changed(row, swept, which))
      .filter(([, is]) => is === status)
      .map(([id]) => id)
      .join(' ');
  const which = matrix.depth === 1 ? isChanged : (cell: MatrixRow['cells'][number]) => cell.emerges;
  const heading =
    matrix.depth === 1
      ? []
      : ['Pairs that break what neither of the two breaks alone; --json and --csv have them all.', ''];
  return [
    ...heading,
    table([
      ['without', 'broken', 'degraded'],
      ...rows.map((row) => [
        row.faults.map(({ title }) => title).join(' and '),
        named(row, 'broken', which),
        named(row, 'degraded', which),
      ]),
    ]),
    '',
    `${runs} scenes were played in ${seconds.toFixed(2)} s.`,
  ].join('\n');
}

const emerging = (row: MatrixRow) => row.cells.some((cell) => cell.emerges);

function checkKinds(kinds: readonly string[]): void {
  const known = FAULT_KINDS.map(({ id }) => id);
  for (const kind of kinds)
    if (!known.includes(kind))
      throw new CliError(`--faults: "${kind}" is no kind of faults: must be one of ${known.join(', ')}`);
}

function depth(value: string): 1 | 2 {
  if (value !== '1' && value !== '2') throw new InvalidArgumentError('It must be 1 or 2.');
  return value === '1' ? 1 : 2;
}

function count(value: string): number {
  if (!/^[1-9]\d{0,2}$/.test(value))
    throw new InvalidArgumentError('It must be a number of workers from 1 to 999.');
  return Number(value);
}
