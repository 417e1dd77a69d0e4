import { holdsRules, importRules } from '../../simulator/designs/import-rules.ts';
import { BUILTIN_DESIGNS } from '../../simulator/designs/registry.ts';
import { printable } from '../../simulator/designs/quote.ts';
import { didYouMean } from '../../simulator/designs/suggest.ts';
import type { FirewallFormat, Interfaces, Refusal } from '../../simulator/firewall/formats/format.ts';
import { DEFAULT_INTERFACES } from '../../simulator/firewall/formats/format.ts';
import type { Imported } from '../../simulator/firewall/formats/registry.ts';
import { FORMATS, formatOf, readPolicy } from '../../simulator/firewall/formats/registry.ts';
import type { Design, DesignFirewall } from '../../simulator/model/design.ts';
import { CliError } from './output.ts';
import { readFile } from './read-file.ts';

type Read = Exclude<Imported, { readonly problem: string }>;

/**
 * Reads a file with the rules of a firewall.
 * @param format its form, or null to recognise it
 * @throws CliError
 */
export function readFirewallFile(file: string, format: FirewallFormat | null, interfaces: Interfaces): Read {
  return accepted(file, readPolicy(read(file), format, interfaces));
}

/**
 * A design with a firewall's rules from a file: in a vendor's form, or as a JSON list of rules as a design has them.
 * @throws CliError
 */
export function withFirewallFile(design: Design, name: string, file: string, interfaces: Interfaces): Design {
  const firewall = firewallOf(design, name, '--firewall');
  return accepted(file, importRules(design, firewall, read(file), null, interfaces)).design;
}

/**
 * A firewall of a design.
 * @throws CliError
 */
export function firewallOf(design: Design, name: string, option: string): DesignFirewall {
  const found = design.firewalls.find((one) => one.id === name);
  const names = design.firewalls.map((one) => one.id);
  if (!found)
    throw new CliError(
      `${option}: "${name}" does not exist: must be one of ${names.join(', ')}${didYouMean(name, names)}`,
    );
  return found;
}

/**
 * A form of rules by its name, or null for none.
 * @throws CliError
 */
export function chooseFormat(id: string | undefined): FirewallFormat | null {
  const ids = FORMATS.map((one) => one.id);
  if (id === undefined) return null;
  const format = formatOf(id);
  if (!format)
    throw new CliError(
      `--format: "${id}" is not known: must be one of ${ids.join(', ')}${didYouMean(id, ids)}`,
    );
  return format;
}

/**
 * Reads "outside=eth0,inside=eth1".
 * @throws CliError
 */
export function interfacesOf(text: string | undefined): Interfaces {
  if (text === undefined) return DEFAULT_INTERFACES;
  const match = /^(?:outside=([^,=\s]+),inside=([^,=\s]+)|inside=([^,=\s]+),outside=([^,=\s]+))$/.exec(text);
  const outside = match?.[1] ?? match?.[4];
  const inside = match?.[2] ?? match?.[3];
  if (outside === undefined || inside === undefined || outside === inside)
    throw new CliError(`--interfaces: "${text}" must be outside=NAME,inside=NAME, with two names`);
  return { outside, inside };
}

function read(file: string): string {
  return readFile(
    file,
    `must be a file with rules of a firewall (${FORMATS.map((one) => one.id).join(', ')})`,
  );
}

function accepted<T extends object>(file: string, reading: T | Refusal): T {
  if (!('problem' in reading)) return reading;
  const place = reading.line === undefined ? '' : `${reading.line}:${reading.column ?? 1}:`;
  throw new CliError(printable(`${file}:${place} ${reading.problem}`));
}

/** Is it a file with the rules of a firewall? Names of built-in designs are no files. */
export function isRuleFile(file: string): boolean {
  return !BUILTIN_DESIGNS.some((one) => one.id === file) && holdsRules(read(file));
}
