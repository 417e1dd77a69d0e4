import type { Design, DesignFirewall, DesignHost } from '../../model/design.ts';
import { ROLE_SCHEMAS } from '../../roles/schemas.ts';
import { quote } from '../quote.ts';
import { changeMentions } from './mentions.ts';
import { emptyPart, homesOf, partnersOf, partOf } from '../forms/parts.ts';
import type { EntryKind, Part, Thing } from '../forms/things.ts';
import { ENTRY_KINDS, entriesOf, idOf, titleOf, withEntries } from '../forms/things.ts';

/** What goes when one thing goes, or why it cannot. */
export type Removal = { readonly part: Part } | { readonly problem: string };

/**
 * Everything that cannot be without a thing, with the thing: hosts of a zone, people of a host, accounts that nobody
 * signs in with any more. A certificate that a role shows cannot go.
 */
export function removalOf(design: Design, thing: Thing): Removal {
  if (thing.kind === 'certificate') {
    const user = design.hosts.find(({ roles }) =>
      roles.some((role) => certificatesOf(role).includes(thing.id)),
    );
    if (user)
      return {
        problem: `certificate ${quote(thing.id)} is shown by ${quote(user.title)}: must be replaced there first`,
      };
  }
  const part = emptyPart();
  for (const kind of ENTRY_KINDS) seedOf(design, thing)[kind].forEach((id) => part[kind].add(id));
  for (let size = -1; size < sizeOf(part);) {
    size = sizeOf(part);
    spread(design, part);
  }
  return { part };
}

/** A home goes as a whole, and so does a partner; of all else what hangs on it is looked for. */
function seedOf(design: Design, thing: Thing): Part {
  const whole =
    (thing.kind === 'nat' && homesOf(design).some(({ id }) => id === thing.id)) ||
    (thing.kind === 'organization' && partnersOf(design).some(({ id }) => id === thing.id));
  if (whole) return partOf(design, thing);
  const part = emptyPart();
  part[thing.kind].add(thing.id);
  return part;
}

function sizeOf(part: Part): number {
  return ENTRY_KINDS.reduce((sum, kind) => sum + part[kind].size, 0);
}

function spread(design: Design, part: Record<EntryKind, Set<string>>): void {
  for (const host of design.hosts) if (standsOn(host, part.zone)) part.host.add(host.id);
  for (const kind of ['firewall', 'nat'] as const)
    for (const { id, outside, inside } of kind === 'nat' ? design.nats : design.firewalls)
      if (part.zone.has(outside) || part.zone.has(inside)) part[kind].add(id);
  for (const { id, host, uri } of design.people)
    if (part.host.has(host) || (uri !== undefined && part.account.has(uri))) part.person.add(id);
  const left = new Set(design.people.flatMap(({ id, uri }) => (part.person.has(id) ? [] : [uri])));
  for (const { id, uri } of design.people)
    if (part.person.has(id) && uri !== undefined && !left.has(uri)) part.account.add(uri);
}

/** Has a host no other place, or does a role of it need one there? */
function standsOn(host: DesignHost, zones: ReadonlySet<string>): boolean {
  const gone = host.interfaces.filter(({ zone }) => zones.has(zone)).map(({ id }) => id);
  if (gone.length === 0) return false;
  if (gone.length === host.interfaces.length) return true;
  return host.roles.some((role) =>
    ROLE_SCHEMAS[role.role]!.references(role).some(
      ({ kind, value }) => kind === 'interface' && gone.includes(value),
    ),
  );
}

function certificatesOf(role: DesignHost['roles'][number]): readonly string[] {
  return ROLE_SCHEMAS[role.role]!.references(role).flatMap(({ kind, path, value }) =>
    kind === 'certificate' && path[0] !== 'revoked' ? [value] : [],
  );
}

