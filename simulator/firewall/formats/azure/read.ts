import type { Node } from 'jsonc-parser';
import { ANY_ADDRESS } from '../../../model/address.ts';
import type { LedgerLine, Rule } from '../../../model/policy.ts';
import type { Interfaces, Reading, Refusal } from '../format.ts';
import { Ledger } from '../ledger.ts';
import { complement, intersection } from '../ranges.ts';
import { RuleList } from '../rule-list.ts';
import { elementsOf, membersOf, parseDocument, Pieces } from './document.ts';
import { alwaysThere } from './always.ts';
import type { Entry } from './entries.ts';
import { ofAzure, settleConflicts, settleRepeated } from './entries.ts';
import type { Group, VirtualNetwork } from './find.ts';
import { chosenGroup, Findings, refersTo } from './find.ts';
import { remarkFor } from './names.ts';
import type { Side } from './network.ts';
import { Network } from './network.ts';
import type { SecurityRule } from './security-rule.ts';
import { decidesAll, securityRule } from './security-rule.ts';
import { readSettings } from './settings.ts';
import { Template } from './template.ts';
import type { Note } from './values.ts';

/*
 * What "az network nsg show", "az network nsg rule list", the REST API and templates say about a network security group
 * (Azure documentation: "Network security groups"; Azure REST API: Network Security Groups).
 */

export function read(text: string, interfaces: Interfaces): Reading | Refusal {
  // A byte order mark stays a character of the first line.
  const document = parseDocument(text.replace(/^\ufeff/, ' '));
  if ('problem' in document) return document;
  const template = new Template(document.root);
  const found = new Findings(document.root, template);
  const group = chosenGroup(found, interfaces);
  if (group && 'problem' in group) return group;
  return new Reader(text, document.root, template, found, group).read();
}

/** Members of a group that say nothing about packets, besides its rules. */
const OF_GROUPS = new Set(
  (
    'name id etag type location tags properties provisioningstate resourcegroup resourceguid securityrules ' +
    'defaultsecurityrules subnets networkinterfaces flowlogs apiversion dependson comments metadata resources ' +
    'tag extendedlocation'
  ).split(' '),
);

class Reader {
  readonly #template: Template;
  readonly #root: Node;
  readonly #found: Findings;
  readonly #group: Group | null;
  readonly #network: Network;
  readonly #own: VirtualNetwork | undefined;
  readonly #pieces: Pieces;
  readonly #ledger: Ledger;
  /** What the lines around are: later ones stand further inside. */
  readonly #around: { readonly status: LedgerLine['status']; readonly why: string }[] = [];
  readonly #list = new RuleList();
  readonly #entries: Entry[] = [];
  /** Ways that a rule of the group's own decides as a whole. */
  readonly #closed = new Map<Rule['direction'], string>();

