import type { Design } from '../model/design.ts';
import type { Form } from './forms/form.ts';
import { groupOfValue } from './forms/form.ts';
import { DESIGN_FORM } from './forms/forms.ts';

/**
 * A design as the text of a file: fields in the order of the schema, without those that say what holds anyway, so that
 * two versions of a file differ only where the designs do. `openDesign` reads the same design of it.
 */
export function designText(design: Design): string {
  let text = texts.get(design);
  if (text === undefined) {
    text = `${JSON.stringify(spare(design, DESIGN_FORM), null, 2)}\n`;
    texts.set(design, text);
  }
  return text;
}

/** Designs do not change, and are asked for their text by all that keeps or compares them. */
const texts = new WeakMap<Design, string>();

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
