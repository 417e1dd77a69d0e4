import type { Design, DesignHost } from '../../model/design.ts';
import type { Form } from '../forms/form.ts';
import { formAt, groupOfValue, mapTexts } from '../forms/form.ts';
import { DESIGN_FORM } from '../forms/forms.ts';
import type { Part } from '../forms/things.ts';

/** What becomes of an entry of a list that tells of a domain. */
type Told = (item: unknown, form: Form) => readonly unknown[];

/**
 * The design in which what servers outside a part are told of its domains (name records, routes) is changed, entry by
 * entry.
 */
export function changeMentions(design: Design, part: Part, told: Told): Design {
  const domains = design.organizations.flatMap((one) => (part.organization.has(one.id) ? one.domains : []));
  if (domains.length === 0) return design;
  const roles = roleForm();
  const hosts = design.hosts.map((host): DesignHost => {
    if (part.host.has(host.id)) return host;
    const next = host.roles.map((role) => changedIn(role, roles, domains, told)) as DesignHost['roles'];
    return next.every((one, at) => one === host.roles[at]) ? host : { ...host, roles: next };
  });
  return { ...design, hosts };
}

/** The form of one role of a host. */
function roleForm(): Form {
  const role = formAt(DESIGN_FORM, {}, ['hosts', 0, 'roles', 0]);
  if (!role) throw new Error('hosts have no roles');
  return role;
}

/** The value itself where nothing in it was changed. */
function changedIn(value: unknown, form: Form, domains: readonly string[], told: Told): unknown {
  if (form.kind === 'list') {
    const items = value as readonly unknown[];
    const next = items.flatMap((item) =>
      tells(item, form.item, domains) ? told(item, form.item) : [changedIn(item, form.item, domains, told)],
    );
    return next.length === items.length && next.every((one, at) => one === items[at]) ? value : next;
  }
  const entries = groupOfValue(form, value)?.entries;
  if (!entries) return value;
  const fields = Object.entries(value as object) as [string, unknown][];
  const next = fields.map(([name, one]): [string, unknown] => [
    name,
    entries[name] && one !== undefined ? changedIn(one, entries[name].form, domains, told) : one,
  ]);
  return next.every(([, one], at) => one === fields[at]![1]) ? value : Object.fromEntries(next);
}

/** Are all DNS names in it, one or more, below these domains? */
function tells(item: unknown, form: Form, domains: readonly string[]): boolean {
  let names = 0;
  let others = 0;
  mapTexts(item, form, (text, { form: kind }) => {
    if (kind !== 'dnsName') return text;
    if (domains.some((domain) => text === domain || text.endsWith(`.${domain}`))) names++;
    else others++;
    return text;
  });
  return names > 0 && others === 0;
}
