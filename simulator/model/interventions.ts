import type { Design } from './design.ts';
import type { Change, Intervention } from './run.ts';
import { STRAY_MESSAGES } from './run.ts';
import { seconds } from './time.ts';

/** "E3 closed", "front-end-1 switched off": a change in few words. */
export function describeChange(change: Change): string {
  switch (change.kind) {
    case 'rule':
      return `${change.rule} ${change.enabled ? 'open' : 'closed'}`;
    case 'host':
      return `${change.host} ${change.power === 'shutdown' ? 'shut down' : `switched ${change.power}`}`;
    case 'service':
      return `${change.role} on ${change.host} ${change.running ? 'started' : 'stopped'}`;
    case 'firewall':
      return `${change.firewall} ${change.mode}`;
    case 'zone':
      return `${change.zone} ${change.connected ? 'connected' : 'cut off'}`;
    case 'link':
      return `${placeOf(change)} ${change.connected ? 'plugged in' : 'unplugged'}`;
    case 'expire':
      return `${change.firewall} forgets ${change.connection === null ? 'its connections' : `connection ${change.connection}`}`;
    case 'inject':
      return `${change.host} sends ${change.message} that nobody asked for`;
  }
}

/** "edge", "edge/access" */
function placeOf({ host, interface: at }: Extract<Change, { kind: 'link' }>): string {
  return at === undefined ? host : `${host}/${at}`;
}

/** Forms of a change on the command line, for help and errors. */
export const CHANGE_FORMS =
  'close RULE, open RULE, stop HOST/ROLE, start HOST/ROLE, kill HOST, shutdown HOST, boot HOST, cut ZONE, connect ZONE, unplug HOST or HOST/INTERFACE, plug HOST or HOST/INTERFACE, set-firewall FIREWALL=enforcing|open|failed, expire FIREWALL or FIREWALL=CONNECTION, inject HOST=sip-response|sip-malformed|http-response|garbage';

/**
 * Reads "12.5:close E3".
 * @returns what is wrong when it is none, or names what the design has not
 */
export function parseIntervention(text: string, design: Design): Intervention | { readonly problem: string } {
  const match = /^(\d+(?:\.\d+)?):\s*(\S+)\s+(\S+)$/.exec(text.trim());
  if (!match)
    return { problem: `"${text}" is no change: must be SECONDS:CHANGE, with one of ${CHANGE_FORMS}` };
  const change = parseChange(match[2]!, match[3]!, design);
  return 'problem' in change ? change : { at: seconds(Number(match[1])), change };
}

const POWER = { kill: 'off', shutdown: 'shutdown', boot: 'on' } as const;

function parseChange(verb: string, what: string, design: Design): Change | { readonly problem: string } {
  const has = (kind: string, known: readonly string[], change: Change) =>
    known.includes(what)
      ? change
      : { problem: `${kind} "${what}" does not exist: must be one of ${known.join(', ')}` };
  const hosts = design.hosts.map((one) => one.id);
  const rules = design.firewalls.flatMap((one) => one.rules.map((rule) => rule.id));
  const zones = design.zones.map((one) => one.id);
  const services = design.hosts.flatMap((host) => host.roles.map((role) => `${host.id}/${role.role}`));
  const cables = [
    ...design.hosts.flatMap(({ id, interfaces }) => [id, ...interfaces.map((one) => `${id}/${one.id}`)]),
    ...design.nats.map(({ id }) => id),
  ];
  const [host = '', role = ''] = what.split('/');
  switch (verb) {
    case 'close':
    case 'open':
      return has('rule', rules, { kind: 'rule', rule: what, enabled: verb === 'open' });
    case 'stop':
    case 'start':
      return has('service', services, { kind: 'service', host, role, running: verb === 'start' });
    case 'kill':
    case 'shutdown':
    case 'boot':
      return has('host', hosts, { kind: 'host', host: what, power: POWER[verb] });
    case 'cut':
    case 'connect':
      return has('zone', zones, { kind: 'zone', zone: what, connected: verb === 'connect' });
    case 'unplug':
    case 'plug': {
      const cable = { kind: 'link', host, connected: verb === 'plug' } as const;
      return has('cable', cables, role === '' ? cable : { ...cable, interface: role });
    }
    case 'set-firewall': {
      const [firewall = '', mode = ''] = what.split('=');
      const known = design.firewalls.some((one) => one.id === firewall);
      if (known && (mode === 'enforcing' || mode === 'open' || mode === 'failed'))
        return { kind: 'firewall', firewall, mode };
      return { problem: `"${what}" is no firewall and mode: must be such as external=open` };
    }
    case 'expire': {
      const [firewall = '', number = ''] = what.split('=');
      const known = design.firewalls.some((one) => one.id === firewall);
      if (known && /^\d{0,9}$/.test(number))
        return { kind: 'expire', firewall, connection: number === '' ? null : Number(number) };
      return { problem: `"${what}" is no firewall and connection: must be such as external or external=12` };
    }
    case 'inject': {
      const [sender = '', kind = ''] = what.split('=');
      const message = STRAY_MESSAGES.find((one) => one === kind);
      if (hosts.includes(sender) && message) return { kind: 'inject', host: sender, message };
      return {
        problem: `"${what}" is no host and message: must be such as alice-pc=${STRAY_MESSAGES.join('|')}`,
      };
    }
    default:
      return { problem: `"${verb}" is no change: must be one of ${CHANGE_FORMS}` };
  }
}
