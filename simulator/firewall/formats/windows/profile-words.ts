import type { Settings } from './profiles.ts';

/*
 * Words of Get-NetFirewallProfile and Set-NetFirewallProfile.
 */

type Said = Partial<Settings>;

/** What a property of a profile says, its value in small letters; null when that is not clear. */
export const SETTINGS: ReadonlyMap<string, (word: string) => Said | null> = new Map([
  ['enabled', (word: string) => flag(word, (on) => ({ on }))],
  ['defaultinboundaction', (word: string) => action(word, 'drop', (into) => ({ in: into }))],
  ['defaultoutboundaction', (word: string) => action(word, 'permit', (out) => ({ out }))],
  ['allowinboundrules', (word: string) => flag(word, (allowsIn) => ({ allowsIn }))],
  ['allowlocalfirewallrules', (word: string) => flag(word, (local) => ({ local }))],
  ['disabledinterfacealiases', (word: string) => (/^\{?(notconfigured)?\}?$/.test(word) ? {} : null)],
]);

function flag(word: string, say: (value: boolean) => Said): Said | null {
  if (word === 'true' || word === 'notconfigured') return say(true);
  return word === 'false' ? say(false) : null;
}

function action(
  word: string,
  usual: 'permit' | 'drop',
  say: (value: 'permit' | 'drop') => Said,
): Said | null {
  if (word === 'notconfigured') return say(usual);
  return word === 'allow' ? say('permit') : word === 'block' ? say('drop') : null;
}
