import { Command } from 'commander';
import { benchCommand } from './bench.ts';
import { captureCommand } from './capture.ts';
import { designCommand } from './design.ts';
import { diffCommand } from './diff.ts';
import { explainCommand } from './explain.ts';
import { featuresCommand } from './features.ts';
import { firewallCommand } from './firewall.ts';
import { lessonCommand } from './lesson.ts';
import { minimalCommand, repairCommand } from './minimal.ts';
import { replayCommand } from './replay.ts';
import { reportCommand } from './reports/report.ts';
import { runCommand } from './run.ts';
import { verifyCommand } from './verify.ts';
import { whatifCommand } from './whatif.ts';
import { workerCommand } from './worker.ts';

/** The command line with all its commands. It throws what is wrong, and does not end the process. */
export function labProgram(): Command {
  const program = new Command('lab')
    .description('Simulates, packet by packet, how a Lync Server 2010 Edge lives between two firewalls.')
    .exitOverride()
    .showHelpAfterError(false)
    .configureOutput({ writeErr: () => undefined });
  for (const add of COMMANDS) add(program);
  return program;
}

const COMMANDS = [
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
];
