import type { GenericSchema } from 'valibot';
import type { AddressRange } from '../model/address.ts';
import { formatAddress, inRange, parseAddress, parseRange } from '../model/address.ts';
import type { Design } from '../model/design.ts';
import { KNOBS } from '../model/knobs.ts';
import { resolveEndpoints } from './endpoints.ts';
import type { Source } from './source.ts';
import { didYouMean } from './suggest.ts';

type Path = readonly (string | number)[];

/** The schemas of roles, and the names in a role's configuration that must exist. */
export type RoleSchemas = Readonly<
  Record<
    string,
    {
      readonly config: GenericSchema;
      references(config: unknown): readonly { readonly path: Path; readonly kind: 'interface' | 'certificate'; readonly value: string }[];
    }
  >
>;

/** Checks what a schema cannot: that ids are unique, that what is named exists, that addresses fit. */
export function checkDesign(source: Source, design: Design, roles: RoleSchemas): void {
  const problem = (path: Path, message: string) => source.problem(source.at(path).offset, message);
  checkIds(design, problem);
  checkZones(design, problem);
  checkAddresses(design, problem);
  checkGateways(design, problem);
  checkRoles(design, roles, problem);
  checkPeople(design, problem);
  checkKnobs(design, (path, message) => source.problem(source.nameAt(path).offset, message));
}

type Report = (path: Path, message: string) => void;

/** Ids name places on the map, and rules are closed by id alone, so they are unique across lists. */
function checkIds(design: Design, problem: Report): void {
  const unique = (entries: readonly (readonly [Path, string])[], what: string) => {
    const seen = new Set<string>();
    for (const [path, id] of entries) {
      if (seen.has(id)) problem(path, `"${id}" is taken already: each ${what} must have an id of its own`);
      seen.add(id);
    }
  };
  unique(
    [
      ...design.zones.map((one, i) => [['zones', i, 'id'], one.id] as const),
      ...design.hosts.map((one, i) => [['hosts', i, 'id'], one.id] as const),
      ...design.firewalls.map((one, i) => [['firewalls', i, 'id'], one.id] as const),
      ...design.nats.map((one, i) => [['nats', i, 'id'], one.id] as const),
    ],
    'zone, host, firewall and NAT',
  );
  unique(
    design.firewalls.flatMap((firewall, f) => firewall.rules.map((rule, r) => [['firewalls', f, 'rules', r, 'id'], rule.id] as const)),
    'rule, also of different firewalls,',
  );
  design.hosts.forEach((host, h) =>
    unique(
      host.interfaces.map((one, i) => [['hosts', h, 'interfaces', i, 'id'], one.id] as const),
      'interface of a host',
    ),
  );
  unique(design.certificates.map((one, i) => [['certificates', i, 'id'], one.id] as const), 'certificate');
  unique(design.accounts.map((one, i) => [['accounts', i, 'uri'], one.uri] as const), 'account');
  unique(design.people.map((one, i) => [['people', i, 'id'], one.id] as const), 'person');
}

function checkZones(design: Design, problem: Report): void {
  const taken: { range: AddressRange; text: string; zone: string }[] = [];
  let open: string | null = null;
  design.zones.forEach((zone, z) => {
    if (zone.prefixes.length === 0) {
      if (open !== null)
        problem(['zones', z, 'prefixes'], `zone "${open}" has no prefixes already: only one zone, the Internet, may be without`);
      open = zone.id;
    }
    zone.prefixes.forEach((text, p) => {
      const range = parseRange(text)!;
      if (zone.private) return;
      const other = taken.find((one) => one.range.first <= range.last && range.first <= one.range.last);
      if (other) problem(['zones', z, 'prefixes', p], `${text} overlaps ${other.text} of zone "${other.zone}": zones that are not private must not share addresses`);
      taken.push({ range, text, zone: zone.id });
    });
  });
}

