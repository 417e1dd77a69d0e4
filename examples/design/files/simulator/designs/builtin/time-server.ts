import type { clockConfig, serverConfig } from '../../roles/time/config.ts';
import type { RawDesign, RawRole } from './raw.ts';
import { byId, copyOf } from './raw.ts';

const ADDRESS = '192.168.10.7';

/** The single Edge, which sets its clock by a server inside: a certificate is only good by a clock that is right. */
export function withTimeServer(reference: RawDesign): RawDesign {
  const design = copyOf(reference);
  design.id = 'time-server';
  design.title = 'Single Edge with a time server';
  design.description = 'The Edge sets its clock by a time server inside, which takes one more rule: I10.';
  const clock: RawRole<typeof clockConfig> = { role: 'clock', timeServer: ADDRESS };
  const edge = byId(design.hosts, 'edge');
  edge.roles = [...(edge.roles ?? []), clock];
  const server: RawRole<typeof serverConfig> = { role: 'time-server', interface: 'lan' };
  design.hosts.push({
    id: 'time',
    title: 'Time server',
    interfaces: [{ id: 'lan', zone: 'corporate', address: ADDRESS }],
    roles: [server],
  });
  byId(design.firewalls, 'internal').rules.push({
    id: 'I10',
    role: 'Edge',
    src: 'edge.internal',
    dst: 'time',
    dport: '123',
    transport: 'udp',
    direction: 'in',
    application: 'NTP',
    purpose: 'The Edge sets its clock',
    source: 'assumption: no table of Microsoft’s has it',
  });
  return design;
}
