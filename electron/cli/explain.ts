import type { Command } from 'commander';
import type { ExplainChain } from '../../simulator/analysis/explain.ts';
import { exposureWords, newRuleWords } from '../../simulator/analysis/words.ts';
import { diagnose } from '../../simulator/minimal/diagnose.ts';
import type { Openings } from '../../simulator/minimal/openings.ts';
import type { RepairAnswer } from '../../simulator/minimal/repairs.ts';
import { chooseSetup } from './choose-design.ts';
import { print, printJson, wrapped } from './output.ts';
import type { RunOptions } from './run-options.ts';
import { checkFeatures, withRunOptions } from './run-options.ts';

/** `lab explain [DESIGN] ID` */
export function explainCommand(program: Command): void {
  const command = program
    .command('explain')
    .description('says why a feature works, limps or fails: the packets, the rules, the sources')
    .argument(
      '<design-or-id>',
      'a design file or the name of a built-in design; the feature when it comes alone',
    )
    .argument('[id]', 'the feature');
  withRunOptions(command)
    .option('--json', 'as JSON')
    .action((first: string, second: string | undefined, options: RunOptions & { json?: boolean }) => {
      const [file, id] = second === undefined ? [undefined, first] : [first, second];
      checkFeatures([id]);
      const { layers, repairs } = diagnose(chooseSetup(file, options), options.seed, id);
      const [own, ...behind] = layers;
      const { status, reached, explanation } = own!;
      if (options.json) {
        printJson({
          id,
          status,
          reached,
          ...explanation,
          behind: behind.map(({ after, ...layer }) => ({
            after: openedIds(after),
            status: layer.status,
            ...layer.explanation,
          })),
          repairs: (repairs?.sets ?? []).map(({ rules, cost }) => ({ rules, exposed: cost.exposed })),
          added: repairs?.added ?? [],
        });
        return;
      }
      print(
        [
          explanation.headline,
          ...chainsText(explanation.chains),
          ...behind.flatMap(({ after, explanation: more }) => [
            `\nBehind that, with ${openedIds(after).join(', ')} open: ${more.headline}`,
            ...chainsText(more.chains),
          ]),
          ...(repairs ? ['', ...repairsText(repairs)] : []),
        ].join('\n'),
      );
    });
}

function openedIds({ closed, added }: Openings): string[] {
  return [...closed, ...added.map(({ rule }) => rule.id)];
}

function chainsText(chains: readonly ExplainChain[]): string[] {
  return chains.map((chain, index) => {
    const title =
      chain.cause === null
        ? ''
        : `\nCause ${index + 1} of ${chains.length}: ${chain.cause.text}\n\n${wrapped(chain.summary)}\n`;
    // What was told with the first cause is not told again.
    const told = index === 0 ? [] : chains[0]!.steps;
    const same = chain.steps.findIndex((step, i) => step.event !== told[i]?.event);
    const steps = chain.steps
      .slice(Math.max(0, same))
      .map(({ time, text, source }) => `${time.toFixed(3).padStart(9)} s  ${text}\n             [${source}]`);
    if (same > 0) steps.unshift('             As above, and then:');
    const repair = chain.repair === null ? '' : `\n             Repair: ${chain.repair}`;
    return `${title}\n${steps.join('\n')}${repair}`;
  });
}

/** Ways to make it work by rules. */
function repairsText({ sets, added, never }: RepairAnswer): string[] {
  if (never.length > 0) return ['No rule that could be opened or added would make it work.'];
  return [
    'What would make it work, the way that exposes least first:',
    ...sets.map(({ rules, cost }) => `  open ${rules.join(' and ')}: ${exposureWords(cost.exposed)}`),
    ...added.map(({ firewall, rule }) => `  ${newRuleWords(firewall, rule)}`),
  ];
}
