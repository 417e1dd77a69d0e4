import type { Reading, Refusal } from '../format.ts';
import { Ledger, linesOf } from '../ledger.ts';
import type { Block, Doubt } from './block.ts';
import { newBlock, quoted, wordOf } from './block.ts';
import { Commands, isCommand } from './commands.ts';
import { readingOf } from './order.ts';
import { SETTINGS } from './profile-words.ts';
import { profileOf, Profiles } from './profiles.ts';
import type { Listing, Statement } from './rule.ts';
import { statementOf } from './rule.ts';
import { Settings } from './settings.ts';

/*
 * What PowerShell lists of Get-NetFirewallRule joined with its filters, or of Show-NetFirewallRule: blocks of "Name :
 * value" with an empty line between them (Format-List); before them those of Get-NetFirewallProfile and
 * Get-NetConnectionProfile. Names and words are the same in every language.
 */

const LISTING: Listing = {
  always: {
    enabled: 'Enabled',
    direction: 'Direction',
    action: 'Action',
    profile: 'Profile',
    localaddress: 'LocalAddress',
    remoteaddress: 'RemoteAddress',
    protocol: 'Protocol',
    program: 'Program',
    service: 'Service',
  },
  withPorts: { localport: 'LocalPort', remoteport: 'RemotePort' },
  withTypes: { icmptype: 'IcmpType' },
  assumed: {
    package: 'Package',
    interfacealias: 'InterfaceAlias',
    interfacetype: 'InterfaceType',
    authentication: 'Authentication',
    overrideblockrules: 'OverrideBlockRules',
    localuser: 'LocalUser',
    remoteuser: 'RemoteUser',
    remotemachine: 'RemoteMachine',
  },
  brief: {
    fields: ['protocol', 'localaddress', 'remoteaddress'],
    why: 'Get-NetFirewallRule alone lists neither addresses nor ports: Show-NetFirewallRule does',
  },
};

/** Names stand at the left; what is indented further is more of the value above, which did not fit on its line. */
const FIELD = /^\s{0,8}([A-Za-z][A-Za-z0-9]{0,40})\s*:(?:\s+(\S.*)|\s*)$/;

/** Characters of a value over several lines. */
const LONGEST_VALUE = 100_000;

export function read(text: string): Reading | Refusal {
  return new Reader(linesOf(text)).read();
}

class Reader {
  readonly #lines: readonly string[];
  readonly #ledger: Ledger;
  readonly #settings = new Settings();
  readonly #profiles = new Profiles();
  readonly #commands: Commands;
  readonly #blocks: Block[] = [];
  readonly #changes: Doubt[] = [];
  #block: Block | null = null;
  #last = '';
  /** An empty line was the last: what follows is of another block, unless it is a filter of the same rule. */
  #ended = false;
  #profileLine: number;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
    this.#ledger = new Ledger(lines);
    this.#commands = new Commands(this.#profiles, this.#ledger);
    this.#profileLine = Math.max(1, lines.length);
  }

  read(): Reading | Refusal {
    for (let at = 0; at < this.#lines.length; at++) at += this.#line(at);
    const statements: Statement[] = [];
    for (const block of this.#blocks) {
      if (block.fields.has('networkcategory')) this.#connection(block);
      else if (isProfile(block)) this.#profile(block);
      else statements.push(statementOf(block, LISTING));
    }
    if (this.#blocks.length + this.#commands.count === 0)
      return {
        problem: 'it lists no rule: must be blocks of "Name : value", or New-NetFirewallRule commands',
        line: 1,
      };
    return readingOf(
      {
        statements: [...statements, ...this.#commands.statements].sort((a, b) => a.line - b.line),
        changes: [...this.#changes, ...this.#commands.changes],
        profiles: this.#profiles,
        profileLine: this.#profileLine,
        settings: this.#settings.settings(),
      },
      this.#ledger,
    );
  }

  /** @returns how many lines more it takes in */
  #line(at: number): number {
    const line = at + 1;
    const text = this.#lines[at]!.replace(/^\ufeff/, '').replace(/^PS [^>]{0,200}>+ ?/, '');
    const known = (why = '') => {
      this.#ledger.mark(line, 'understood', why);
    };
    const [, label, value = ''] = FIELD.exec(text) ?? [];
    if (text.trim() === '') this.#ended = true;
    else if (text.startsWith('#')) known(this.#settings.read(text) ? 'a setting' : 'a comment');
    else if (/^\s*\$_ \| Get-NetFirewall\w{1,40}Filter\s*$/.test(text)) {
      this.#ended = false;
      known('a filter of the rule');
    } else if (label !== undefined) {
      this.#field(line, label, value.trim());
      known();
    } else if (isCommand(text)) {
      this.#block = null;
      return this.#commands.read(this.#lines, at, text, this.#blocks.length);
    } else if (this.#block && !this.#ended) this.#more(line, text, this.#block);
    else this.#commands.other(text);
    return 0;
  }

  #field(line: number, label: string, value: string): void {
    const name = label.toLowerCase();
    if (this.#block === null || this.#ended || this.#block.fields.has(name)) {
      this.#block = newBlock(line);
      this.#blocks.push(this.#block);
    }
    this.#ended = false;
    this.#block.fields.set(name, { line, label, value });
    this.#last = name;
  }

  /** A line that is no property: more of the value above when it is indented. */
  #more(line: number, text: string, block: Block): void {
    const field = block.fields.get(this.#last);
    if (!field || !/^\s{9}/.test(text) || field.value.length > LONGEST_VALUE) {
      block.doubts.push({ line, why: `${quoted(text)} is not known` });
      return;
    }
    block.fields.set(this.#last, { ...field, value: `${field.value} ${text.trim()}`.trim() });
    this.#ledger.mark(line, 'understood', `more of ${field.label}`);
  }

  /** A network that the computer is connected to, by which a profile is active. */
  #connection(block: Block): void {
    const word = wordOf(block, 'networkcategory');
    const profile = profileOf(word === 'domainauthenticated' ? 'domain' : word);
    if (profile) this.#profiles.activate(profile);
    else
      this.#ledger.mark(
        block.fields.get('networkcategory')!.line,
        'ignored',
        `${quoted(word)} is no network category`,
      );
  }

  #profile(block: Block): void {
    const name = block.fields.get('name') ?? block.fields.get('profile');
    const profile = name ? profileOf(name.value) : null;
    const field = (key: string) => block.fields.get(key);
    this.#profileLine = [...block.fields.values()].reduce((last, { line }) => Math.max(last, line), 1);
    if (!profile) {
      this.#changes.push({ line: block.line, why: 'it is a profile without a known name' });
      return;
    }
    const unclear = (line: number, what: string) => {
      this.#profiles.doubt(profile);
      this.#ledger.mark(line, 'ignored', `${what} is not known: the profile may be switched off`);
    };
    for (const { line, why } of block.doubts) unclear(line, why.replace(/ is not known$/, ''));
    for (const [key, words] of SETTINGS) {
      const found = field(key);
      if (!found) continue;
      const word = found.value.trim().toLowerCase();
      const setting = words(word);
      if (setting === null) unclear(found.line, `${found.label} ${quoted(found.value)}`);
      else this.#profiles.say(profile, setting);
    }
  }
}

function isProfile({ fields }: Block): boolean {
  if (fields.has('defaultinboundaction') || fields.has('defaultoutboundaction')) return true;
  const rules = ['direction', 'action', 'protocol', 'displayname', 'program', 'localport', 'remoteport'];
  return profileOf(fields.get('name')?.value ?? '') !== null && !rules.some((name) => fields.has(name));
}
