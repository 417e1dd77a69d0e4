import { ROLES } from '../roles/registry.ts';
import type { Design } from '../model/design.ts';
import type { Loaded } from './load.ts';
import { loadDesign } from './load.ts';
import reference1 from './reference-1.json' with { type: 'json' };

/** A design that comes with the program. */
export interface BuiltinDesign {
  readonly id: string;
  readonly title: string;
  /** Its file's text. */
  readonly text: string;
}

/** In the order in which they are offered; the first is the one that a new lab shows. */
export const BUILTIN_DESIGNS: readonly BuiltinDesign[] = [reference1].map((design) => ({
  id: design.id,
  title: design.title,
  text: `${JSON.stringify(design, null, 2)}\n`,
}));

/** Reads a design with every role that there is. */
export function openDesign(text: string, file: string): Loaded {
  return loadDesign(text, file, ROLES);
}

/** A built-in design by its id; the first when none is given. Throws when there is none of that id. */
export function builtinDesign(id = BUILTIN_DESIGNS[0]!.id): Design {
  const found = BUILTIN_DESIGNS.find((one) => one.id === id);
  if (!found) throw new Error(`no built-in design "${id}"`);
  const loaded = openDesign(found.text, `${id}.json`);
  if (!loaded.ok) throw new Error(loaded.problems.map((one) => one.message).join('; '));
  return loaded.design;
}
