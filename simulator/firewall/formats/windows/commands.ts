import type { Ledger } from '../ledger.ts';
import type { Block, Doubt } from './block.ts';
import { newBlock, quoted } from './block.ts';
import { argumentsOf } from './arguments.ts';
import { SETTINGS } from './profile-words.ts';
import type { Profiles } from './profiles.ts';
import { PROFILES, profilesOf } from './profiles.ts';
import type { Listing, Statement } from './rule.ts';
import { statementOf } from './rule.ts';

/*
 * Commands that make rules (New-NetFirewallRule) and set profiles (Set-NetFirewallProfile), as scripts have them, one
 * after the other. What a script decides while it runs is not worked out.
 */

const COMMAND =
  /\b([A-Za-z]+)-(NetFirewall[A-Za-z]+|NetConnectionProfile)\b|\bnetsh(?:\.exe)?\s+advfirewall\b/i;
/** The cmdlet at the beginning of a line, whose result may be kept or thrown away. */
const FIRST = /^\s*(?:\$\w{1,40}\s*=\s*|\[void\]\s*)?([A-Za-z]+-NetFirewall(?:Rule|Profile))\b(.*)$/is;

/** What is not said is any, inbound, allowed, switched on. */
const UNSAID: Readonly<Record<string, string>> = {
  enabled: 'True',
  direction: 'Inbound',
  action: 'Allow',
  profile: 'Any',
  protocol: 'Any',
};
const LISTING: Listing = { always: {}, withPorts: {}, withTypes: {}, assumed: {}, brief: null };

/** Does a line name a cmdlet of the firewall? */
export function isCommand(text: string): boolean {
  return COMMAND.test(text);
}

/** The rules that commands make. */
export class Commands {
  readonly statements: Statement[] = [];
  readonly changes: Doubt[] = [];
  readonly #profiles: Profiles;
  readonly #ledger: Ledger;
  /** How many braces are open: inside of them a script decides what is done. */
  #depth = 0;
  /** Commands so far. */
  count = 0;

  constructor(profiles: Profiles, ledger: Ledger) {
    this.#profiles = profiles;
    this.#ledger = ledger;
  }

  /** A line of a script that is no command of the firewall. */
  other(text: string): void {
    for (const sign of text) this.#depth += sign === '{' ? 1 : sign === '}' ? -1 : 0;
    this.#depth = Math.max(0, this.#depth);
  }

  /**
   * Reads the command at a line, which a "`" at its end continues on the next.
   * @param before rules of a listing so far
   * @returns how many lines more it has
   */
  read(lines: readonly string[], at: number, first: string, before: number): number {
    const parts = [first];
    while (/`\s*$/.test(parts.at(-1)!) && at + parts.length < lines.length)
      parts.push(lines[at + parts.length]!);
    const text = parts.map((part) => part.replace(/`\s*$/, '')).join(' ');
    this.count++;
    const line = at + 1;
    for (let more = 0; more < parts.length; more++)
      this.#ledger.mark(line + more, 'understood', more > 0 ? 'goes on from the line above' : '');
    const [, name = '', rest = ''] = FIRST.exec(text) ?? [];
    const within = this.#depth > 0;
    this.other(text);
    switch (name.toLowerCase()) {
      case 'new-netfirewallrule':
        this.#rule(line, rest, within);
        break;
      case 'set-netfirewallprofile':
        this.#profile(line, rest, within);
        break;
      default:
        this.#change(line, text, before);
    }
    return parts.length - 1;
  }

  #rule(line: number, rest: string, within: boolean): void {
    const { words, problem } = argumentsOf(rest);
    if (words.has('whatif')) {
      this.#ledger.mark(line, 'ignored', 'it only tells what it would do');
      return;
    }
    const block: Block = newBlock(line);
    for (const [name, value] of Object.entries(UNSAID)) block.fields.set(name, { line, label: name, value });
    for (const [name, { label, value }] of words) block.fields.set(name, { line, label, value });
    if (problem !== null) block.doubts.push({ line, why: problem });
    if (within) block.doubts.push({ line, why: 'whether it is done is decided while the script runs' });
    this.statements.push(statementOf(block, LISTING));
  }

  #profile(line: number, rest: string, within: boolean): void {
    const { words, problem } = argumentsOf(rest);
    const named = words.get('profile') ?? words.get('name');
    const profiles = named ? profilesOf(named.value) : new Set(PROFILES);
    const unclear = (why: string) => {
      for (const profile of profiles ?? PROFILES) this.#profiles.doubt(profile);
      this.#ledger.mark(line, 'ignored', `${why}: the profile may be switched off`);
    };
    if (problem !== null || within || !profiles)
      return unclear(
        problem ?? (within ? 'it is part of a script' : `${quoted(named!.value)} is no profile`),
      );
    this.#ledger.mark(line, 'understood', 'settings of profiles');
    for (const [name, { label, value }] of words) {
      const setting = SETTINGS.get(name)?.(value.trim().toLowerCase());
      if (setting === null) unclear(`${label} cannot be ${quoted(value)}`);
      else if (setting) for (const profile of profiles) this.#profiles.say(profile, setting);
    }
  }

  /** Cmdlets that only list decide nothing; others may change any rule. */
  #change(line: number, text: string, before: number): void {
    const verbs = [...text.matchAll(/\b([A-Za-z]+)-NetFirewall/gi)].map(([, verb]) => verb!.toLowerCase());
    if (verbs.length > 0 && verbs.every((verb) => verb === 'get' || verb === 'show' || verb === 'rename'))
      return;
    if (verbs.length === 0 && /\bGet-NetConnectionProfile\b/i.test(text)) return;
    const takes = verbs.every((verb) => ['get', 'remove', 'disable'].includes(verb));
    if (verbs.length > 0 && takes && before === 0 && this.statements.length === 0)
      return this.#ledger.mark(line, 'ignored', 'it takes away rules that are not in this file');
    if (verbs.length > 0 && verbs.every((verb) => verb === 'get' || verb === 'enable')) {
      const block = newBlock(line);
      block.fields.set('action', { line, label: 'action', value: 'Allow' });
      block.doubts.push({ line, why: 'it switches on rules that are not in this file' });
      this.statements.push(statementOf(block, LISTING));
      return;
    }
    this.changes.push({ line, why: 'it may change any rule' });
  }
}
