import { Command, CommanderError } from 'commander';
import { benchCommand } from './bench.ts';
import { captureCommand } from './capture.ts';
import { designCommand } from './design.ts';
import { diffCommand } from './diff.ts';
import { explainCommand } from './explain.ts';
import { featuresCommand } from './features.ts';
import { firewallCommand } from './firewall.ts';
import { lessonCommand } from './lesson.ts';
import { minimalCommand, repairCommand } from './minimal.ts';
import { CliError } from './output.ts';
import { replayCommand } from './replay.ts';
import { reportCommand } from './reports/report.ts';
import { runCommand } from './run.ts';
import { verifyCommand } from './verify.ts';
import { whatifCommand } from './whatif.ts';
import { workerCommand } from './worker.ts';

/**
 * The command line. Standard output carries data and nothing else; what is wrong goes to standard error in one line.
 * Exit status: 0 done, 1 the answer is no, 2 bad usage or bad input.
 */
const program = new Command('lab')
  .description('Simulates, packet by packet, how a Lync Server 2010 Edge lives between two firewalls.')
  .exitOverride()
  .showHelpAfterError(false)
  .configureOutput({ writeErr: () => undefined });

for (const add of [
  featuresCommand,
  designCommand,
  runCommand,
  whatifCommand,
  workerCommand,
  minimalCommand,
  repairCommand,
  explainCommand,
  reportCommand,
  replayCommand,
  firewallCommand,
  diffCommand,
  verifyCommand,
  captureCommand,
  lessonCommand,
  benchCommand,
])
  add(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = 2;
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) process.exitCode = 0;
    else if (error.code === 'commander.help')
      process.stderr.write(`lab: a command is missing; lab --help lists them\n`);
    else
      process.stderr.write(
        `lab: ${error.message.replace(/^error: /, '').replaceAll('\n', ' ')}; lab --help lists what there is\n`,
      );
  } else if (error instanceof CliError) process.stderr.write(`lab: ${error.message}\n`);
  else throw error;
}
