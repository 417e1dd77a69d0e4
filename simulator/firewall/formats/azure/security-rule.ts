import type { Node } from 'jsonc-parser';
import { ANY_ADDRESS } from '../../../model/address.ts';
import type { Rule } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import { ANY_PORT, parsePorts } from '../../../model/ports.ts';
import { isAny, union } from '../ranges.ts';
import { elementsOf } from './document.ts';
import type { Network, Side } from './network.ts';
import { together } from './network.ts';
import type { Template } from './template.ts';
import type { Note } from './values.ts';
import { Values } from './values.ts';

/** Lowest and highest priority that a rule may have, and the highest of the rules that are always there. */
export const PRIORITIES = { first: 100, last: 4096, ofDefaults: 65500 } as const;

/** The rules that every group has behind its own, by their names in small letters. */
export const DEFAULT_RULES = new Set([
  'allowvnetinbound',
  'allowazureloadbalancerinbound',
  'denyallinbound',
  'allowvnetoutbound',
  'allowinternetoutbound',
  'denyalloutbound',
]);

type Service = Pick<Rule, 'transport' | 'sourcePorts' | 'destinationPorts'>;

/** A security rule as a file has it. */
export interface SecurityRule {
  readonly name: string;
  readonly description: string;
  /** 0 when it is not known: then it may come before all others. */
  readonly priority: number;
  readonly direction: Rule['direction'];
  readonly action: Rule['action'];
  readonly sources: Side;
  readonly destinations: Side;
  /** What it surely names, and what it might name besides. */
  readonly services: readonly Service[];
  readonly perhaps: readonly Service[];
  /** Names IPv6 only. */
  readonly never: boolean;
}

/** Names that a rule has and that decide nothing. */
const ASIDE = new Set(
  (
    'name type id etag properties provisioningstate resourcegroup description apiversion dependson comments ' +
    'metadata condition sourceapplicationsecuritygroupstext destinationapplicationsecuritygroupstext'
  ).split(' '),
);
const PROTOCOLS: Readonly<Record<string, Rule['transport']>> = {
  tcp: 'tcp',
  udp: 'udp',
  icmp: 'icmp',
  esp: '50',
  ah: '51',
  '*': 'any',
  any: 'any',
};
const ACCESS: Readonly<Record<string, Rule['action']>> = { allow: 'permit', deny: 'drop' };
const DIRECTIONS: Readonly<Record<string, Rule['direction']>> = { inbound: 'in', outbound: 'out' };

const EVERYWHERE: Side = { sure: [ANY_ADDRESS], possible: [ANY_ADDRESS], why: null };
/** Protocols without ports that Azure has: whether a rule with ports for every protocol names them is not said. */
const PORTLESS: readonly Service[] = (['icmp', '50', '51'] as const).map((transport) => ({
  transport,
  sourcePorts: [ANY_PORT],
  destinationPorts: [ANY_PORT],
}));

/**
 * Reads one security rule (Azure REST API, Security Rules).
 * @param note told what of it is not clear, and where that stands
 */
export function securityRule(
  node: Node,
  template: Template,
  network: Network,
  note: (one: Note) => void,
): SecurityRule {
  return new RuleReader(node, template, network, note).read();
}

class RuleReader {
  readonly #node: Node;
  readonly #template: Template;
  readonly #network: Network;
  readonly #note: (one: Note) => void;
  readonly #values: Values;
  #never = false;

  constructor(node: Node, template: Template, network: Network, note: (one: Note) => void) {
    this.#node = node;
    this.#template = template;
    this.#network = network;
    this.#note = note;
    this.#values = new Values(node, template, note);
  }

