import { BUILTIN_DESIGNS, openDesign } from '../../../simulator/designs/registry.ts';
import type { Json } from '../hostile-json.ts';

type Parts = Record<
  'hosts' | 'firewalls' | 'people' | 'nats' | 'certificates' | 'accounts' | 'zones',
  readonly Entry[]
>;
interface Entry {
  readonly id: string;
  readonly host?: string;
  readonly roles?: readonly { readonly role: string }[];
  readonly rules?: readonly Entry[];
}

const NOTHING: Parts = {
  hosts: [],
  firewalls: [],
  people: [],
  nats: [],
  certificates: [],
  accounts: [],
  zones: [],
};

/**
 * Parts of the first built-in design that are designs by themselves: a host of each set of roles with its people, a firewall
 * with some rules, what stands beside them. A hundred of them are read in the time of a whole one.
 */
export function smallDesigns(): readonly Json[] {
  const whole = JSON.parse(BUILTIN_DESIGNS[0]!.text) as Parts;
  const { hosts, firewalls, people, nats, certificates, accounts, zones } = whole;
  const kinds = new Map(hosts.map((host) => [host.roles?.map(({ role }) => role).join(), host]));
  const ofHosts = [...kinds.values()].map((host) => ({
    hosts: [host],
    people: people.filter((person) => person.host === host.id),
  }));
  const wall = { ...firewalls[0]!, rules: firewalls[0]!.rules?.slice(0, 4) ?? [] };
  const others = [{ firewalls: [wall] }, { nats }, { certificates }, { accounts }];
  return [...ofHosts, ...others].map((parts) => {
    const bare = { ...whole, ...NOTHING, ...parts } as unknown as Json;
    const standing = { ...whole, ...NOTHING, zones, ...parts } as unknown as Json;
    return openDesign(JSON.stringify(bare), '').ok ? bare : standing;
  });
}
