import { pressed } from '../commands/keys.ts';
import { keyedCommands, runCommand } from '../commands/registry.ts';
import type { Desk } from '../stores/desk.svelte.ts';

/** What lies over the window, and keeps its keys. */
const MODAL = '[role=dialog][aria-modal=true]';

/** Acts on a key, unless what has the focus wants it for itself. */
export function onWindowKey(event: KeyboardEvent, desk: Desk): void {
  if (event.defaultPrevented) return;
  const command = keyedCommands(desk).find(
    ({ keys, native }) => keys !== undefined && native !== true && pressed(event, keys),
  );
  if (!command || wantsKey(event, command.id === 'palette')) return;
  event.preventDefault();
  runCommand(command, desk);
}

/** Does what has the focus want a key for itself? The palette is reached from where one writes, too. */
function wantsKey(event: KeyboardEvent, anywhere: boolean): boolean {
  if (anywhere) return within(event, MODAL);
  // It closes what lies there.
  if (event.key === 'Escape' && within(event, '[role=dialog]')) return true;
  return isTyping(event) || (event.key === ' ' && wantsSpace(event.target));
}

/** Does what has the focus take text? Looked up where it is, also inside an editor's own tree. */
export function isTyping(event: Event): boolean {
  return within(event, `input, textarea, select, [contenteditable], [role=menu], ${MODAL}`);
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
