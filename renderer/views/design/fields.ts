import { namedBy } from '../../../simulator/designs/forms/links.ts';
import type { Form, GroupForm, NumberForm, Path } from '../../../simulator/designs/forms/form.ts';
import { LONGEST, type Design } from '../../../simulator/model/design.ts';
import { count } from '../../stores/format.ts';
import { choiceWords } from './words.ts';

/** A part of the design with fields of its own, and where it stands. */
export interface GroupOf {
  readonly path: Path;
  readonly form: GroupForm;
  readonly value: Readonly<Record<string, unknown>>;
  readonly place: string;
  /** How deep in the form: what level its headings have. */
  readonly level: number;
}

/** Something that can be chosen in a field. */
export interface Option {
  readonly value: string;
  readonly text: string;
}

/** What a field is chosen from: a list of its own, or names of other things; null when it is written. */
export function optionsOf(design: Design, path: Path, form: Form, name: string): readonly Option[] | null {
  if (form.kind === 'choice') return form.choices.map((value) => ({ value, text: choiceWords(value) }));
  if (form.kind !== 'text') return null;
  switch (namedBy(form, name)) {
    case 'zone':
      return design.zones.map(({ id, title }) => ({ value: id, text: title }));
    case 'host':
      return design.hosts.map(({ id, title }) => ({ value: id, text: `${title} (${id})` }));
    case 'certificate':
      return design.certificates.map(({ id, subject }) => ({ value: id, text: `${id}, ${subject}` }));
    case 'interface':
      return (design.hosts[Number(path[1])]?.interfaces ?? []).map(({ id, address }) => ({
        value: id,
        text: `${id}, ${address}`,
      }));
    case 'account':
      return path[0] === 'people' ? design.accounts.map(({ uri }) => ({ value: uri, text: uri })) : null;
    default:
      return null;
  }
}

/** "0 to 65,535"; empty where a number has no two ends. */
export function rangeText({ least, most }: NumberForm): string {
  return least === null || most === null || most >= LONGEST ? '' : `${count(least)} to ${count(most)}`;
}

/** What a field's text stands for in the design. */
export function valueOf(form: Form, text: string, optional: boolean): unknown {
  if (text.trim() === '' && optional) return undefined;
  if (form.kind !== 'number') return text.trim();
  const number = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(number) ? number : text;
}

/** One line that tells an entry of a list from the others. */
export function summaryOf(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return textOf(entry);
  const fields = entry as Readonly<Record<string, unknown>>;
  const told = [
    'type',
    'id',
    'name',
    'domain',
    'kind',
    'transport',
    'address',
    'target',
    'outside',
    'edge',
    'inside',
    'dport',
  ];
  const texts = told.flatMap((name) => {
    const value = fields[name];
    return typeof value === 'string' ? [value] : [];
  });
  return texts.slice(0, 3).join(' ') || 'entry';
}

/** A value as it stands in a field; empty for what has fields of its own. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
