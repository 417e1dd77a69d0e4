import type { GenericSchema } from 'valibot';
import { parseRange } from '../model/address.ts';
import type { Design } from '../model/design.ts';
import type { Path, Report } from './check.ts';
import type { EndpointNames } from './endpoints.ts';
import { endpointNames, resolveEndpoints } from './endpoints.ts';
import { withGroups } from './policies.ts';
import { quote } from './quote.ts';
import { didYouMean } from './suggest.ts';

/** The schemas of roles, and the names in a role's configuration that must exist. */
export type RoleSchemas = Readonly<
  Record<
    string,
    {
      readonly config: GenericSchema;
      references(config: unknown): readonly {
        readonly path: Path;
        readonly kind: 'interface' | 'certificate';
        readonly value: string;
      }[];
    }
  >
>;

/** Interfaces, firewalls and NATs stand in zones that exist; firewalls and NATs between two of them. */
export function checkSides(design: Design, report: Report): void {
  const zones = new Set(design.zones.map((zone) => zone.id));
  const checkZone = (path: Path, zone: string) => {
    if (!zones.has(zone))
      report(
        path,
        () => `zone "${zone}" does not exist: must be the id of a zone${didYouMean(zone, [...zones])}`,
      );
  };
  design.hosts.forEach((host, h) =>
    host.interfaces.forEach((one, i) => checkZone(['hosts', h, 'interfaces', i, 'zone'], one.zone)),
  );
  for (const list of ['firewalls', 'nats'] as const)
    design[list].forEach(({ id, outside, inside }, g) => {
      checkZone([list, g, 'outside'], outside);
      checkZone([list, g, 'inside'], inside);
      if (outside === inside)
        report([list, g, 'inside'], () => `both sides of "${id}" are zone "${inside}": must be two zones`);
    });
}

/** What rules name as source and destination is there. */
export function checkRules(design: Design, report: Report): void {
  const names = endpointNames(design);
  design.firewalls.forEach((firewall, f) => {
    const check = (path: Path, text: string, known: EndpointNames) => {
      const found = resolveEndpoints(text, known);
      if (!('unknown' in found)) return;
      const right = 'must be "any", an address, a prefix, a range, a host, host.interface or a group';
      report(
        ['firewalls', f, ...path],
        () =>
          `${quote(found.unknown)} is neither an address nor a host: ${right}${didYouMean(found.unknown, [...known.keys()])}`,
      );
    };
    for (const [name, text] of Object.entries(firewall.groups)) {
      check(['groups', name], text, names);
      if (names.has(name) || name === 'any' || parseRange(name))
        report(
          ['firewalls', f, 'groups', name],
          () => `"${name}" means addresses already: a group must have another name`,
        );
    }
    const known = withGroups(firewall, names);
    firewall.rules.forEach((rule, r) => {
      check(['rules', r, 'src'], rule.src, known);
      check(['rules', r, 'dst'], rule.dst, known);
    });
    firewall.masquerades.forEach((one, m) => check(['masquerades', m, 'inside'], one.inside, known));
    firewall.inspections.forEach((one, i) => check(['inspections', i, 'dst'], one.dst, known));
  });
}

/** What a role's configuration names is there. */
export function checkRoles(design: Design, roles: RoleSchemas, report: Report): void {
  const certificates = new Set(design.certificates.map((one) => one.id));
  design.hosts.forEach((host, h) => {
    const interfaces = new Set(host.interfaces.map((one) => one.id));
    host.roles.forEach((role, r) => {
      for (const { path, kind, value } of roles[role.role]?.references(role) ?? []) {
        const known = kind === 'interface' ? interfaces : certificates;
        if (known.has(value)) continue;
        const right =
          kind === 'interface' ? `the id of an interface of "${host.id}"` : 'the id of a certificate';
        report(
          ['hosts', h, 'roles', r, ...path],
          () => `${kind} "${value}" does not exist: must be ${right}${didYouMean(value, [...known])}`,
        );
      }
    });
  });
}

/** People sit at hosts, and those of ours have an account. */
export function checkPeople(design: Design, report: Report): void {
  const hosts = new Set(design.hosts.map((host) => host.id));
  const uris = new Set(design.accounts.map((account) => account.uri));
  design.people.forEach(({ host, plays, uri, name }, p) => {
    if (!hosts.has(host))
      report(
        ['people', p, 'host'],
        () => `host "${host}" does not exist: must be the id of a host${didYouMean(host, [...hosts])}`,
      );
    if (plays !== 'remote' && plays !== 'internal') return;
    if (uri === undefined)
      report(
        ['people', p],
        () => `"uri" is missing: ${quote(name)} signs in, so it must be the SIP address of an account`,
      );
    else if (!uris.has(uri))
      report(
        ['people', p, 'uri'],
        () => `${quote(uri)} has no account: must be the "uri" of one${didYouMean(uri, [...uris])}`,
      );
  });
}
