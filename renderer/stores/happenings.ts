import type { Design } from '../../simulator/model/design.ts';
import type { Change } from '../../simulator/model/run.ts';
import type { IconName } from '../parts/icons.ts';

/** Something that can happen in the middle of a scene. */
export interface Happening {
  readonly group: string;
  readonly title: string;
  /** What else one might call it: addresses, ports, names of services. */
  readonly also: string;
  readonly icon: IconName;
  readonly change: Change;
}

/** Everything that can happen to a design while it runs, by kind, in the order of the design. */
export function happeningsOf(design: Design): readonly Happening[] {
  return [
    ...design.firewalls.flatMap((wall) =>
      wall.rules.map((rule): Happening => {
        const verb = rule.enabled ? 'Close' : 'Open';
        return {
          group: 'Rules',
          title: `${verb} ${rule.id}`,
          also: `${wall.title} ${rule.transport.toUpperCase()} ${rule.dport} ${rule.src} ${rule.dst}`,
          icon: 'rules',
          change: { kind: 'rule', firewall: wall.id, rule: rule.id, enabled: !rule.enabled },
        };
      }),
    ),
    ...design.hosts.flatMap(({ id, title, roles }) =>
      roles.map(({ role }): Happening => ({
        group: 'Services',
        title: `Stop ${role} on ${title}`,
        also: id,
        icon: 'states',
        change: { kind: 'service', host: id, role, running: false },
      })),
    ),
    ...design.hosts.flatMap(({ id, title, interfaces }): Happening[] => {
      const also = [id, ...interfaces.map(({ address }) => address)].join(' ');
      return [
        {
          group: 'Hosts',
          title: `Switch ${title} off`,
          also,
          icon: 'server',
          change: { kind: 'host', host: id, power: 'off' },
        },
        {
          group: 'Hosts',
          title: `Shut ${title} down`,
          also,
          icon: 'server',
          change: { kind: 'host', host: id, power: 'shutdown' },
        },
      ];
    }),
    ...design.hosts.map(({ id, title, interfaces }): Happening => ({
      group: 'Cables',
      title: `Unplug ${title}`,
      also: [id, ...interfaces.map(({ address }) => address)].join(' '),
      icon: 'link',
      change: { kind: 'link', host: id, connected: false },
    })),
    ...design.nats.map(({ id, title, address }): Happening => ({
      group: 'Cables',
      title: `Unplug ${title}`,
      also: `${id} ${address}`,
      icon: 'link',
      change: { kind: 'link', host: id, connected: false },
    })),
    ...design.zones.map(({ id, title, prefixes }): Happening => ({
      group: 'Networks',
      title: `Cut off ${title}`,
      also: [id, ...prefixes].join(' '),
      icon: 'link',
      change: { kind: 'zone', zone: id, connected: false },
    })),
    ...design.firewalls.flatMap(({ id, title }): Happening[] => [
      {
        group: 'Firewalls',
        title: `${title} lets everything pass`,
        also: id,
        icon: 'rules',
        change: { kind: 'firewall', firewall: id, mode: 'open' },
      },
      {
        group: 'Firewalls',
        title: `${title} fails`,
        also: id,
        icon: 'rules',
        change: { kind: 'firewall', firewall: id, mode: 'failed' },
      },
      {
        group: 'Firewalls',
        title: `${title} forgets its connections`,
        also: id,
        icon: 'rules',
        change: { kind: 'expire', firewall: id, connection: null },
      },
    ]),
  ];
}
