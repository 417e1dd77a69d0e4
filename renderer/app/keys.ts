import { runCommand, type Command } from '../commands/command.ts';
import { pressed } from '../commands/keys.ts';
import type { Speaker } from '../stores/speaker.svelte.ts';

/** What lies over the window, and keeps its keys. */
const MODAL = '[role=dialog][aria-modal=true]';

/** Acts on a key, unless what has the focus wants it for itself. */
export function onWindowKey<D extends Speaker>(
  event: KeyboardEvent,
  commands: readonly Command<D>[],
  desk: D,
): void {
  if (event.defaultPrevented) return;
  const command = commands.find(
    ({ keys, native }) => keys !== undefined && native !== true && pressed(event, keys),
  );
  // A function key writes nothing.
  if (!command || wantsKey(event, command.id === 'palette' || /^F\d+$/.test(event.key))) return;
  event.preventDefault();
  runCommand(command, desk);
}

/** Does what has the focus want a key for itself? Some are heard from where one writes, too. */
function wantsKey(event: KeyboardEvent, anywhere: boolean): boolean {
  if (anywhere) return within(event, MODAL);
  // It closes what lies there.
  if (event.key === 'Escape' && within(event, '[role=dialog]')) return true;
  return isTyping(event) || (event.key === ' ' && wantsSpace(event.target));
}

/** Are keys for what has the focus alone? Looked up where it is, also inside an editor's own tree. */
export function isTyping(event: Event): boolean {
  return isWriting(event) || within(event, `select, [role=menu], ${MODAL}`);
}

/** Can one write in what has the focus? */
export function isWriting(event: Event): boolean {
  return within(event, 'input, textarea, [contenteditable]');
}

function within(event: Event, selector: string): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && target.closest(selector) !== null;
}

/** Space presses the button that has the focus. */
function wantsSpace(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('button, a, summary, [role=button], [role=switch], [role=tab]') !== null
  );
}
