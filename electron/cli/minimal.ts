import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { exposureWords, newRuleWords } from '../../simulator/analysis/words.ts';
import { FEATURES } from '../../simulator/features/registry.ts';
import type { MinimalAnswer, MinimalQuestion, RuleSet } from '../../simulator/minimal/minimal.ts';
import { minimalSets } from '../../simulator/minimal/minimal.ts';
import type { AddedRule } from '../../simulator/minimal/made-rules.ts';
import { repairs } from '../../simulator/minimal/repairs.ts';
import { chooseSetup } from './choose-design.ts';
import { CliError, print, printJson } from './output.ts';
import type { RunOptions } from './run-options.ts';
import { checkFeatures, DESIGN_ARGUMENT, list, withRunOptions } from './run-options.ts';

interface Options extends RunOptions {
  readonly features: string[];
  readonly most: number;
  readonly json?: boolean;
}

/** `lab minimal [DESIGN] --features ID,..` */
export function minimalCommand(program: Command): void {
  const command = program
    .command('minimal')
    .description(
      'finds the smallest set of rules with which features work as well as with all, by what it exposes and then by how many they are; each rule proven by leaving it out',
    );
  withQuestion(command).action((file: string | undefined, options: Options) => {
    const question = questionOf(file, options);
    const answer = minimalSets(question);
    tell(question, answer, [], options, {
      first: (set) => `${set.rules.length} rules are enough: ${set.rules.join(', ')}`,
      none: 'No set of these rules is enough.',
    });
  });
}

/** `lab repair [DESIGN] --features ID,..` */
export function repairCommand(program: Command): void {
  const command = program
    .command('repair')
    .description(
      'finds the least change of the rules with which features work: closed rules to open, rules to add; by what they expose, and then by how many they are',
    );
  withQuestion(command).action((file: string | undefined, options: Options) => {
    const question = questionOf(file, options);
    const answer = repairs(question);
    tell(question, answer, answer.added, options, {
      first: (set) =>
        set.rules.length === 0 ? 'Nothing needs to be changed.' : `Open ${set.rules.join(', ')}.`,
      none: 'No rules that could be opened or added would do.',
    });
  });
}

function withQuestion(command: Command): Command {
  command
    .argument(...DESIGN_ARGUMENT)
    .requiredOption('--features <ids>', 'these features, separated by commas; "all" for all of them', list)
    .option('--most <n>', 'so many sets: the smallest, and alternatives', number, 3);
  return withRunOptions(command).option('--json', 'as JSON');
}

function questionOf(file: string | undefined, options: Options): MinimalQuestion {
  const features = options.features.includes('all') ? FEATURES.map(({ id }) => id) : options.features;
  checkFeatures(features);
  if (features.length === 0) throw new CliError('--features: names no feature; lab features lists them');
  return {
    ...chooseSetup(file, options),
    seed: options.seed,
    features,
    most: options.most,
  };
}

interface Words {
  first(set: RuleSet): string;
  readonly none: string;
}

function tell(
  { features }: MinimalQuestion,
  answer: MinimalAnswer,
  added: readonly AddedRule[],
  options: Options,
  words: Words,
): void {
  const { sets, never, bound, runs } = answer;
  const [best, ...alternatives] = sets;
  if (options.json)
    printJson({
      features,
      rules: best?.rules ?? null,
      proof: best?.proof ?? [],
      exposed: best?.cost.exposed ?? null,
      alternatives: alternatives.map(({ rules, proof, cost }) => ({ rules, proof, exposed: cost.exposed })),
      ...(added.length > 0 && { added }),
      never,
      bound,
      runs,
    });
  else
    print(
      [
        best ? words.first(best) : words.none,
        ...(best ? [`  ${exposureWords(best.cost.exposed)}`, ...proofOf(best)] : []),
        ...alternatives.flatMap((set) => [
          '',
          `Or: ${set.rules.join(', ')}`,
          `  ${exposureWords(set.cost.exposed)}`,
        ]),
        ...added.map(({ firewall, rule }) => `  ${newRuleWords(firewall, rule)}`),
        ...never.map((id) => `${id} does not work even with every rule open.`),
        ...(bound ? ['The search came to its bound: there may be a smaller set.'] : []),
      ].join('\n'),
    );
  if (!best || never.length > 0) process.exitCode = 1;
}

function proofOf({ proof }: RuleSet): string[] {
  return proof.map(
    ({ without, breaks, because }) => `  without ${without}: ${breaks.join(', ')}. ${because}`,
  );
}

function number(value: string): number {
  if (!/^[1-9]\d?$/.test(value)) throw new InvalidArgumentError('It must be a number from 1 to 99.');
  return Number(value);
}
