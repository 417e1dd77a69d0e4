import { CommanderError } from 'commander';
import { CliError } from './output.ts';
import { labProgram } from './program.ts';

/**
 * The command line. Standard output carries data and nothing else; what is wrong goes to standard error in one line.
 * Exit status: 0 done, 1 the answer is no, 2 bad usage or bad input.
 */
try {
  await labProgram().parseAsync();
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
