/** The kinds of events that the window listens to. Some browsers lack some. */
const KINDS = [
  'Event',
  'CustomEvent',
  'UIEvent',
  'FocusEvent',
  'InputEvent',
  'KeyboardEvent',
  'MouseEvent',
  'WheelEvent',
  'PointerEvent',
  'DragEvent',
  'TouchEvent',
  'ClipboardEvent',
  'AnimationEvent',
  'TransitionEvent',
  'ToggleEvent',
] as const;

const KEPT = Symbol('events that keep the shape of their kind');

/**
 * Keeps what has gone from the page from being held by events. While an event goes up the page, Svelte defines its
 * `currentTarget` anew, by a getter that knows the element. V8 remembers the first such getter of each kind of event with
 * the shape of its objects, and with the getter the element, and the run that was shown there. So the first is one that
 * knows nothing: to be called before anything listens. Its objects are kept, else their shape would be forgotten.
 */
export function keepEventShapes(): void {
  const named = window as unknown as Record<string, (new (type: string) => Event) | undefined>;
  const first = KINDS.flatMap((kind) => {
    const Kind = named[kind];
    return Kind ? [new Kind('first')] : [];
  });
  for (const event of first)
    Object.defineProperty(event, 'currentTarget', { configurable: true, get: () => null });
  Object.defineProperty(window, KEPT, { value: first });
}
