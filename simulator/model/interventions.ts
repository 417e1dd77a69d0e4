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
export const CHANGE_FORMS = `close RULE, open RULE, stop HOST/ROLE, start HOST/ROLE, kill HOST, shutdown HOST, boot HOST, cut ZONE, connect ZONE, unplug HOST or HOST/INTERFACE, plug HOST or HOST/INTERFACE, set-firewall FIREWALL=enforcing|open|failed, expire FIREWALL or FIREWALL=CONNECTION, inject HOST=${STRAY_MESSAGES.join('|')}`;

/**
 * Reads "12.5:close E3".
 * @returns what is wrong when it is none, or names what the design has not
 */
export function parseIntervention(text: string, design: Design): Intervention | { readonly problem: string } {
  const match = /^(\d+(?:\.\d+)?):\s*(\S+)\s+(\S+)$/.exec(text.trim());
  if (!match)
    return { problem: `"${text}" is no change: must be SECONDS:CHANGE, with one of ${CHANGE_FORMS}` };
  const change = parseChange(match[2]!, match[3]!);
  const problem = 'problem' in change ? change.problem : lacking(change, design);
  return problem !== null ? { problem } : { at: seconds(Number(match[1])), change: change as Change };
}

const POWER = { kill: 'off', shutdown: 'shutdown', boot: 'on' } as const;

function parseChange(verb: string, what: string): Change | { readonly problem: string } {
  const [host = '', part = ''] = what.split('/');
  const [name = '', value = ''] = what.split('=');
  switch (verb) {
    case 'close':
    case 'open':
      return { kind: 'rule', rule: what, enabled: verb === 'open' };
    case 'stop':
    case 'start':
      return { kind: 'service', host, role: part, running: verb === 'start' };
    case 'kill':
    case 'shutdown':
    case 'boot':
      return { kind: 'host', host: what, power: POWER[verb] };
    case 'cut':
    case 'connect':
      return { kind: 'zone', zone: what, connected: verb === 'connect' };
    case 'unplug':
    case 'plug': {
      const cable = { kind: 'link', host, connected: verb === 'plug' } as const;
      return what.includes('/') ? { ...cable, interface: part } : cable;
    }
    case 'set-firewall':
      if (value === 'enforcing' || value === 'open' || value === 'failed')
        return { kind: 'firewall', firewall: name, mode: value };
      return { problem: `"${what}" is no firewall and mode: must be such as external=open` };
    case 'expire':
      if (/^\d{0,9}$/.test(value))
        return { kind: 'expire', firewall: name, connection: value === '' ? null : Number(value) };
      return { problem: `"${what}" is no firewall and connection: must be such as external or external=12` };
    case 'inject': {
      const message = STRAY_MESSAGES.find((one) => one === value);
      if (message) return { kind: 'inject', host: name, message };
      return {
        problem: `"${what}" is no host and message: must be such as alice-pc=${STRAY_MESSAGES.join('|')}`,
      };
    }
    default:
      return { problem: `"${verb}" is no change: must be one of ${CHANGE_FORMS}` };
  }
}

/** What a change names that the design has not, and what it has, in a sentence; null when all is there. */
export function lacking(change: Change, design: Design): string | null {
  const { hosts, firewalls, nats, zones } = design;
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
  const has = (kind: string, name: string, known: readonly string[]) =>
    known.includes(name) ? null : `${kind} "${name}" does not exist: must be one of ${known.join(', ')}`;
  switch (change.kind) {
    case 'rule': {
      const { firewall } = change;
      const unknown = firewall === undefined ? null : has('firewall', firewall, ids(firewalls));
      const walls = firewalls.filter(({ id }) => firewall === undefined || id === firewall);
      return unknown ?? has('rule', change.rule, ids(walls.flatMap(({ rules }) => rules)));
    }
    case 'host':
    case 'inject':
      return has('host', change.host, ids(hosts));
    case 'service':
      return has(
        'service',
        `${change.host}/${change.role}`,
        hosts.flatMap(({ id, roles }) => roles.map(({ role }) => `${id}/${role}`)),
      );
    case 'firewall':
    case 'expire':
      return has('firewall', change.firewall, ids(firewalls));
    case 'zone':
      return has('zone', change.zone, ids(zones));
    case 'link': {
      const cables = hosts.flatMap(({ id, interfaces }) => [
        id,
        ...interfaces.map((one) => `${id}/${one.id}`),
      ]);
      return has('cable', placeOf(change), [...cables, ...ids(nats)]);
    }
  }
}
