import * as v from 'valibot';
import { OpenedFile } from './text-file.ts';
import { CommandId, LessonId } from './window-forms.ts';

interface TellingForm {
  /** Its name in the window: `window.edgeLab.<method>(act)`. */
  readonly method: string;
  readonly form: v.GenericSchema;
}

/** What the shell tells a window without being asked: each telling with its form. */
export const TELLINGS = {
  /** One of the window's commands was chosen in a menu. */
  'tell:command': { method: 'onCommand', form: CommandId },
  /** The system gave a file: by a double click, or by a second start. */
  'tell:open': { method: 'onOpen', form: OpenedFile },
  /** A link leads to a lesson of the course. */
  'tell:lesson': { method: 'onLesson', form: LessonId },
} as const satisfies Readonly<Record<string, TellingForm>>;

export type Telling = keyof typeof TELLINGS;
export type Told<T extends Telling> = v.InferOutput<(typeof TELLINGS)[T]['form']>;

/** What the window can listen to, as a part of `window.edgeLab`: each takes what is to be done, and gives what ends that. */
export type ListeningApi = {
  readonly [T in Telling as (typeof TELLINGS)[T]['method']]: (act: (told: Told<T>) => void) => () => void;
};

/**
 * Checks what is told, before it leaves the shell and again when it reaches the window.
 * @throws when it has another form
 */
export function checkTold<T extends Telling>(telling: T, told: unknown): Told<T> {
  return v.parse<v.GenericSchema<unknown, Told<T>>>(TELLINGS[telling].form, told);
}

/** Tells a window something. The shell's half. */
export function tell<T extends Telling>(
  contents: { send(channel: string, told: unknown): void },
  telling: T,
  told: Told<T>,
): void {
  contents.send(telling, checkTold(telling, told));
}

/**
 * The window's half: a function for each telling.
 * @param listen hears a channel of Electron's; gives what ends that
 */
export function listeningApi(
  listen: (channel: Telling, hear: (told: unknown) => void) => () => void,
): ListeningApi {
  const functions = (Object.keys(TELLINGS) as Telling[]).map((telling) => [
    TELLINGS[telling].method,
    (act: (told: unknown) => void) => listen(telling, (told) => act(checkTold(telling, told))),
  ]);
  return Object.fromEntries(functions) as ListeningApi;
}
