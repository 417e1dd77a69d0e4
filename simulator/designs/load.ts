import { getNodeValue } from 'jsonc-parser';
import * as v from 'valibot';
import { Design } from '../model/design.ts';
import { InterventionForm } from '../model/intervention-form.ts';
import { lacking } from '../model/interventions.ts';
import type { Intervention, Setup } from '../model/run.ts';
import { checkDesign } from './check.ts';
import { isNewer, migrate } from './migrate.ts';
import type { RoleSchemas } from './references.ts';
import { checkSchema } from './schema.ts';
import type { Problem } from './source.ts';
import { Source } from './source.ts';
import { didYouMean } from './suggest.ts';

export type Loaded =
  ({ readonly ok: true } & Setup) | { readonly ok: false; readonly problems: readonly Problem[] };

/** A design file: the design, and what happens to it while it runs. */
export const DesignFile = v.strictObject({
  ...Design.entries,
  interventions: v.optional(
    v.array(InterventionForm, 'must be a list of what happens while the design runs'),
    [],
  ),
});

/**
 * Reads a design file: JSON of this version or one before, then its form, then that everything it names exists and fits.
 * All or nothing.
 * @param file what to call it in problems
 * @param roles the schemas of the roles that hosts may have
 */
export function loadDesign(text: string, file: string, roles: RoleSchemas): Loaded {
  const source = new Source(text, file);
  const setup = source.root ? readSetup(source, roles) : null;
  return setup ? { ok: true, ...setup } : { ok: false, problems: source.problems };
}

function readSetup(source: Source, roles: RoleSchemas): Setup | null {
  const json: unknown = getNodeValue(source.root!);
  const parsed = isNewer(source, json) ? null : checkSchema(source, DesignFile, migrate(json), []);
  if (parsed === null) return null;
  const { interventions, ...form } = parsed as v.InferOutput<typeof DesignFile>;
  const design = withRoles(source, form, roles);
  if (source.problems.length === 0) {
    checkDesign(source, design, roles);
    checkInterventions(source, design, interventions);
  }
  return source.problems.length === 0 ? { design, interventions } : null;
}

function checkInterventions(source: Source, design: Design, interventions: readonly Intervention[]): void {
  interventions.forEach(({ change }, at) => {
    const problem = lacking(change, design);
    if (problem !== null) source.problem(source.at(['interventions', at, 'change']).offset, problem);
  });
}

/** Each role's own part, checked by its schema and with its defaults filled in. */
function withRoles(source: Source, design: Design, roles: RoleSchemas): Design {
  const names = Object.keys(roles);
  return {
    ...design,
    hosts: design.hosts.map((host, h) => ({
      ...host,
      roles: host.roles.map((role, r) => {
        const path = ['hosts', h, 'roles', r];
        // Not every name that an object answers to is a role: "constructor" is not.
        const schema = Object.hasOwn(roles, role.role) ? roles[role.role] : undefined;
        if (schema) return (checkSchema(source, schema.config, role, path) ?? role) as typeof role;
        if (!source.full)
          source.problem(
            source.at([...path, 'role']).offset,
            `role "${role.role}" is not known: must be one of ${names.map((name) => `"${name}"`).join(', ')}${didYouMean(role.role, names)}`,
          );
        return role;
      }),
    })),
  };
}
