import type { Reading, Refusal } from '../format.ts';
import { Ledger, linesOf } from '../ledger.ts';
import type { Block, Doubt } from './block.ts';
import { newBlock, quoted } from './block.ts';
import { readingOf } from './order.ts';
import type { ProfileName } from './profiles.ts';
import { profileOf, Profiles } from './profiles.ts';
import type { Listing } from './rule.ts';
import { statementOf } from './rule.ts';
import { Settings } from './settings.ts';

/*
 * What "netsh advfirewall firewall show rule name=all verbose" prints, and before it "netsh advfirewall show
 * allprofiles" or "... currentprofile" (Microsoft, "Netsh AdvFirewall Commands").
 */

/** PowerShell's names of netsh's labels, where they are others. */
const NAMES: Readonly<Record<string, string>> = {
  'rule name': 'displayname',
  profiles: 'profile',
  grouping: 'group',
  localip: 'localaddress',
  remoteip: 'remoteaddress',
  'edge traversal': 'edgetraversalpolicy',
  interfacetypes: 'interfacetype',
  security: 'authentication',
  'rule source': 'policystoresourcetype',
};

/** A rule for every program, service and type of ICMP has no line that says so. */
const LISTING: Listing = {
  always: {
    enabled: 'Enabled',
    direction: 'Direction',
    profile: 'Profiles',
    localaddress: 'LocalIP',
    remoteaddress: 'RemoteIP',
    protocol: 'Protocol',
    action: 'Action',
    interfacetype: 'InterfaceTypes',
    authentication: 'Security',
  },
  withPorts: { localport: 'LocalPort', remoteport: 'RemotePort' },
  withTypes: {},
  assumed: {},
  brief: {
    fields: ['interfacetype', 'authentication', 'policystoresourcetype'],
    why: 'it is listed without "verbose", which leaves out for which program it is',
  },
};

const FIELD = /^([A-Za-z][A-Za-z0-9 ]{0,40}):(?:\s+(\S.*)|\s*)$/;
const PROFILE = /^(Domain|Private|Public) Profile Settings:\s*$/i;
const COMMAND = /\bnetsh(?:\.exe)?\s+advfirewall\s+(.+)$/i;

/** Is this a listing by netsh, in whichever language: a label with a value, and a line of dashes below? */
export function foreign(text: string): boolean {
  return /^[^\n:]{3,60}:[ \t]{2,}\S.*\r?\n-{70}[ \t]*$/m.test(text);
}

export function read(text: string): Reading | Refusal {
  if (!/^(Rule Name:|(Domain|Private|Public) Profile Settings:)/im.test(text))
    return {
      problem: foreign(text)
        ? 'its labels are not in English: list the rules with PowerShell, whose names are the same in every language'
        : 'it has neither "Rule Name:" nor "Profile Settings:": must be what netsh advfirewall shows',
      line: 1,
    };
  return new Reader(linesOf(text)).read();
}