/** The design without a part, and without what names it elsewhere: rules, mappings, contacts, name records. */
export function removePart(design: Design, part: Part): Design {
  const names = goneNames(design, part);
  const addresses = goneAddresses(design, part);
  let left = changeMentions(design, part, () => []);
  for (const kind of ENTRY_KINDS)
    left = withEntries(
      left,
      kind,
      entriesOf(left, kind).filter((one) => !part[kind].has(idOf(one))),
    );
  return {
    ...left,
    hosts: left.hosts.map((host) => withoutZones(withoutRevoked(host, part), part.zone)),
    accounts: left.accounts.map((account) =>
      account.contacts.some((uri) => part.account.has(uri))
        ? { ...account, contacts: account.contacts.filter((uri) => !part.account.has(uri)) }
        : account,
    ),
    firewalls: left.firewalls.map((wall) => withoutNames(wall, names, addresses)),
  };
}

function goneNames(design: Design, part: Part): ReadonlySet<string> {
  return new Set([
    ...part.host,
    ...part.nat,
    ...design.hosts.flatMap(({ id, interfaces }) =>
      interfaces
        .filter(({ zone }) => part.host.has(id) || part.zone.has(zone))
        .map((one) => `${id}.${one.id}`),
    ),
  ]);
}

function goneAddresses(design: Design, part: Part): ReadonlySet<string> {
  return new Set(
    design.hosts
      .filter(({ id }) => part.host.has(id))
      .flatMap(({ interfaces }) => interfaces.map(({ zone, address }) => `${zone}/${address}`)),
  );
}

function withoutZones(host: DesignHost, zones: ReadonlySet<string>): DesignHost {
  return host.interfaces.some(({ zone }) => zones.has(zone))
    ? { ...host, interfaces: host.interfaces.filter(({ zone }) => !zones.has(zone)) }
    : host;
}

function withoutRevoked(host: DesignHost, part: Part): DesignHost {
  if (part.certificate.size === 0) return host;
  return {
    ...host,
    roles: host.roles.map((role) =>
      Array.isArray(role['revoked'])
        ? { ...role, revoked: role['revoked'].filter((id: string) => !part.certificate.has(id)) }
        : role,
    ),
  };
}

/** Lists of endpoints without some names. What has none left means nothing any more and goes, groups first. */
function withoutNames(
  wall: DesignFirewall,
  names: ReadonlySet<string>,
  addresses: ReadonlySet<string>,
): DesignFirewall {
  const gone = new Set(names);
  const groups = Object.fromEntries(
    Object.entries(wall.groups).flatMap(([name, text]) => {
      const left = leftOf(text, names);
      if (left === '') gone.add(name);
      return left === '' ? [] : [[name, left]];
    }),
  );
  const next: DesignFirewall = {
    ...wall,
    groups,
    rules: leftIn(wall.rules, gone),
    masquerades: leftIn(wall.masquerades, gone),
    inspections: leftIn(wall.inspections, gone),
    nat: wall.nat.filter(({ inside }) => !addresses.has(`${wall.inside}/${inside}`)),
  };
  return JSON.stringify(next) === JSON.stringify(wall) ? wall : next;
}

function leftIn<T extends object>(entries: readonly T[], gone: ReadonlySet<string>): T[] {
  return entries.flatMap((entry) => {
    const fields = ['src', 'dst', 'inside'].flatMap((name): [string, string][] => {
      const text = (entry as Readonly<Record<string, unknown>>)[name];
      return typeof text === 'string' ? [[name, leftOf(text, gone)]] : [];
    });
    return fields.some(([, text]) => text === '') ? [] : [{ ...entry, ...Object.fromEntries(fields) }];
  });
}

function leftOf(text: string, gone: ReadonlySet<string>): string {
  const parts = text.split(',').map((one) => one.trim());
  const left = parts.filter((one) => !gone.has(one));
  return left.length === parts.length ? text : left.join(', ');
}

/** What else of a part has a title of its own: "Edge", "Alice". */
export function otherTitles(design: Design, part: Part, thing: Thing): readonly string[] {
  const own = titleOf(design, thing);
  const titles = ENTRY_KINDS.filter((kind) => kind !== 'account').flatMap((kind) =>
    [...part[kind]].map((id) => titleOf(design, { kind, id })),
  );
  return [...new Set(titles)].filter((title) => title !== own);
}
