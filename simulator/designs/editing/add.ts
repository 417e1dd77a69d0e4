import type { InferInput } from 'valibot';
import type { Design as DesignSchema, DesignPerson } from '../../model/design.ts';
import type { Design } from '../../model/design.ts';
import { copyPart } from './copy.ts';
import { homesOf, partnersOf, partOf } from '../forms/parts.ts';
import { dnsIn, freeIn } from './place.ts';
import type { Room } from './room.ts';
import type { EntryKind, Thing } from '../forms/things.ts';
import { domainOf, LISTS } from '../forms/things.ts';
import { freshWords, wordOf } from './words.ts';

/** What can be added; what is not given is proposed. */
export type Addition =
  | { readonly what: 'home'; readonly name?: string }
  | { readonly what: 'partner'; readonly name?: string }
  | { readonly what: 'zone'; readonly name?: string }
  | { readonly what: 'host'; readonly name?: string; readonly zone: string }
  | { readonly what: 'person'; readonly name?: string; readonly host: string }
  | { readonly what: 'firewall'; readonly name?: string; readonly outside: string; readonly inside: string }
  | { readonly what: 'nat'; readonly name?: string; readonly outside: string; readonly inside: string }
  | { readonly what: 'certificate' | 'account' | 'organization'; readonly name?: string };

/** A design with something added, or why that cannot be. */
export type Added = { readonly design: unknown; readonly thing: Thing } | { readonly problem: string };

type Raw = InferInput<typeof DesignSchema>;

/** The design with a new thing at the end of its list; fields that are left out have what is usual. */
export function addThing(design: Design, room: Room, addition: Addition): Added {
  switch (addition.what) {
    case 'home':
      return addHome(design, room, addition.name ?? '');
    case 'partner':
      return addPartner(design, room, addition.name ?? '');
    case 'zone': {
      const { id, title } = named(room, 'zone', addition.name, 'Zone');
      const prefix = room.prefix('192.168.10.0/24') ?? '192.168.10.0/24';
      return put(design, 'zone', id, { id, title, trust: 1, prefixes: [prefix], delay_ms: 0.1 });
    }
    case 'host':
      return addHost(design, room, addition.zone, addition.name);
    case 'person':
      return addPerson(design, room, addition.host, addition.name);
    case 'firewall': {
      const { outside, inside } = addition;
      const { id, title } = named(room, 'firewall', addition.name, 'Firewall');
      return put(design, 'firewall', id, { id, title, outside, inside, rules: [] });
    }
    case 'nat': {
      const { outside, inside } = addition;
      const { id, title } = named(room, 'nat', addition.name, 'NAT');
      const address = freeIn(design, room, outside);
      if ('problem' in address) return address;
      return put(design, 'nat', id, { id, title, outside, inside, address: address.text });
    }
    case 'certificate': {
      const { id } = named(room, 'certificate', addition.name, 'Certificate');
      const issuer = authorityOf(design);
      const subject = `${id}.${domainsOf(design)[0] ?? 'example.com'}`;
      return put(design, 'certificate', id, { id, subject, names: [subject], issuer });
    }
    case 'account':
      return addAccount(design, room, addition.name ?? 'User', domainsOf(design)[0] ?? 'example.com');
    case 'organization': {
      const { id, title } = named(room, 'organization', addition.name, 'Organization');
      return put(design, 'organization', id, { id, title, domains: [`${id.toLowerCase()}.com`] });
    }
  }
}

function named(
  room: Room,
  kind: EntryKind,
  name: string | undefined,
  usual: string,
): { readonly id: string; readonly title: string } {
  const title = name?.trim() ?? '';
  const id = room.id(kind, wordOf(title === '' ? usual : title).strict);
  return { id, title: title === '' ? `${usual} ${/\d+$/.exec(id)?.[0] ?? '1'}` : title };
}

/** The loader looks at what is put in, as at a file. */
function put(design: Design, kind: EntryKind, id: string, entry: unknown): Added {
  const list = LISTS[kind];
  return { design: { ...design, [list]: [...design[list], entry] }, thing: { kind, id } };
}

/** The authority that everybody trusts: of the first certificate, which is the one that the outside sees. */
function authorityOf({ certificates }: Design): string {
  return certificates[0]?.issuer ?? 'Public Root CA';
}

function domainsOf({ accounts, organizations, people }: Design): readonly string[] {
  const own = people.flatMap(({ plays, uri }) =>
    (plays === 'remote' || plays === 'internal') && uri !== undefined ? [domainOf(uri)] : [],
  );
  return [
    ...own,
    ...accounts.map(({ uri }) => domainOf(uri)),
    ...organizations.flatMap((one) => one.domains),
  ];
}

