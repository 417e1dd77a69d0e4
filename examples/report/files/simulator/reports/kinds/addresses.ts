import type { Cell } from '../report.ts';
import type { DesignReport } from './kind.ts';

/** The addresses of a design: what one plugs in, pings, and writes into tickets. */
export const addressReport: DesignReport = {
  id: 'addresses',
  title: 'Addresses',
  description: 'every host with its addresses, zones and roles',
  about: 'design',
  build({ design }) {
    const addresses = {
      kind: 'table' as const,
      caption: 'Addresses',
      columns: [
        { id: 'host', title: 'Host', width: 22 },
        { id: 'address', title: 'Address', width: 18 },
        { id: 'zone', title: 'Zone', width: 20 },
        { id: 'roles', title: 'Roles', width: 40 },
      ],
      rows: design.hosts.flatMap((host) =>
        host.interfaces.map(({ address, zone }): Cell[] => [
          host.title,
          address,
          design.zones.find(({ id }) => id === zone)?.title ?? zone,
          host.roles.map(({ role }) => role).join(', '),
        ]),
      ),
    };
    return {
      kind: 'addresses',
      title: design.title,
      subtitle: 'Addresses',
      date: design.date,
      sections: [{ title: 'Addresses', blocks: [addresses] }],
      main: addresses,
    };
  },
};
