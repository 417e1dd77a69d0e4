import type { Argument, Command, Option } from 'commander';
import { labProgram } from '../../../../electron/cli/program.ts';
import { code, escaped, fenced, joined, list, table } from '../page.ts';
import { ENDS_WITH_1, EXAMPLES } from './command-examples.ts';

/** A command that does something, with the words by which it is called. */
interface Leaf {
  /** "firewall import" */
  readonly name: string;
  readonly command: Command;
}

/** Every command of `lab`, in the order of its help. */
export function leaves(): readonly Leaf[] {
  const below = (command: Command, before: readonly string[]): Leaf[] =>
    command.commands.flatMap((one) => {
      const words = [...before, one.name()];
      return one.commands.length > 0 ? below(one, words) : [{ name: words.join(' '), command: one }];
    });
  return below(labProgram(), []);
}

/** All commands in a table, each with a link to what is said of it. */
export function commandTable(): string {
  return table(
    ['Command', 'What it does'],
    leaves().map(({ name, command }) => [
      `[${code(`lab ${name}`)}](#lab-${name.replaceAll(' ', '-')})`,
      escaped(command.description()),
    ]),
  );
}

/**
 * A section for each command: out of its own help, with examples.
 * @throws Error when a command has no example
 */
export function commandSections(): string {
  return joined(...leaves().map(section));
}

function section({ name, command }: Leaf): string {
  const examples = EXAMPLES[name];
  if (!examples) throw new Error(`lab ${name} has no example`);
  const rows = [...command.registeredArguments.map(argumentRow), ...command.options.map(optionRow)];
  return joined(
    `## lab ${name}`,
    `${upper(escaped(command.description()))}.`,
    fenced(`lab ${name} ${command.usage()}`, 'text'),
    rows.length > 0 ? table(['Argument or option', 'What it is', 'If left out'], rows) : '',
    moreHelp(command),
    list(examples.map(({ line, what }) => `${code(`lab ${line}`)}: ${what}`)),
    ENDS_WITH_1[name] === undefined ? '' : `Exit status 1: ${ENDS_WITH_1[name]}.`,
  );
}

function argumentRow(argument: Argument): string[] {
  const { required, description } = argument;
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return [code(required ? `<${name}>` : `[${name}]`), escaped(description), required ? 'required' : ''];
}

function optionRow(option: Option): string[] {
  return [code(option.flags), escaped(`${option.description}${choices(option)}`), usual(option)];
}

function choices({ argChoices }: Option): string {
  return argChoices ? `: ${argChoices.join(', ')}` : '';
}

function usual({ defaultValue, description, mandatory }: Option): string {
  if (mandatory) return 'required';
  const value: unknown = defaultValue;
  // What depends on the machine is told in words.
  const told = description.endsWith('when left out');
  return !told && (typeof value === 'string' || typeof value === 'number') ? code(String(value)) : '';
}

/** What a command's help says below its options, as it stands there. */
function moreHelp(command: Command): string {
  let whole = '';
  command.configureOutput({ writeOut: (text) => (whole += text) });
  command.outputHelp();
  const more = whole.slice(command.helpInformation().length).trim();
  return more === '' ? '' : fenced(more, 'text');
}

function upper(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
