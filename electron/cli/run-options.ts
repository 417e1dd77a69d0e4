import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { FEATURES } from '../../simulator/features/registry.ts';
import type { Design } from '../../simulator/model/design.ts';
import { parseIntervention } from '../../simulator/model/interventions.ts';
import type { Intervention } from '../../simulator/model/run.ts';
import { DEFAULT_SEED } from '../../simulator/model/run.ts';
import { CliError } from './output.ts';

/** What every command that runs a design takes. */
export interface RunOptions {
  readonly close?: string[];
  readonly firewall: string[];
  readonly interfaces?: string;
  readonly set: string[];
  readonly at: string[];
  readonly seed: number;
}

/** Reads "E3, E4". */
export const list = (value: string) =>
  value
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
/** Collects an option that may be given several times. */
export const collect = (value: string, before: string[]) => [...before, value];

/** The design that a command works on. */
export const DESIGN_ARGUMENT = [
  '[design]',
  'a design file, or the name of a built-in design; the reference design when left out',
] as const;
export const INTERFACES_OPTION = [
  '--interfaces <names>',
  'the two sides as files of rules call them, outside=NAME,inside=NAME',
] as const;

/** Adds these options to a command. */
export function withRunOptions(command: Command): Command {
  return command
    .option('--close <rules>', 'switch these rules off, separated by commas', list)
    .option('--firewall <name=file>', "take a firewall's rules from a file", collect, [])
    .option(...INTERFACES_OPTION)
    .option(
      '--set <path=value>',
      'change a value of the design, such as firewalls.external.default=reject',
      collect,
      [],
    )
    .option('--at <seconds:change>', 'change something while it runs, such as "5:close E3"', collect, [])
    .option('--seed <n>', 'seed of the random numbers', seed, DEFAULT_SEED);
}

/**
 * Refuses features that do not exist.
 * @throws CliError
 */
export function checkFeatures(ids: readonly string[]): void {
  for (const id of ids)
    if (!FEATURES.some((feature) => feature.id === id))
      throw new CliError(
        `feature "${id}" does not exist: must be one of ${FEATURES.map((one) => one.id).join(', ')}`,
      );
}

/**
 * Ids of the features that --only names, in the order of all; every one when it is left out.
 * @throws CliError
 */
export function chosenFeatures(only: readonly string[] | undefined): string[] {
  checkFeatures(only ?? []);
  const chosen = FEATURES.map(({ id }) => id).filter((id) => only?.includes(id) ?? true);
  if (chosen.length === 0) throw new CliError('--only: names no feature; lab features lists them');
  return chosen;
}

/**
 * The changes of --at.
 * @throws CliError
 */
export function interventionsOf(texts: readonly string[], design: Design): Intervention[] {
  return texts.map((text) => {
    const one = parseIntervention(text, design);
    if ('problem' in one) throw new CliError(`--at: ${one.problem}`);
    return one;
  });
}

function seed(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return Number(value);
}
