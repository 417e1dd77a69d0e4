import type { Design, DesignOrganization, DesignPerson } from '../../model/design.ts';
import { ROLE_SCHEMAS } from '../../roles/schemas.ts';
import type { EntryKind, Part, Thing } from './things.ts';
import { domainOf, ENTRY_KINDS } from './things.ts';

type OpenPart = Record<EntryKind, Set<string>>;

export function emptyPart(): OpenPart {
  return Object.fromEntries(ENTRY_KINDS.map((kind) => [kind, new Set<string>()])) as OpenPart;
}

/** Homes: private zones behind a NAT, by the NAT's id. */
export function homesOf(design: Design): readonly Design['nats'][number][] {
  const inner = new Set(design.zones.filter((zone) => zone.private).map(({ id }) => id));
  return design.nats.filter(({ inside }) => inner.has(inside));
}

/** Organizations with people none of whom are remote or internal users of ours. */
export function partnersOf(design: Design): readonly DesignOrganization[] {
  return design.organizations.filter((one) => {
    const people = peopleOf(design, one);
    return people.length > 0 && people.every(({ plays }) => plays !== 'remote' && plays !== 'internal');
  });
}

function peopleOf(design: Design, { domains }: DesignOrganization): readonly DesignPerson[] {
  return design.people.filter(({ uri }) => uri !== undefined && domains.includes(domainOf(uri)));
}

/** Zones that are neither a home nor a partner's. */
export function ownZonesOf(design: Design): readonly Design['zones'][number][] {
  const away = new Set([
    ...homesOf(design).map(({ inside }) => inside),
    ...partnersOf(design).flatMap(({ id }) => [...partOf(design, { kind: 'organization', id }).zone]),
  ]);
  return design.zones.filter(({ id }) => !away.has(id));
}

/**
 * A thing with what belongs to it and to nothing else: a host with its people, a NAT with its home, a zone with what
 * stands in it and the gateways that lead there, a partner's organization with its site.
 */
export function partOf(design: Design, thing: Thing): Part {
  const part = emptyPart();
  part[thing.kind].add(thing.id);
  switch (thing.kind) {
    case 'nat': {
      const nat = design.nats.find(({ id }) => id === thing.id);
      if (nat && design.zones.some(({ id, ...zone }) => id === nat.inside && zone.private))
        addZone(part, design, nat.inside);
      break;
    }
    case 'zone':
      addZone(part, design, thing.id);
      break;
    case 'person':
      addPlace(part, design, thing.id);
      break;
    case 'organization': {
      const partner = partnersOf(design).find(({ id }) => id === thing.id);
      if (partner) addSite(part, design, partner);
      break;
    }
    default:
  }
  addPeople(part, design);
  return part;
}

/** A zone with the hosts that stand only there, and what leads to it from outside. */
function addZone(part: OpenPart, design: Design, zone: string): void {
  part.zone.add(zone);
  for (const host of design.hosts)
    if (host.interfaces.every((one) => one.zone === zone)) part.host.add(host.id);
  for (const kind of ['firewall', 'nat'] as const)
    for (const { id, inside } of kind === 'nat' ? design.nats : design.firewalls)
      if (inside === zone) part[kind].add(id);
}

/** Where somebody sits alone: the home, or the host. */
function addPlace(part: OpenPart, design: Design, person: string): void {
  const at = design.people.find(({ id }) => id === person)?.host;
  const host = design.hosts.find(({ id }) => id === at);
  if (!host) return;
  const alone = (hosts: ReadonlySet<string>) =>
    design.people.every((one) => one.id === person || !hosts.has(one.host));
  const home = homesOf(design).find(({ inside }) => host.interfaces.every(({ zone }) => zone === inside));
  const whole = emptyPart();
  if (home) addZone(whole, design, home.inside);
  if (home && alone(whole.host))
    for (const kind of ENTRY_KINDS) whole[kind].forEach((id) => part[kind].add(id));
  else if (alone(new Set([host.id]))) part.host.add(host.id);
}

/** People at the part's hosts, and the accounts that nobody else signs in with. */
function addPeople(part: OpenPart, design: Design): void {
  for (const { id, host } of design.people) if (part.host.has(host)) part.person.add(id);
  const others = new Set(design.people.flatMap(({ id, uri }) => (part.person.has(id) ? [] : [uri])));
  for (const { id, uri } of design.people)
    if (part.person.has(id) && uri !== undefined && !others.has(uri)) part.account.add(uri);
}

/** Everything that hangs together with a partner's people, up to the Internet. */
function addSite(part: OpenPart, design: Design, partner: DesignOrganization): void {
  const open = new Set(design.zones.filter(({ prefixes }) => prefixes.length === 0).map(({ id }) => id));
  const hosts = new Set(peopleOf(design, partner).map(({ host }) => host));
  const zones = new Set<string>();
  for (let size = -1; size < hosts.size + zones.size;) {
    size = hosts.size + zones.size;
    for (const { id, interfaces } of design.hosts) {
      const own = interfaces.filter(({ zone }) => !open.has(zone));
      if (own.some(({ zone }) => zones.has(zone))) hosts.add(id);
      if (hosts.has(id)) for (const { zone } of own) zones.add(zone);
    }
  }
  const strangers = design.people.filter(({ host, uri }) => hosts.has(host) && !isOf(partner, uri));
  if (strangers.length > 0) return;
  hosts.forEach((id) => part.host.add(id));
  zones.forEach((id) => part.zone.add(id));
  for (const { id, inside, outside } of design.firewalls)
    if (zones.has(inside) || zones.has(outside)) part.firewall.add(id);
  for (const { id, inside, outside } of design.nats)
    if (zones.has(inside) || zones.has(outside)) part.nat.add(id);
  const used = certificatesOf(design, (id) => hosts.has(id));
  const elsewhere = certificatesOf(design, (id) => !hosts.has(id));
  used.forEach((id) => {
    if (!elsewhere.has(id)) part.certificate.add(id);
  });
}

function isOf({ domains }: DesignOrganization, uri: string | undefined): boolean {
  return uri !== undefined && domains.includes(domainOf(uri));
}

function certificatesOf(design: Design, of: (host: string) => boolean): ReadonlySet<string> {
  return new Set(
    design.hosts
      .filter(({ id }) => of(id))
      .flatMap(({ roles }) =>
        roles.flatMap((role) =>
          ROLE_SCHEMAS[role.role]!.references(role).flatMap(({ kind, value }) =>
            kind === 'certificate' ? [value] : [],
          ),
        ),
      ),
  );
}
