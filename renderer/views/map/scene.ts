import type { Design, DesignHost } from '../../../simulator/model/design.ts';
import type { Cast } from './cast.ts';
import type { Crowd } from './crowds.ts';

/** What of a design the map draws. */
export interface MapScene {
  /** The design without what is not drawn. */
  readonly design: Design;
  /** Zones of other organizations' sites, and what each site is called: drawn as one frame, without walls. */
  readonly sites: ReadonlyMap<string, string>;
  /** Hosts that are left out, since they take no part. */
  readonly absent: number;
  /** Hosts of the design that stand for many, by their ids. */
  readonly crowds: ReadonlyMap<string, Crowd>;
}

/**
 * Who takes part in a run: hosts that send or get packets, and the servers of the own organization, whose walls are
 * the subject. Other sites pass everything at their own wall: only their hosts are drawn, in a frame.
 * @param active hosts that take part; nobody is left out where there are none
 * @param everyone draws also who takes no part
 * @param wanted hosts that are drawn in any case
 */
export function sceneOf(
  design: Design,
  active: ReadonlySet<string>,
  everyone: boolean,
  wanted: readonly string[] = [],
): MapScene {
  const sites = sitesOf(design);
  const open = design.zones.find((zone) => zone.prefixes.length === 0)?.id;
  const homes = new Set(design.zones.filter((zone) => zone.private).map((zone) => zone.id));
  const computers = new Set(design.people.map((person) => person.host));
  const own = (host: DesignHost) => {
    const [first] = host.interfaces;
    if (!first || sites.has(first.zone) || first.zone === open) return false;
    return !homes.has(first.zone) && !computers.has(host.id);
  };
  const hosts = design.hosts
    .filter(
      (host) => everyone || active.size === 0 || active.has(host.id) || wanted.includes(host.id) || own(host),
    )
    .map((host) => ({ ...host, title: within(sites.get(host.interfaces[0]!.zone), host.title) }));
  const firewalls = design.firewalls.filter((one) => !sites.has(one.inside));
  return {
    design: { ...design, hosts, firewalls },
    sites,
    absent: design.hosts.length - hosts.length,
    crowds: new Map(),
  };
}

/** Of a scene only the hosts of a cast. */
export function withCast(scene: MapScene, { hosts: wanted }: Cast): MapScene {
  const hosts = scene.design.hosts.filter(({ id }) => wanted.has(id));
  return { ...scene, design: { ...scene.design, hosts } };
}

/** "Edge" for "Fabrikam Edge", in the frame that says Fabrikam already. */
function within(site: string | undefined, title: string): string {
  if (site === undefined || !title.startsWith(`${site} `)) return title;
  const rest = title.slice(site.length + 1);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** Zones behind walls without rules, and those that share hosts with them: sites of others. */
export function sitesOf(design: Design): ReadonlyMap<string, string> {
  const sites = new Map<string, string>();
  for (const { inside, rules } of design.firewalls) {
    if (rules.length > 0) continue;
    const zone = design.zones.find((one) => one.id === inside);
    const title = zone?.title.split(',')[0] ?? inside;
    for (const near of sharing(design, inside)) sites.set(near, title);
  }
  return sites;
}

/** A zone, and the zones that one comes to by hosts with feet in two of them. */
function sharing(design: Design, zone: string): ReadonlySet<string> {
  const found = new Set<string>([zone]);
  for (const each of found)
    for (const host of design.hosts)
      if (host.interfaces.some((one) => one.zone === each))
        for (const one of host.interfaces) found.add(one.zone);
  return found;
}
