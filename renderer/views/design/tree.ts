import { homesOf, ownZonesOf, partnersOf, partOf } from '../../../simulator/designs/forms/parts.ts';
import type { AnyEntry, EntryKind, Part, Thing } from '../../../simulator/designs/forms/things.ts';
import { entriesOf, idOf } from '../../../simulator/designs/forms/things.ts';
import type { Design, DesignHost } from '../../../simulator/model/design.ts';
import type { IconName } from '../../parts/icons.ts';
import { counted } from '../../stores/format.ts';

/** A line of the list of what the design has. */
export interface Row {
  readonly thing: Thing;
  readonly title: string;
  readonly note: string;
  readonly level: 2 | 3;
}

export type GroupId = 'zones' | 'homes' | 'partners' | 'firewalls' | 'people' | 'names';

/** Things of one kind, under one heading. */
export interface Group {
  readonly id: GroupId;
  readonly title: string;
  readonly icon: IconName;
  readonly rows: readonly Row[];
}

/** Everything that the design has, by kinds; homes and partners with what stands in them. */
export function groupsOf(design: Design): readonly Group[] {
  const homes = homesOf(design);
  const partners = partnersOf(design);
  const sites = partners.map(({ id }) => partOf(design, { kind: 'organization', id }));
  const hosts = hostsByZone(design);
  const zones = new Map(design.zones.map((zone) => [zone.id, zone]));
  const within = (zone: string) => (hosts.get(zone) ?? []).map((host) => row('host', host, 3));
  return [
    {
      id: 'zones',
      title: 'Zones and hosts',
      icon: 'map',
      rows: ownZonesOf(design).flatMap((zone) => [row('zone', zone), ...within(zone.id)]),
    },
    {
      id: 'homes',
      title: 'Homes',
      icon: 'home',
      rows: homes.flatMap((nat) => {
        const zone = zones.get(nat.inside)!;
        return [
          { ...row('nat', nat), title: zone.title },
          { ...row('zone', zone, 3), title: 'Its network' },
          ...within(zone.id),
        ];
      }),
    },
    {
      id: 'partners',
      title: 'Partners',
      icon: 'link',
      rows: partners.flatMap((partner, at) => [row('organization', partner), ...rowsOf(design, sites[at]!)]),
    },
    {
      id: 'firewalls',
      title: 'Firewalls and NATs',
      icon: 'rules',
      rows: [
        ...design.firewalls.map((wall) => row('firewall', wall)),
        ...design.nats.filter((nat) => !homes.includes(nat)).map((nat) => row('nat', nat)),
      ],
    },
    { id: 'people', title: 'People', icon: 'person', rows: design.people.map((one) => row('person', one)) },
    {
      id: 'names',
      title: 'Names and trust',
      icon: 'tag',
      rows: [
        ...design.organizations
          .filter((one) => !partners.includes(one))
          .map((one) => row('organization', one)),
        ...design.certificates.map((one) => row('certificate', one)),
        ...design.accounts.map((one) => row('account', one)),
      ],
    },
  ];
}

function rowsOf(design: Design, part: Part): readonly Row[] {
  return (['zone', 'host'] as const).flatMap((kind) =>
    entriesOf(design, kind).flatMap((entry) => (part[kind].has(idOf(entry)) ? [row(kind, entry, 3)] : [])),
  );
}

/** The hosts of each zone, by the zone of their first interface. */
function hostsByZone(design: Design): ReadonlyMap<string, readonly DesignHost[]> {
  const hosts = new Map<string, DesignHost[]>();
  for (const host of design.hosts) {
    const zone = host.interfaces[0]!.zone;
    const there = hosts.get(zone);
    if (there) there.push(host);
    else hosts.set(zone, [host]);
  }
  return hosts;
}

function row(kind: EntryKind, entry: AnyEntry, level: 2 | 3 = 2): Row {
  const id = idOf(entry);
  const title = 'title' in entry ? entry.title : 'name' in entry ? entry.name : id;
  return { thing: { kind, id }, title, note: noteOf(entry), level };
}

/** What tells it from others of its kind. */
function noteOf(entry: AnyEntry): string {
  if ('prefixes' in entry) {
    const [prefix, ...others] = entry.prefixes;
    if (prefix === undefined) return 'any other address';
    return others.length > 0 ? `${prefix} and more` : prefix;
  }
  if ('interfaces' in entry) return entry.interfaces[0]!.address;
  if ('rules' in entry) return entry.rules.length === 0 ? 'no rules' : counted(entry.rules.length, 'rule');
  if ('mapping' in entry) return entry.address;
  if ('plays' in entry) return entry.plays;
  if ('subject' in entry) return entry.subject;
  if ('domains' in entry) return entry.domains[0] ?? '';
  return entry.uri.replace('sip:', '');
}

/** The groups with only what holds all words: in titles, ids or notes. */
export function searched(groups: readonly Group[], text: string): readonly Group[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups;
  return groups
    .map((group) => ({
      ...group,
      rows: group.rows.filter(({ title, note, thing }) => {
        const whole = `${title} ${note} ${thing.id}`.toLowerCase();
        return words.every((one) => whole.includes(one));
      }),
    }))
    .filter(({ rows }) => rows.length > 0);
}

export const THING_ICONS: Readonly<Record<EntryKind, IconName>> = {
  zone: 'map',
  host: 'server',
  firewall: 'rules',
  nat: 'home',
  person: 'person',
  account: 'tag',
  certificate: 'check',
  organization: 'link',
};
