import type { Rule } from '../../../model/policy.ts';

/** Which network the computer is in decides which profile is active. */
export const PROFILES = ['Domain', 'Private', 'Public'] as const;
export type ProfileName = (typeof PROFILES)[number];

/** What a profile says of itself, as Windows has it when nobody says anything. */
export interface Settings {
  readonly on: boolean;
  /** What becomes of packets that no rule names. */
  readonly in: 'permit' | 'drop';
  readonly out: 'permit' | 'drop';
  /** Do inbound rules that allow count ("block all" leaves them out), and rules that are not from a group policy? */
  readonly allowsIn: boolean;
  readonly local: boolean;
}
const UNSAID: Settings = { on: true, in: 'drop', out: 'permit', allowsIn: true, local: true };
const OFF: Settings = { ...UNSAID, on: false };

/** What asks whether a rule holds. */
export interface Asked {
  readonly kind: 'bypass' | 'block' | 'other' | 'allow';
  readonly direction: Rule['direction'];
  readonly profiles: ReadonlySet<ProfileName>;
  /** Is it the computer's own, not a group policy's? Null: not said. */
  readonly local: boolean | null;
}

/** Does a rule hold, whichever profile is active? */
export type Holds = { readonly answer: 'yes' } | { readonly answer: 'no' | 'maybe'; readonly why: string };

/** The profiles of a listing: which of them may be active, and what they say. */
export class Profiles {
  readonly #said = new Map<ProfileName, Partial<Settings>>();
  readonly #unclear = new Set<ProfileName>();
  readonly #active = new Set<ProfileName>();

  /** A profile says something; said twice in different ways, it is unclear. */
  say(profile: ProfileName, settings: Partial<Settings>): void {
    const before = this.#said.get(profile) ?? {};
    for (const key of Object.keys(settings) as (keyof Settings)[])
      if (before[key] !== undefined && before[key] !== settings[key]) this.#unclear.add(profile);
    this.#said.set(profile, { ...before, ...settings });
  }

  /** What a profile says cannot be read: it may be switched off, too. */
  doubt(profile: ProfileName): void {
    this.#unclear.add(profile);
  }

  /** The file says that this one is active. */
  activate(profile: ProfileName): void {
    this.#active.add(profile);
  }

  /** Everything that may be so. */
  #situations(): readonly (readonly [ProfileName, Settings])[] {
    return PROFILES.filter((profile) => this.#active.size === 0 || this.#active.has(profile)).flatMap(
      (profile) => {
        const said: readonly [ProfileName, Settings] = [profile, { ...UNSAID, ...this.#said.get(profile) }];
        return this.#unclear.has(profile) ? [said, [profile, OFF] as const] : [said];
      },
    );
  }

  /** Is the firewall off, whichever profile is active? */
  get off(): boolean {
    return this.#situations().every(([, { on }]) => !on);
  }

  /** What becomes of packets that no rule names; null when it depends on which profile is active. */
  default(direction: 'in' | 'out'): 'permit' | 'drop' | null {
    const actions = this.#situations().map(([, settings]) => (settings.on ? settings[direction] : 'permit'));
    return actions.every((action) => action === actions[0]) ? actions[0]! : null;
  }

  holds(rule: Asked): Holds {
    const situations = this.#situations();
    const answers = situations.map(([profile, settings]) => holdsIn(rule, profile, settings));
    const counts = answers.filter((answer) => answer === 'yes' || answer === 'maybe');
    const elsewhere = situations.some(([profile]) => !rule.profiles.has(profile));
    const only = [...rule.profiles].join(', ');
    if (counts.length === 0)
      return {
        answer: 'no',
        why: situations.every(([, { on }]) => !on)
          ? 'the firewall is switched off'
          : situations.every(([profile]) => !rule.profiles.has(profile))
            ? `it is for ${only} only, which is not active`
            : 'the profile leaves such rules out',
      };
    // Where the firewall is off, what a rule allows passes as well.
    const enough = (answer: string) => answer === 'yes' || (answer === 'off' && rule.kind === 'allow');
    if (answers.every(enough)) return { answer: 'yes' };
    return {
      answer: 'maybe',
      why: elsewhere
        ? `it is for ${only} only, and others may be active`
        : 'in a profile that may be active the firewall is off, or leaves such rules out',
    };
  }
}

function holdsIn(
  { kind, direction, profiles, local }: Asked,
  profile: ProfileName,
  settings: Settings,
): 'yes' | 'no' | 'maybe' | 'off' {
  if (!settings.on) return 'off';
  if (!profiles.has(profile)) return 'no';
  if (kind === 'allow' && direction === 'in' && !settings.allowsIn) return 'no';
  if (!settings.local && local !== false) return local ? 'no' : 'maybe';
  return 'yes';
}

/** The profiles that a rule is for, "Any" or "Domain,Private"; null when it is none. */
export function profilesOf(value: string): ReadonlySet<ProfileName> | null {
  const words = value.toLowerCase().split(',');
  if (words.length === 1 && ['any', 'all'].includes(words[0]!.trim())) return new Set(PROFILES);
  const found = words.map((word) => profileOf(word));
  return found.includes(null) ? null : new Set(found.map((one) => one!));
}

/** A profile by its name, or null. */
export function profileOf(word: string): ProfileName | null {
  return PROFILES.find((profile) => profile.toLowerCase() === word.trim().toLowerCase()) ?? null;
}
