import type { Lab } from '../stores/lab.svelte.ts';

/** What a key does in the whole window. */
export interface Shortcut {
  readonly keys: string;
  readonly does: string;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: 'Space', does: 'Play or pause' },
  { keys: '→', does: 'Step to the next packet event' },
  { keys: '←', does: 'Step back' },
  { keys: 'Shift →', does: 'Go to the next drop' },
  { keys: 'Home', does: 'Go to the start' },
  { keys: 'End', does: 'Go to the end' },
  { keys: 'Ctrl Z', does: 'Undo the last change of the design' },
  { keys: 'Ctrl Shift Z', does: 'Redo it' },
  { keys: 'E', does: 'The chosen packet large: fields and bytes side by side' },
  { keys: 'F', does: 'Follow the conversation of the chosen packet' },
  { keys: 'Esc', does: 'Back to the view, then: choose nothing' },
  { keys: '1 to 9', does: 'The views of the rail, from the top' },
  { keys: 'Ctrl V', does: 'Open what was copied: a design, or the rules of a firewall' },
  { keys: '?', does: 'This sheet' },
];

export interface KeyTargets {
  readonly lab: Lab;
  readonly showKeys: () => void;
  readonly showView: (number: number) => void;
}

/** Acts on a key, unless what has the focus wants it for itself. */
export function onWindowKey(event: KeyboardEvent, { lab, showKeys, showView }: KeyTargets): void {
  if (event.defaultPrevented || isTyping(event)) return;
  const action = actionOf(event, lab, showKeys, showView);
  if (!action) return;
  event.preventDefault();
  action();
}

function actionOf(
  event: KeyboardEvent,
  lab: Lab,
  showKeys: () => void,
  showView: (number: number) => void,
): (() => void) | null {
  const { playback } = lab;
  if (event.ctrlKey || event.metaKey) {
    if (event.altKey) return null;
    if (event.key.toLowerCase() === 'z') return event.shiftKey ? () => lab.redo() : () => lab.undo();
    return event.key.toLowerCase() === 'y' ? () => lab.redo() : null;
  }
  if (event.altKey) return null;
  if (/^[1-9]$/.test(event.key)) return () => showView(Number(event.key));
  switch (event.key) {
    case ' ':
      return wantsSpace(event.target) ? null : () => playback.toggle();
    case 'ArrowRight':
      return event.shiftKey ? () => lab.nextDrop() : () => playback.stepForward();
    case 'ArrowLeft':
      return () => playback.stepBack();
    case 'Home':
      return () => playback.seek(0);
    case 'End':
      return () => playback.seek(playback.moments.end);
    case 'e':
      return lab.selection?.kind === 'packet' ? () => lab.fields.toggle('fields') : null;
    case 'f':
      return lab.selection?.kind === 'packet' ? () => lab.fields.toggle('stream') : null;
    case 'Escape':
      if (lab.fields.page !== null) return () => (lab.fields.page = null);
      return lab.selection ? () => lab.select(null) : null;
    case '?':
      return showKeys;
    default:
      return null;
  }
}

/** Does what has the focus take text? Looked up where it is, also inside an editor's own tree. */
export function isTyping(event: Event): boolean {
  const [target] = event.composedPath();
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role=menu], [role=dialog]') !== null
  );
}

/** Space presses the button that has the focus. */
function wantsSpace(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('button, a, summary, [role=button], [role=switch], [role=tab]') !== null
  );
}