  constructor(text: string, root: Node, template: Template, found: Findings, group: Group | null) {
    this.#template = template;
    this.#root = root;
    this.#found = found;
    this.#group = group;
    this.#own = group
      ? found.networks.find(({ groups }) => groups.some((one) => refersTo(one, group.name)))
      : undefined;
    const space = this.#own?.members.get('addressspace')?.value;
    this.#network = new Network(space ? found.addressSpace(space) : [], found.prefixes);
    const things = [...found.groups, ...found.networks, ...found.others, ...found.loose].map(
      ({ node }) => node.offset,
    );
    const rules = group ? this.#rulesOf(group).map(({ offset }) => offset) : [];
    this.#pieces = new Pieces(
      text,
      [...things, ...rules].sort((a, b) => a - b),
    );
    this.#ledger = new Ledger(this.#pieces.texts);
  }

  read(): Reading {
    this.#surroundings();
    const settings = readSettings(this.#group?.members ?? new Map(), this.#own?.members);
    const heart = this.#group?.node ?? this.#root;
    const head = this.#group?.members.get('name')?.whole ?? heart;
    for (const { whole } of settings.members)
      this.#mark({ at: whole, status: 'understood', why: 'a time-out' });
    if (settings.members.length === 0)
      this.#mark({
        at: head,
        status: 'approximated',
        why: 'TCP connections are forgotten after 4 minutes without packets, as Azure has it: the file does not say',
      });
    this.#collect();
    for (const { node, rule } of settleRepeated(this.#entries))
      this.#paint(node, `the rule ${rule.name.slice(0, 80)} again`);
    settleConflicts(this.#entries);
    this.#always(head);
    this.#entries.sort(({ rule: a }, { rule: b }) => a.priority - b.priority || way(a) - way(b));
    for (const entry of this.#entries) if (!ofAzure(entry)) this.#emit(entry);
    const fallback = this.#list.takeDefault();
    for (const entry of this.#entries) if (ofAzure(entry)) this.#emitDefault(entry, head);
    for (const [at, one] of this.#around.entries())
      if (!this.#ledger.known(at + 1)) this.#ledger.mark(at + 1, one.status, one.why);
    return {
      policy: {
        rules: this.#list.all(),
        default: fallback ?? 'drop',
        stateful: true,
        timeouts: settings.timeouts,
      },
      ledger: this.#ledger.all().map((entry) => ({ ...entry, line: this.#pieces.line(entry.line) })),
    };
  }

  #rulesOf({ members }: Group): readonly Node[] {
    return ['securityrules', 'defaultsecurityrules'].flatMap((name) => {
      const value = members.get(name)?.value;
      const found = value && this.#template.resolve(value);
      return found && !('later' in found) ? elementsOf(found) : [];
    });
  }

  #mark({ at, status, why }: Note): void {
    this.#ledger.mark(this.#pieces.at(at.offset), status, why);
  }

  /** Says what the lines of a value are, unless something inside of it says better. */
  #paint(node: Node, why: string, status: LedgerLine['status'] = 'understood'): void {
    const last = this.#pieces.at(node.offset + Math.max(0, node.length - 1));
    for (let piece = this.#pieces.at(node.offset); piece <= last; piece++)
      this.#around[piece - 1] = { status, why };
  }

  /** What stands around the rules. */
  #surroundings(): void {
    for (let piece = 0; piece < this.#pieces.texts.length; piece++)
      this.#around[piece] = { status: 'understood', why: 'about the file' };
    for (const { node, type } of this.#found.others)
      this.#paint(node, `the resource ${type.slice(0, 80)} decides nothing here`, 'ignored');
    for (const one of this.#found.networks)
      this.#paint(one.node, one === this.#own ? 'the virtual network of the group' : 'a virtual network');
    for (const one of this.#found.groups)
      if (one === this.#group) this.#paint(one.node, `the group ${one.name.slice(0, 80)}`);
      else this.#paint(one.node, `another group, ${one.name.slice(0, 80)}`, 'ignored');
    // Rules that an administrator of several networks puts before those of their groups.
    for (const { node, type } of this.#found.others)
      if (/^microsoft\.network\/networkmanagers\//i.test(type))
        this.#stop(node, 'rules of a network manager come first');
  }

  /** Everything is undetermined for a reason that stands there. */
  #stop(at: Node, why: string): void {
    this.#mark({ at, status: 'ignored', why: `${why}: everything is undetermined` });
    this.#list.add(this.#pieces.line(this.#pieces.at(at.offset)), { action: 'undetermined' });
  }

  /** Reads all security rules. */
  #collect(): void {
    if (this.#group) {
      const { members } = this.#group;
      for (const [name, { value, whole, name: written, twice }] of members) {
        const later = this.#template.resolve(value);
        const list = name === 'securityrules' || name === 'defaultsecurityrules';
        if (twice) this.#stop(whole, `it says ${written} twice`);
        else if (list && 'later' in later) this.#stop(whole, later.later);
        else if (list && !['array', 'null'].includes((later as Node).type))
          this.#stop(whole, `${written} must be a list of rules`);
        else if (name === 'condition' && value.value !== true)
          this.#stop(whole, 'whether the group is there is worked out when the template is deployed');
        else if (!OF_GROUPS.has(name) && (value.type === 'array' || value.type === 'object'))
          this.#stop(whole, `"${written.slice(0, 40)}" is not known`);
      }
      for (const node of this.#rulesOf(this.#group)) this.#read(node);
    }
    for (const { node, of } of this.#found.loose) {
      const { name = '' } = this.#group ?? {};
      if (of !== '' && name !== '' && of.toLowerCase() !== name.toLowerCase())
        this.#paint(node, `a rule of another group, ${of.slice(0, 80)}`, 'ignored');
      else this.#read(node);
    }
  }

  #read(node: Node): void {
    const notes: Note[] = [];
    const rule = securityRule(node, this.#template, this.#network, (one) => notes.push(one));
    this.#entries.push({ rule, node, notes });
    this.#paint(node, `part of the rule ${rule.name.slice(0, 80)}`);
  }

  /** Adds those of Azure's rules that the file does not list. */
  #always(node: Node): void {
    const listed = new Set(this.#entries.filter(ofAzure).map(({ rule }) => rule.name.toLowerCase()));
    for (const rule of alwaysThere(this.#network))
      if (!listed.has(rule.name.toLowerCase())) this.#entries.push({ rule, node, notes: [] });
  }

  #emit({ rule, node, notes }: Entry): void {
    const name = node.type === 'object' ? (membersOf(node).get('name')?.whole ?? node) : node;
    const line = this.#pieces.line(this.#pieces.at(name.offset));
    for (const one of notes) this.#mark(one);
    if (rule.never) return;
    const { sources, destinations, services, perhaps, direction, action } = rule;
    const remark = remarkFor(rule.name, rule.description);
    const add = (part: Partial<Rule>) => {
      if (part.sources!.length > 0 && part.destinations!.length > 0)
        this.#list.add(line, { direction, ...part }, remark);
    };
    if (action !== 'undetermined')
      for (const service of services)
        add({ ...service, action, sources: sources.sure, destinations: destinations.sure });
    const exact = action !== 'undetermined' && sources.why === null && destinations.why === null;
    for (const service of exact ? perhaps : [...services, ...perhaps])
      add({
        ...service,
        action: 'undetermined',
        sources: rest(rule, sources, destinations),
        destinations: rest(rule, destinations, sources),
      });
    if (decidesAll(rule)) this.#closed.set(direction, rule.name);
  }

  /** One of Azure's rules, unless nothing is left for it. */
  #emitDefault(entry: Entry, head: Node): void {
    const { rule, node } = entry;
    const before = this.#closed.get(rule.direction);
    const at = node === head ? head : (membersOf(node).get('name')?.whole ?? node);
    if (before !== undefined) {
      const why = `never asked: ${before.slice(0, 80)} decides everything before`;
      if (node !== head) this.#mark({ at, status: 'understood', why });
      return;
    }
    this.#emit(entry);
    if (node !== head) return;
    for (const { why } of [rule.sources, rule.destinations])
      if (why !== null)
        this.#mark({ at, status: 'approximated', why: `${rule.name}, which Azure adds: ${why}` });
  }
}

/**
 * The addresses of one side that a rule might name besides those that it surely names. Where the other side is not
 * sure either, all that it might: the part before them takes what is sure.
 */
function rest({ action }: SecurityRule, side: Side, other: Side): Side['possible'] {
  if (action === 'undetermined' || side.why === null || other.why !== null) return side.possible;
  return intersection(side.possible, complement(side.sure, ANY_ADDRESS.last));
}

function way({ direction }: SecurityRule): number {
  return ['in', 'both', 'out'].indexOf(direction);
}
