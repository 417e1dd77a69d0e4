import type { Node } from 'jsonc-parser';
import type { AddressRange } from '../../../model/address.ts';
import { parseRange } from '../../../model/address.ts';
import type { Interfaces, Refusal } from '../format.ts';
import type { Members } from './document.ts';
import { elementsOf, membersOf } from './document.ts';
import type { Template } from './template.ts';

/*
 * Where in a file things are: what "az" prints, the answers of the REST API and templates differ only in what is
 * around the groups and their rules.
 */

const GROUP = 'microsoft.network/networksecuritygroups';
const NETWORK = 'microsoft.network/virtualnetworks';

/** A network security group. */
export interface Group {
  readonly node: Node;
  readonly members: Members;
  readonly name: string;
}

/** A rule that stands by itself, and the group that it says it belongs to; empty when it does not. */
export interface LooseRule {
  readonly node: Node;
  readonly of: string;
}

/** A virtual network: what it holds, and the names of the groups that its subnets have. */
export interface VirtualNetwork {
  readonly node: Node;
  readonly members: Members;
  readonly groups: readonly string[];
}

/** Another resource, which is no part of any of them. */
export interface Other {
  readonly node: Node;
  readonly type: string;
}

/** What a file holds. */
export class Findings {
  readonly groups: Group[] = [];
  readonly loose: LooseRule[] = [];
  readonly networks: VirtualNetwork[] = [];
  readonly others: Other[] = [];
  /** Prefixes of networks that may be connected, and of routes. */
  readonly prefixes: AddressRange[] = [];
  readonly #template: Template;

  constructor(root: Node, template: Template) {
    this.#template = template;
    this.#walk(root, '');
  }

  /** @param parent name of the group whose resource it is part of */
  #walk(node: Node, parent: string): void {
    if (node.type === 'array') return this.#list(node, parent);
    if (node.type !== 'object') return;
    const members = membersOf(node);
    const name = this.#template.title(members.get('name')?.value);
    const written = this.#template.title(members.get('type')?.value);
    const type = written.toLowerCase();
    if (type === GROUP || (!type.includes('/') && isGroup(members))) {
      this.groups.push({ node, members, name });
      const inner = members.get('resources')?.value;
      if (inner) this.#walk(inner, name);
      return;
    }
    if (isRule(members, type)) {
      const at = name.lastIndexOf('/');
      this.loose.push({ node, of: at > 0 ? name.slice(0, at) : parent });
      return;
    }
    if (type === NETWORK) {
      const groups = elementsOf(members.get('subnets')?.value).map((subnet) => {
        const group = membersOf(subnet).get('networksecuritygroup')?.value;
        return this.#template.title(group && membersOf(group).get('id')?.value);
      });
      this.networks.push({ node, members, groups });
    } else if (type.includes('/')) this.others.push({ node, type: written });
    for (const [key, { value }] of members) {
      if (key === 'properties') continue;
      if (key.endsWith('addressspace'))
        for (const prefix of this.addressSpace(value)) this.prefixes.push(prefix);
      if (key === 'routes')
        for (const route of elementsOf(value)) this.#prefix(membersOf(route).get('addressprefix')?.value);
      this.#walk(value, parent);
    }
  }

  /** A list of rules has nothing but rules in it, however they are damaged. */
  #list(node: Node, parent: string): void {
    const elements = elementsOf(node);
    const kinds = elements.map((element) => {
      const members = membersOf(element);
      const type = this.#template.title(members.get('type')?.value).toLowerCase();
      return isRule(members, type) ? 'rule' : type.includes('/') ? 'resource' : 'unknown';
    });
    const rules = kinds.includes('rule');
    for (const [at, element] of elements.entries())
      if (rules && kinds[at] === 'unknown') this.loose.push({ node: element, of: parent });
      else this.#walk(element, parent);
  }

  /** The prefixes of an address space. */
  addressSpace(node: Node): AddressRange[] {
    const list = membersOf(node).get('addressprefixes')?.value;
    return (list ? this.#template.list(list) : []).flatMap((prefix) =>
      'later' in prefix ? [] : (parseRange(String(prefix.value)) ?? []),
    );
  }

  #prefix(node: Node | undefined): void {
    const found = node && this.#template.resolve(node);
    const prefix = found && !('later' in found) ? parseRange(String(found.value)) : null;
    if (prefix) this.prefixes.push(prefix);
  }
}

function isGroup(members: Members): boolean {
  return ['securityrules', 'defaultsecurityrules'].some((name) => members.get(name)?.value.type === 'array');
}

/** Names of which a rule has most, and nothing else has two. */
const OF_RULES = ['access', 'direction', 'priority', 'sourceaddressprefix', 'destinationaddressprefix'];

function isRule(members: Members, type: string): boolean {
  if (/(^|\/)(default)?securityrules$/.test(type)) return type.includes(GROUP) || !type.includes('/');
  return !type.includes('/') && OF_RULES.filter((name) => members.has(name)).length >= 2;
}

/** Does what a subnet says name this group: by its id, or by an expression that ends with its name? */
export function refersTo(reference: string, name: string): boolean {
  const [text, end] = [reference.toLowerCase(), name.toLowerCase()];
  return name !== '' && (text.endsWith(`/${end}`) || text.endsWith(`${GROUP}${end}`));
}

/** The group that is read; null when there are rules only. */
export function chosenGroup({ groups, loose }: Findings, { inside }: Interfaces): Group | Refusal | null {
  if (groups.length <= 1) {
    if (groups.length + loose.length > 0) return groups[0] ?? null;
    return {
      problem:
        'it has no network security group: must be what "az network nsg show" prints, or a template with one',
      line: 1,
    };
  }
  const named = groups.filter(({ name }) => name.toLowerCase() === inside.toLowerCase());
  if (named.length === 1) return named[0]!;
  const names = groups.slice(0, 6).map(({ name }) => name.slice(0, 40));
  return {
    problem: `it has several network security groups, ${names.join(', ')}: say which, as in --interfaces outside=Internet,inside=NAME`,
    line: 1,
  };
}