function checkAddresses(design: Design, problem: Report): void {
  const zones = new Map(design.zones.map((zone) => [zone.id, zone]));
  const names = [...zones.keys()];
  const taken = new Map<string, string>();
  const place = (path: Path, zoneId: string, addressText: string, who: string) => {
    const zone = zones.get(zoneId);
    if (!zone) return;
    const address = parseAddress(addressText)!;
    const key = `${zone.private ? zone.id : ''}/${address}`;
    const other = taken.get(key);
    if (other) problem(path, `${addressText} is the address of ${other} already: each must have its own`);
    taken.set(key, who);
    const outside = (ranges: readonly string[]) => !ranges.some((text) => inRange(parseRange(text)!, address));
    if (zone.prefixes.length > 0 && outside(zone.prefixes))
      problem(path, `${addressText} is not in zone "${zone.id}": must be in ${zone.prefixes.join(' or ')}`);
    const owner = zone.prefixes.length > 0 ? undefined : design.zones.find((one) => !one.private && !outside(one.prefixes));
    if (owner) problem(path, `${formatAddress(address)} belongs to zone "${owner.id}": must be an address that no zone has`);
  };
  design.hosts.forEach((host, h) =>
    host.interfaces.forEach((one, i) => {
      const path = ['hosts', h, 'interfaces', i];
      if (!zones.has(one.zone)) problem([...path, 'zone'], `zone "${one.zone}" does not exist: must be the id of a zone${didYouMean(one.zone, names)}`);
      place([...path, 'address'], one.zone, one.address, `"${host.id}.${one.id}"`);
    }),
  );
  design.nats.forEach((nat, n) => place(['nats', n, 'address'], nat.outside, nat.address, `"${nat.id}"`));
}

function checkGateways(design: Design, problem: Report): void {
  const zones = design.zones.map((zone) => zone.id);
  const sides = (list: 'firewalls' | 'nats') =>
    design[list].forEach((gateway, g) => {
      for (const side of ['outside', 'inside'] as const)
        if (!zones.includes(gateway[side]))
          problem([list, g, side], `zone "${gateway[side]}" does not exist: must be the id of a zone${didYouMean(gateway[side], zones)}`);
      if (gateway.outside === gateway.inside)
        problem([list, g, 'inside'], `both sides of "${gateway.id}" are zone "${gateway.inside}": must be two zones`);
    });
  sides('firewalls');
  sides('nats');
  const hosts = [
    ...design.hosts.flatMap((host) => [host.id, ...host.interfaces.map((one) => `${host.id}.${one.id}`)]),
    ...design.nats.map((nat) => nat.id),
  ];
  design.firewalls.forEach((firewall, f) =>
    firewall.rules.forEach((rule, r) => {
      for (const end of ['src', 'dst'] as const) {
        const found = resolveEndpoints(rule[end], design);
        if ('unknown' in found)
          problem(
            ['firewalls', f, 'rules', r, end],
            `"${found.unknown}" is neither an address nor a host: must be "any", an address, a prefix, a range, a host or host.interface${didYouMean(found.unknown, hosts)}`,
          );
      }
    }),
  );
}

function checkRoles(design: Design, roles: RoleSchemas, problem: Report): void {
  const certificates = design.certificates.map((one) => one.id);
  design.hosts.forEach((host, h) =>
    host.roles.forEach((role, r) => {
      for (const { path, kind, value } of roles[role.role]?.references(role) ?? []) {
        const known = kind === 'interface' ? host.interfaces.map((one) => one.id) : certificates;
        const right = kind === 'interface' ? `the id of an interface of "${host.id}"` : 'the id of a certificate';
        if (!known.includes(value))
          problem(['hosts', h, 'roles', r, ...path], `${kind} "${value}" does not exist: must be ${right}${didYouMean(value, known)}`);
      }
    }),
  );
  design.certificates.forEach(({ notBefore, notAfter }, c) => {
    if (Date.parse(notBefore) > Date.parse(notAfter))
      problem(['certificates', c, 'notAfter'], `${notAfter} is before notBefore, ${notBefore}: must be later`);
  });
}

function checkPeople(design: Design, problem: Report): void {
  const hosts = design.hosts.map((host) => host.id);
  const uris = design.accounts.map((account) => account.uri);
  design.people.forEach((person, p) => {
    if (!hosts.includes(person.host))
      problem(['people', p, 'host'], `host "${person.host}" does not exist: must be the id of a host${didYouMean(person.host, hosts)}`);
    const own = person.plays === 'remote' || person.plays === 'internal';
    if (own && person.uri === undefined) problem(['people', p], `"uri" is missing: ${person.name} signs in and must have the SIP address of an account`);
    if (own && person.uri !== undefined && !uris.includes(person.uri))
      problem(['people', p, 'uri'], `${person.uri} has no account: must be one of the accounts${didYouMean(person.uri, uris)}`);
  });
}

function checkKnobs(design: Design, problem: Report): void {
  for (const [id, value] of Object.entries(design.knobs)) {
    if (!(id in KNOBS)) problem(['knobs', id], `knob "${id}" does not exist: must be one that the model has${didYouMean(id, Object.keys(KNOBS))}`);
    else if (typeof value !== 'number' || value < 0)
      problem(['knobs', id], `${JSON.stringify(value)} is wrong for knob "${id}": it must be a number, 0 or more`);
  }
}
