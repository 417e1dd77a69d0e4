import { parse } from 'valibot';
import type { Design } from '../model/design.ts';
import { InterventionForm } from '../model/intervention-form.ts';
import { lacking } from '../model/interventions.ts';
import type { Intervention } from '../model/run.ts';
import type { Form } from './forms/form.ts';
import { groupOfValue } from './forms/form.ts';
import { DESIGN_FORM } from './forms/forms.ts';

/**
 * A design as the text of a file: fields in the order of the schema, without those that say what holds anyway, so that
 * two versions of a file differ only where the designs do. `openDesign` reads the same of it.
 * @param interventions what happens while it runs; what names things that the design has not does nothing, and is left out
 */
export function designText(design: Design, interventions: readonly Intervention[] = []): string {
  const met = interventions.filter(({ change }) => lacking(change, design) === null);
  if (met.length === 0) return textAlone(design);
  return written({ ...spared(design), interventions: met.map((one) => parse(InterventionForm, one)) });
}

/**
 * Designs do not change, and all that keeps or compares them asks for their text: those that were asked for last are known.
 * Not all of them, since whoever edits for an hour leaves hundreds behind, each of which can be undone to.
 */
const texts = new Map<Design, string>();
const TEXTS_KNOWN = 16;

function textAlone(design: Design): string {
  const text = texts.get(design) ?? written(spared(design));
  texts.delete(design);
  texts.set(design, text);
  const [oldest] = texts.keys();
  if (texts.size > TEXTS_KNOWN) texts.delete(oldest!);
  return text;
}

function spared(design: Design): object {
  return spare(design, DESIGN_FORM) as object;
}

function written(file: object): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

function spare(value: unknown, form: Form): unknown {
  if (form.kind === 'list') return (value as readonly unknown[]).map((one) => spare(one, form.item));
  const entries = groupOfValue(form, value)?.entries;
  if (!entries) return value;
  const fields = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(entries).flatMap(([name, entry]) => {
      const own = fields[name];
      if (own === undefined) return [];
      const kept = spare(own, entry.form);
      const usual = entry.usual === undefined ? undefined : spare(entry.usual, entry.form);
      return JSON.stringify(kept) === JSON.stringify(usual) ? [] : [[name, kept]];
    }),
  );
}
