import type { Design, DesignHost, DesignPerson } from '../../../simulator/model/design.ts';
import { columnsOf } from './columns.ts';
import type { MapScene } from './scene.ts';
import { sharedTitle } from './titles.ts';

/** Hosts of one kind that stand in one place: one card, which opens to a list of them. */
export interface Crowd {
  readonly id: string;
  /** "500 remote users" */
  readonly title: string;
  /** Are these computers of people? */
  readonly people: boolean;
  readonly members: readonly DesignHost[];
}

/** More hosts of one kind than this are a crowd. */
const MOST_ALONE = 6;

const PARTS: Readonly<Record<DesignPerson['plays'], (count: string) => string>> = {
  remote: (count) => `${count} remote users`,
  internal: (count) => `${count} internal users`,
  federated: (count) => `${count} federated users`,
  public: (count) => `${count} users of public IM`,
  anonymous: (count) => `${count} guests`,
};

/**
 * Folds hosts of one kind into crowds, in the outermost columns; those between walls stand beside their gates.
 * @param alone hosts that are drawn by themselves nevertheless
 */
export function foldCrowds(scene: MapScene, alone: readonly string[]): MapScene {
  const { design, sites } = scene;
  const { depth, count } = columnsOf(design);
  const kinds = new Map<string, DesignHost[]>();
  const kindOf = kindsOf(design);
  for (const host of design.hosts) {
    const zone = host.interfaces[0]!.zone;
    const column = depth.get(zone)!;
    if (alone.includes(host.id) || (column > 0 && column < count - 1)) continue;
    const key = `${column}/${sites.get(zone) ?? ''}/${kindOf(host).key}`;
    const members = kinds.get(key);
    if (members) members.push(host);
    else kinds.set(key, [host]);
  }
  const crowds = new Map<string, Crowd>();
  const standsFor = new Map<string, DesignHost | null>();
  for (const [key, members] of kinds) {
    if (members.length <= MOST_ALONE) continue;
    const id = `crowd/${key}`;
    const { part } = kindOf(members[0]!);
    const number = members.length.toLocaleString('en');
    const title = part === null ? likeOf(members, number) : PARTS[part](number);
    crowds.set(id, { id, title, people: part !== null, members });
    for (const one of members) standsFor.set(one.id, null);
    standsFor.set(members[0]!.id, { ...members[0]!, id, title });
  }
  if (crowds.size === 0) return { ...scene, crowds };
  const hosts = design.hosts.flatMap((host) => {
    const other = standsFor.get(host.id);
    return other === undefined ? [host] : other === null ? [] : [other];
  });
  return { ...scene, design: { ...design, hosts }, crowds };
}

function kindsOf(design: Design): (host: DesignHost) => { key: string; part: DesignPerson['plays'] | null } {
  const parts = new Map(design.people.map(({ host, plays }) => [host, plays]));
  return (host) => {
    const part = parts.get(host.id) ?? null;
    return { key: part ?? host.roles.map(({ role }) => role).join('+'), part };
  };
}

/** "12 hosts like Front end" for "Front end 1" to "Front end 12". */
function likeOf(hosts: readonly DesignHost[], count: string): string {
  const shared = sharedTitle(hosts.map(({ title }) => title));
  return shared.length > 2 ? `${count} hosts like ${shared}` : `${count} hosts of one kind`;
}