/** A home like the first one of somebody who plays as a remote user; made from nothing where there is none. */
function addHome(design: Design, room: Room, name: string): Added {
  const remote = new Set(design.people.flatMap(({ host, plays }) => (plays === 'remote' ? [host] : [])));
  const like = homesOf(design).find((home) => {
    const { host } = partOf(design, { kind: 'nat', id: home.id });
    return [...host].some((id) => remote.has(id));
  });
  if (like) {
    const part = partOf(design, { kind: 'nat', id: like.id });
    const copied = copyPart(design, part, room, [freshWords(design, part, room, name)]);
    return { design: copied.design, thing: { kind: 'nat', id: copied.names.nat.get(like.id)! } };
  }
  return plainHome(design, room, name === '' ? 'User' : name);
}

function plainHome(design: Design, room: Room, name: string): Added {
  const open = design.zones.find(({ prefixes }) => prefixes.length === 0);
  if (!open) return { problem: 'there is no Internet: a zone without prefixes must be there first' };
  const outside = freeIn(design, room, open.id);
  if ('problem' in outside) return outside;
  const { strict } = wordOf(name);
  const [zone, host, nat, person] = [
    room.id('zone', `${strict}-home`),
    room.id('host', `${strict}-pc`),
    room.id('nat', `${strict}-router`),
    room.id('person', strict),
  ];
  const prefix = room.prefix('192.168.1.0/24') ?? '192.168.1.0/24';
  const uri = room.uri(`sip:${strict}@${domainsOf(design)[0] ?? 'example.com'}`);
  const home = {
    ...design,
    zones: [
      ...design.zones,
      { id: zone, title: `${name}'s home`, trust: 0, prefixes: [prefix], private: true },
    ],
    hosts: [
      ...design.hosts,
      {
        id: host,
        title: name,
        interfaces: [{ id: 'lan', zone, address: prefix.replace(/\d+\/\d+$/, '5') }],
        dns: dnsIn(design, open.id) ?? [],
        trusts: [authorityOf(design)],
        roles: [{ role: 'client' }],
      },
    ],
    nats: [
      ...design.nats,
      { id: nat, title: `${name}'s router`, outside: open.id, inside: zone, address: outside.text },
    ],
    accounts: [...design.accounts, { uri, name, password: `${name}-2010!` }],
    people: [...design.people, { id: person, name, plays: 'remote' as const, host, uri }],
  } satisfies Raw;
  return { design: home, thing: { kind: 'nat', id: nat } };
}

/** A partner like the first one that there is. */
function addPartner(design: Design, room: Room, name: string): Added {
  const [like] = partnersOf(design);
  if (!like)
    return {
      problem: 'no partner is there to be like: an organization with people of its own must be there',
    };
  const part = partOf(design, { kind: 'organization', id: like.id });
  const copied = copyPart(design, part, room, [freshWords(design, part, room, name)]);
  return {
    design: copied.design,
    thing: { kind: 'organization', id: copied.names.organization.get(like.id)! },
  };
}

/** A PC that asks the name servers and trusts the authorities of its neighbours. */
function addHost(design: Design, room: Room, zone: string, name?: string): Added {
  const { id, title } = named(room, 'host', name, 'PC');
  const address = freeIn(design, room, zone);
  if ('problem' in address) return address;
  const like = design.hosts.find(
    ({ interfaces, roles }) =>
      interfaces.every((one) => one.zone === zone) && roles.some(({ role }) => role === 'client'),
  );
  return put(design, 'host', id, {
    id,
    title,
    interfaces: [{ id: 'lan', zone, address: address.text }],
    dns: dnsIn(design, zone) ?? [],
    trusts: like?.trusts ?? [],
    roles: [{ role: 'client' }],
  });
}

/** Somebody at a host, who plays what the neighbours play and has an account where they have one. */
function addPerson(design: Design, room: Room, host: string, name?: string): Added {
  const { id, title } = named(room, 'person', name, 'User');
  const zones = new Set(
    design.hosts.find((one) => one.id === host)?.interfaces.map(({ zone }) => zone) ?? [],
  );
  const near = design.hosts.filter(({ interfaces }) => interfaces.some(({ zone }) => zones.has(zone)));
  const neighbour = design.people.find((one) => near.some((other) => other.id === one.host));
  const plays: DesignPerson['plays'] = neighbour?.plays ?? 'remote';
  const domain = neighbour?.uri === undefined ? domainsOf(design)[0] : domainOf(neighbour.uri);
  const uri = room.uri(`sip:${id}@${domain ?? 'example.com'}`);
  const account = { uri, name: title, password: `${title}-2010!` };
  const signsIn = plays !== 'anonymous';
  const made = put(design, 'person', id, { id, name: title, plays, host, ...(signsIn && { uri }) });
  if ('problem' in made || !signsIn) return made;
  return { ...made, design: { ...(made.design as Design), accounts: [...design.accounts, account] } };
}

function addAccount(design: Design, room: Room, name: string, domain: string): Added {
  const uri = room.uri(`sip:${wordOf(name).strict}@${domain}`);
  return put(design, 'account', uri, { uri, name, password: `${name}-2010!` });
}