  read(): SecurityRule {
    if (this.#node.type !== 'object')
      this.#values.doubt(undefined, 'it must be an object with the members of a rule');
    const name = this.#template.title(this.#values.members.get('name')?.value);
    const own = name.slice(name.lastIndexOf('/') + 1);
    const priority = this.#priority(own);
    const direction = this.#values.word('direction', DIRECTIONS, 'Inbound or Outbound');
    const access = this.#values.word('access', ACCESS, 'Allow or Deny');
    const sources = this.#side('source');
    const destinations = this.#side('destination');
    const { services, perhaps } = this.#services();
    this.#rest();
    return {
      name: own,
      description: this.#template.title(this.#values.members.get('description')?.value),
      priority,
      direction: direction ?? 'both',
      action: this.#values.unclear || access === null ? 'undetermined' : access,
      sources,
      destinations,
      services,
      perhaps,
      never: this.#never,
    };
  }

  #priority(name: string): number {
    const text = this.#values.text('priority');
    if (text === null) return 0;
    const { first, last, ofDefaults } = PRIORITIES;
    const most = DEFAULT_RULES.has(name.toLowerCase()) ? ofDefaults : last;
    const known = /^\d{1,5}$/.test(text) && Number(text) >= first && Number(text) <= most;
    if (!known)
      this.#values.doubt(
        this.#values.members.get('priority')?.whole,
        `the priority "${text.slice(0, 40)}" must be ${first} to ${last}`,
      );
    return known ? Number(text) : 0;
  }

  #side(which: 'source' | 'destination'): Side {
    const groups = this.#values.members.get(`${which}applicationsecuritygroups`);
    const named = groups && (groups.value.type !== 'array' || elementsOf(groups.value).length > 0);
    if (named && groups.value.type !== 'null') {
      const why = 'which addresses an application security group has is not in the file';
      this.#note({ at: groups.whole, status: 'ignored', why: `${why}: what it names is undetermined` });
      return { sure: [], possible: [ANY_ADDRESS], why };
    }
    const values = this.#values.list(`${which}addressprefix`, `${which}addressprefixes`);
    if (values === null) return EVERYWHERE;
    if (values.length === 0) {
      this.#values.doubt(undefined, `it names no ${which}`);
      return EVERYWHERE;
    }
    const sides: Side[] = [];
    for (const { text, at } of values) {
      const side = this.#network.named(text);
      if (side === null) {
        this.#values.doubt(at, `"${text.slice(0, 60)}" is no address, prefix or service tag`);
        return EVERYWHERE;
      }
      if (side !== 'IPv6') sides.push(side);
    }
    if (sides.length === 0) {
      this.#never = true;
      this.#note({ at: values[0]!.at, status: 'ignored', why: 'IPv6 is not modelled' });
      return EVERYWHERE;
    }
    const side = together(sides);
    if (side.why !== null)
      this.#note(
        side.sure.length > 0
          ? { at: values[0]!.at, status: 'approximated', why: side.why }
          : { at: values[0]!.at, status: 'ignored', why: `${side.why}: what it names is undetermined` },
      );
    return side;
  }

  /** Protocol and ports. */
  #services(): Pick<SecurityRule, 'services' | 'perhaps'> {
    const transport = this.#values.word('protocol', PROTOCOLS, 'Tcp, Udp, Icmp, Esp, Ah or *') ?? 'any';
    const sourcePorts = this.#ports('source');
    const destinationPorts = this.#ports('destination');
    const service = { transport, sourcePorts, destinationPorts };
    if (everyPort(sourcePorts) && everyPort(destinationPorts)) return { services: [service], perhaps: [] };
    const whole = { transport, sourcePorts: [ANY_PORT], destinationPorts: [ANY_PORT] };
    // Not clear already, and so named as a whole.
    if (this.#values.unclear && transport === 'any') return { services: [whole], perhaps: [] };
    if (transport === 'tcp' || transport === 'udp') return { services: [service], perhaps: [] };
    const at = this.#values.members.get('protocol')!.whole;
    if (transport !== 'any') {
      this.#values.doubt(at, 'ports need Tcp or Udp');
      return { services: [whole], perhaps: [] };
    }
    this.#note({
      at,
      status: 'approximated',
      why: 'with ports, "*" is taken for TCP and UDP; ICMP, ESP and AH are undetermined',
    });
    return { services: [{ ...service, transport: 'tcp-udp' }], perhaps: PORTLESS };
  }

  #ports(which: 'source' | 'destination'): readonly PortRange[] {
    const values = this.#values.list(`${which}portrange`, `${which}portranges`);
    if (values?.length === 0) this.#values.doubt(undefined, `it names no ${which} port`);
    if (values === null || values.length === 0) return [ANY_PORT];
    const ranges: PortRange[] = [];
    for (const { text, at } of values) {
      const found = text === '*' ? [ANY_PORT] : text.includes(',') ? null : parsePorts(text);
      if (found === null) {
        this.#values.doubt(at, `"${text.slice(0, 60)}" is no ${which} port`);
        return [ANY_PORT];
      }
      ranges.push(...found);
    }
    return union(ranges);
  }

  /** What else it says. */
  #rest(): void {
    const condition = this.#values.members.get('condition');
    if (condition?.value.value === false) {
      this.#never = true;
      this.#note({
        at: condition.whole,
        status: 'ignored',
        why: 'its condition is false: it is not deployed',
      });
    } else if (condition && condition.value.value !== true)
      this.#values.doubt(condition.whole, 'whether it is there is worked out when the template is deployed');
    for (const [name, { name: written, whole }] of this.#values.members) {
      if (ASIDE.has(name) || /^(access|direction|priority|protocol)$/.test(name)) continue;
      if (/^(source|destination)(addressprefix(es)?|portranges?|applicationsecuritygroups)$/.test(name))
        continue;
      this.#values.doubt(
        whole,
        name === 'copy'
          ? 'it is repeated when the template is deployed'
          : `"${written.slice(0, 40)}" is not known`,
      );
    }
  }
}

function everyPort(ranges: readonly PortRange[]): boolean {
  return ranges.some(({ first, last }) => first === ANY_PORT.first && last === ANY_PORT.last);
}

/** Does it decide every packet of its direction? */
export function decidesAll({ action, sources, destinations, services, never }: SecurityRule): boolean {
  const [service] = services;
  return (
    action !== 'undetermined' &&
    !never &&
    isAny(sources.sure) &&
    isAny(destinations.sure) &&
    service?.transport === 'any' &&
    everyPort(service.sourcePorts) &&
    everyPort(service.destinationPorts)
  );
}
