import { matchKeybindingPress, parseKeybinding } from 'tinykeys';

const ON_MAC = typeof navigator === 'object' && /Mac|iP(hone|ad|od)/.test(navigator.platform);

const NAMES: Readonly<Record<string, string>> = {
  ArrowRight: '→',
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
};
const MODIFIERS: Readonly<Record<string, readonly [elsewhere: string, mac: string]>> = {
  $mod: ['Ctrl', '⌘'],
  Shift: ['Shift', '⇧'],
  Alt: ['Alt', '⌥'],
};

/**
 * Keys as they are written on the keyboard at hand: "Ctrl Shift Z", on a Mac "⌘ ⇧ Z".
 * @param keys one press, as tinykeys writes it
 */
export function shownKeys(keys: string, mac = ON_MAC): string {
  const parts = keys.split('+').filter((part) => !/^\[\w+\]$/.test(part));
  return parts.map((part) => MODIFIERS[part]?.[mac ? 1 : 0] ?? NAMES[part] ?? part).join(' ');
}

/** Is this the press of these keys, and of no other modifiers? */
export function pressed(event: KeyboardEvent, keys: string): boolean {
  return parseKeybinding(keys).every((press) => matchKeybindingPress(event, press));
}