class Reader {
  readonly #lines: readonly string[];
  readonly #ledger: Ledger;
  readonly #settings = new Settings();
  readonly #profiles = new Profiles();
  readonly #blocks: Block[] = [];
  readonly #changes: Doubt[] = [];
  /** What the lines belong to: a rule with the name of its last property, or a profile. */
  #block: Block | null = null;
  #last = '';
  #profile: ProfileName | null = null;
  #current = false;
  #profileLine: number;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
    this.#ledger = new Ledger(lines);
    this.#profileLine = lines.length;
  }

  read(): Reading {
    for (const [at, text] of this.#lines.entries()) this.#line(at + 1, text.replace(/^\ufeff/, ''));
    return readingOf(
      {
        statements: this.#blocks.map((block) => statementOf(block, LISTING)),
        changes: this.#changes,
        profiles: this.#profiles,
        profileLine: this.#profileLine,
        settings: this.#settings.settings(),
      },
      this.#ledger,
    );
  }

  #line(line: number, text: string): void {
    const known = (why = '') => {
      this.#ledger.mark(line, 'understood', why);
    };
    const [, head] = PROFILE.exec(text) ?? [];
    const [, command] = COMMAND.exec(text) ?? [];
    const [, label, value = ''] = FIELD.exec(text) ?? [];
    if (text.trim() === '') this.#block = null;
    else if (/^\s*(#|rem\s)/i.test(text)) known(this.#settings.read(text) ? 'a setting' : 'a comment');
    else if (/^-{5,}\s*$/.test(text)) known();
    else if (/^(Ok\.|No rules match the specified criteria\.)\s*$/i.test(text)) {
      this.#block = null;
      known('the end of a listing');
    } else if (command !== undefined) this.#command(line, command);
    else if (head !== undefined) {
      this.#block = null;
      this.#profile = profileOf(head);
      if (this.#current) this.#profiles.activate(this.#profile!);
      known(`the profile ${head}`);
    } else if (label !== undefined && (this.#profile === null || isLabel(label))) {
      this.#field(line, label, value);
      known();
    } else if (this.#profile !== null) this.#setting(line, text);
    else this.#more(line, text);
  }

  /** A line "netsh advfirewall ..." as it was typed. */
  #command(line: number, command: string): void {
    this.#block = null;
    this.#profile = null;
    this.#current = /^show\s+currentprofile\b/i.test(command);
    if (/^(firewall\s+)?show\s/i.test(command)) this.#ledger.mark(line, 'understood', 'a command');
    else this.#changes.push({ line, why: 'only what netsh shows is read, not what it is told' });
  }

  #field(line: number, label: string, value: string): void {
    this.#profile = null;
    const word = label.trim().toLowerCase();
    const name = Object.hasOwn(NAMES, word) ? NAMES[word]! : word;
    // What is said twice is said of another rule, whose first line is lost.
    if (this.#block === null || name === 'displayname' || this.#block.fields.has(name)) {
      this.#block = newBlock(line);
      this.#blocks.push(this.#block);
    }
    this.#block.fields.set(name, { line, label, value: value.trim() });
    this.#last = name;
  }

  /** A line below a property: types of ICMP, or more of a description. */
  #more(line: number, text: string): void {
    const block = this.#block;
    if (!block) return;
    const [, type, code] = /^\s{8,}(\S{1,20})\s+(\S{1,20})\s*$/.exec(text) ?? [];
    if (type !== undefined && (this.#last === 'protocol' || this.#last === 'icmptype')) {
      this.#ledger.mark(line, 'understood', 'types of ICMP');
      const before = block.fields.get('icmptype');
      const row = type.toLowerCase() === 'type' ? '' : `${type}:${code!}`;
      // A head without rows names no type.
      const value = before && before.value !== '' ? `${before.value}, ${row}` : row;
      this.#last = 'icmptype';
      block.fields.set('icmptype', { line: before?.line ?? line, label: 'Type', value });
    } else if (this.#last === 'description') this.#ledger.mark(line, 'understood', 'more of the description');
    else block.doubts.push({ line, why: `${quoted(text)} is not known` });
  }

  /** "State   ON", below the head of a profile. */
  #setting(line: number, text: string): void {
    const profile = this.#profile!;
    const [, name = '', value = ''] = /^(\S.{0,40}?)\s{2,}(\S.*)$/.exec(text) ?? [];
    this.#ledger.mark(line, 'understood', `about the profile ${profile}`);
    const unclear = () => {
      this.#profiles.doubt(profile);
      this.#ledger.mark(line, 'ignored', `${quoted(text)} is not known: the profile may be switched off`);
    };
    if (/^(state|firewall policy)\b/i.test(text)) this.#profileLine = line;
    if (/^state\b/i.test(text)) {
      if (/^(on|off)\s*$/i.test(value)) this.#profiles.say(profile, { on: /^on/i.test(value) });
      else unclear();
    } else if (/^firewall policy\b/i.test(text)) {
      const words = value.trim().toLowerCase().split(',');
      const [inward = '', outward = ''] = words;
      const [into, out] = [POLICY_IN.get(inward), POLICY_OUT.get(outward)];
      if (words.length !== 2 || !into || !out) unclear();
      else this.#profiles.say(profile, { in: into, out, allowsIn: inward !== 'blockinboundalways' });
    } else if (/^localfirewallrules\b/i.test(text)) {
      if (/^disable/i.test(value)) this.#profiles.say(profile, { local: false });
      else if (!/^(enable|n\/a|not ?configured)/i.test(value)) unclear();
    } else if (name === '' && !/^logging:\s*$/i.test(text)) unclear();
  }
}

const POLICY_IN = new Map<string, 'permit' | 'drop'>([
  ['blockinbound', 'drop'],
  ['blockinboundalways', 'drop'],
  ['allowinbound', 'permit'],
]);
const POLICY_OUT = new Map<string, 'permit' | 'drop'>([
  ['blockoutbound', 'drop'],
  ['allowoutbound', 'permit'],
]);

/** A label of a rule, below the settings of a profile. */
function isLabel(label: string): boolean {
  const word = label.trim().toLowerCase();
  return Object.hasOwn(NAMES, word) || Object.hasOwn(LISTING.always, word) || word === 'description';
}
