import { ROLES } from '../roles/registry.ts';
import type { Design } from '../model/design.ts';
import type { Loaded } from './load.ts';
import { loadDesign } from './load.ts';
import { ocs2007Partner } from './builtin/ocs-2007-partner.ts';
import { oneAddress } from './builtin/one-address.ts';
import type { RawDesign } from './builtin/raw.ts';
import { reference2 } from './builtin/reference-2.ts';
import { twoEdgePools } from './builtin/two-edge-pools.ts';
import reference1Json from './reference-1.json' with { type: 'json' };

const reference1 = reference1Json as RawDesign;

/** A design that comes with the program. */
export interface BuiltinDesign {
  readonly id: string;
  readonly title: string;
  /** What sets it apart, in a sentence or two. */
  readonly description: string;
  /** Its file's text. */
  readonly text: string;
}

/** In the order in which they are offered; the first is the one that a new lab shows. */
export const BUILTIN_DESIGNS: readonly BuiltinDesign[] = [
  reference1,
  reference2(reference1),
  oneAddress(reference1),
  twoEdgePools(reference1),
  ocs2007Partner(reference1),
].map((design) => ({
  id: design.id,
  title: design.title,
  description: design.description ?? '',
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
