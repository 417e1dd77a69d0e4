import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Command } from 'commander';
import { replayPage } from '../../simulator/replay/page.ts';
import { replayTexts } from '../../simulator/replay/replay.ts';
import { run } from '../../simulator/run.ts';
import { chooseSetup } from './choose-design.ts';
import { CliError } from './output.ts';
import type { RunOptions } from './run-options.ts';
import { chosenFeatures, DESIGN_ARGUMENT, list, withRunOptions } from './run-options.ts';
import { writeWhole } from './write-file.ts';

interface Options extends RunOptions {
  readonly only?: string[];
  readonly title?: string;
  readonly out: string;
}

/** What the build makes of the player, seen from where this program is bundled. */
const TEMPLATE = new URL('../../../out/renderer/replay-template.html', import.meta.url);

/** `lab replay [DESIGN] --out FILE` */
export function replayCommand(program: Command): void {
  const command = program
    .command('replay')
    .description('writes a page that plays runs anywhere: one HTML file that needs no network')
    .argument(...DESIGN_ARGUMENT)
    .option('--only <ids>', 'these features, separated by commas', list);
  withRunOptions(command)
    .option('--title <text>', "what the page is called; the design's title when left out")
    .requiredOption('--out <file>', 'where to write the page')
    .action((file: string | undefined, options: Options) => {
      const features = chosenFeatures(options.only);
      const { design, interventions } = chooseSetup(file, options);
      const frame = template();
      const { features: runs } = run(design, {
        seed: options.seed,
        interventions,
        only: features,
      });
      const title = options.title ?? design.title;
      const variant = changes(options).join(', ') || 'as designed';
      const texts = replayTexts({ title, scenes: runs.map((one) => ({ variant, design, run: one })) });
      const parts = Array.from(texts, (text) => gzipSync(text).toString('base64'));
      writeWhole(options.out, (write) => write(replayPage(frame, title, parts)));
    });
}

function template(): string {
  try {
    return readFileSync(TEMPLATE, 'utf8');
  } catch {
    throw new CliError('the player is not there yet: npm run build makes it');
  }
}

/** What was asked to be different, in words. */
function changes({ close = [], firewall, set, at }: Options): string[] {
  return [...close.map((rule) => `${rule} closed`), ...firewall, ...set, ...at];
}
