import { getNodeValue } from 'jsonc-parser';
import { Design } from '../model/design.ts';
import { checkDesign } from './check.ts';
import type { RoleSchemas } from './references.ts';
import { checkSchema } from './schema.ts';
import type { Problem } from './source.ts';
import { Source } from './source.ts';
import { didYouMean } from './suggest.ts';

export type Loaded =
  | { readonly ok: true; readonly design: Design }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads a design file: JSON, then its form, then that everything it names exists and fits. All or nothing.
 * @param file what to call it in problems
 * @param roles the schemas of the roles that hosts may have
 */
export function loadDesign(text: string, file: string, roles: RoleSchemas): Loaded {
  const source = new Source(text, file);
  const design = source.root ? readDesign(source, roles) : null;
  return design ? { ok: true, design } : { ok: false, problems: source.problems };
}

function readDesign(source: Source, roles: RoleSchemas): Design | null {
  const parsed = checkSchema(source, Design, getNodeValue(source.root!), []);
  if (parsed === null) return null;
  const design = withRoles(source, parsed as Design, roles);
  if (source.problems.length === 0) checkDesign(source, design, roles);
  return source.problems.length === 0 ? design : null;
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
