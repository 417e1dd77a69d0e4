import type { Design, DesignHost } from '../../../simulator/model/design.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';

/** What of a design the map draws. */
export interface MapScene {
  /** The design without what is not drawn. */
  readonly design: Design;
  /** Zones of other organizations' sites, and what each site is called: drawn as one frame, without walls. */
  readonly sites: ReadonlyMap<string, string>;
  /** Hosts that are left out, since they take no part. */
  readonly absent: number;
}

/**
 * Who takes part in a run: hosts that send or get packets, and the servers of the own organization, whose walls are
 * the subject. Other sites pass everything at their own wall: only their hosts are drawn, in a frame.
 * @param everyone draws also who takes no part
 */
export function sceneOf(design: Design, reader: TraceReader, everyone: boolean): MapScene {
  const sites = sitesOf(design);
  const active = activeHosts(reader);
  const open = design.zones.find((zone) => zone.prefixes.length === 0)?.id;
  const own = (host: DesignHost) => {
    const [first] = host.interfaces;
    if (!first || sites.has(first.zone) || first.zone === open) return false;
    const home = design.zones.find((zone) => zone.id === first.zone)?.private;
    return !home && !design.people.some((person) => person.host === host.id);
  };
  const hosts = design.hosts
    .filter((host) => everyone || active.size === 0 || active.has(host.id) || own(host))
    .map((host) => ({ ...host, title: within(sites.get(host.interfaces[0]!.zone), host.title) }));
  const firewalls = design.firewalls.filter((one) => !sites.has(one.inside));
  return {
    design: { ...design, hosts, firewalls },
    sites,
    absent: design.hosts.length - hosts.length,
  };
}

function activeHosts(reader: TraceReader): ReadonlySet<string> {
  const { kind, node } = reader.trace.events;
  const active = new Set<string>();
  for (let event = 0; event < reader.length; event++)
    if (kind[event] === EventKind.send || kind[event] === EventKind.deliver)
      active.add(reader.node(node[event]!).id);
  return active;
}

/** "Edge" for "Fabrikam Edge", in the frame that says Fabrikam already. */
function within(site: string | undefined, title: string): string {
  if (site === undefined || !title.startsWith(`${site} `)) return title;
  const rest = title.slice(site.length + 1);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** Zones behind walls without rules, and those that share hosts with them: sites of others. */
function sitesOf(design: Design): Map<string, string> {
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
