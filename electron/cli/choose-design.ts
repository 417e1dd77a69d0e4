import { BUILTIN_DESIGNS, openDesign } from '../../simulator/designs/registry.ts';
import { setPath } from '../../simulator/designs/set.ts';
import { formatProblem } from '../../simulator/designs/source.ts';
import { didYouMean } from '../../simulator/designs/suggest.ts';
import { withClosed } from '../../simulator/faults/kinds/rule.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { Setup } from '../../simulator/model/run.ts';
import { interfacesOf, isRuleFile, withFirewallFile } from './firewall-file.ts';
import { CliError } from './output.ts';
import { readFile } from './read-file.ts';
import { interventionsOf } from './run-options.ts';

interface Changes {
  readonly close?: readonly string[];
  readonly set: readonly string[];
  /** NAME=FILE */
  readonly firewall: readonly string[];
  /** outside=NAME,inside=NAME */
  readonly interfaces?: string;
}

/**
 * What a command runs: a file, a built-in design by its name, or the first built-in one; with rules from other files,
 * values set and rules closed. What happens while it runs is said in the file, and by --at.
 * @throws CliError
 */
export function chooseSetup(
  file: string | undefined,
  changes: Changes & { readonly at: readonly string[] },
): Setup {
  const builtin = BUILTIN_DESIGNS.find((one) => one.id === (file ?? BUILTIN_DESIGNS[0]!.id));
  const opened = open(builtin?.text ?? read(file!), builtin ? `${builtin.id}.json` : file!);
  const design = changed(opened.design, changes);
  return { design, interventions: [...opened.interventions, ...interventionsOf(changes.at, design)] };
}

/**
 * The design that a command works on, where it does not run it.
 * @throws CliError
 */
export function chooseDesign(file: string | undefined, changes: Changes): Design {
  return chooseSetup(file, { ...changes, at: [] }).design;
}

function changed(opened: Design, changes: Changes): Design {
  let design = opened;
  for (const text of changes.firewall) {
    const { name, value } = pair('--firewall', text, 'NAME=FILE');
    design = withFirewallFile(design, name, value, interfacesOf(changes.interfaces));
  }
  for (const text of changes.set) design = withValue(design, text);
  return changes.close ? closed(design, changes.close) : design;
}

/**
 * One of two that are compared: a design with what happens in its file, or the reference design with the rules of a file.
 * @param firewall which of its firewalls such rules are for
 * @throws CliError
 */
export function openEither(
  file: string,
  { firewall, ...others }: { firewall: string; interfaces?: string },
): Setup {
  const unchanged = { set: [], at: [] };
  return isRuleFile(file)
    ? chooseSetup(undefined, { ...others, ...unchanged, firewall: [`${firewall}=${file}`] })
    : chooseSetup(file, { ...unchanged, firewall: [] });
}

function read(file: string): string {
  return readFile(
    file,
    `must be a design file, or one of the built-in designs ${BUILTIN_DESIGNS.map((one) => one.id).join(', ')}`,
  );
}

function open(text: string, file: string): Setup {
  const loaded = openDesign(text, file);
  if (!loaded.ok) throw new CliError(formatProblem(loaded.problems[0]!));
  return loaded;
}

function withValue(design: Design, text: string): Design {
  const { name, value } = pair('--set', text, 'PATH=VALUE');
  const changed = setPath(design, name, value);
  if ('problem' in changed) throw new CliError(`--set ${name}: ${changed.problem}`);
  const loaded = openDesign(JSON.stringify(changed.json), `--set ${name}`);
  if (!loaded.ok) throw new CliError(`--set ${name}: ${loaded.problems[0]!.message}`);
  return loaded.design;
}

function closed(design: Design, close: readonly string[]): Design {
  const rules = design.firewalls.flatMap((one) => one.rules.map((rule) => rule.id));
  for (const id of close)
    if (!rules.includes(id))
      throw new CliError(
        `--close: rule "${id}" does not exist: must be one of ${rules.join(', ')}${didYouMean(id, rules)}`,
      );
  return withClosed(design, close);
}

function pair(option: string, text: string, form: string): { name: string; value: string } {
  const at = text.indexOf('=');
  if (at <= 0) throw new CliError(`${option}: "${text}" must be ${form}`);
  return { name: text.slice(0, at), value: text.slice(at + 1) };
}
