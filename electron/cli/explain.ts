import type { Command } from 'commander';
import { explain } from '../../simulator/analysis/explain.ts';
import { run } from '../../simulator/run.ts';
import { chooseDesign } from './choose-design.ts';
import { print, printJson } from './output.ts';
import type { RunOptions } from './run-options.ts';
import { checkFeatures, interventionsOf, withRunOptions } from './run-options.ts';

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
      const design = chooseDesign(file, options);
      const interventions = interventionsOf(options.at, design);
      const [one] = run(design, { seed: options.seed, interventions, only: [id] }).features;
      const explanation = explain(one!, design);
      if (options.json) {
        printJson({ id, status: one!.finding.status, reached: one!.finding.reached, ...explanation });
        return;
      }
      const chains = explanation.chains.map((chain, index) => {
        const title =
          chain.cause === null
            ? ''
            : `\nCause ${index + 1} of ${explanation.chains.length}: ${chain.cause.text}\n`;
        // What was told with the first cause is not told again.
        const told = index === 0 ? [] : explanation.chains[0]!.steps;
        const same = chain.steps.findIndex((step, i) => step.event !== told[i]?.event);
        const steps = chain.steps
          .slice(Math.max(0, same))
          .map(
            ({ time, text, source }) => `${time.toFixed(3).padStart(9)} s  ${text}\n             [${source}]`,
          );
        if (same > 0) steps.unshift('             As above, and then:');
        const repair = chain.repair === null ? '' : `\n             Repair: ${chain.repair}`;
        return `${title}\n${steps.join('\n')}${repair}`;
      });
      print([explanation.headline, ...chains].join('\n'));
    });
}
