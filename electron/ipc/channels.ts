import * as v from 'valibot';
import { FileKind, Saved, TextFile, TextToSave } from './text-file.ts';

interface ChannelForm {
  /** Its name in the window: `window.edgeLab.<method>(ask)`. */
  readonly method: string;
  readonly ask: v.GenericSchema;
  readonly answer: v.GenericSchema;
}

/**
 * What the window can ask of the shell: each channel with the form of its question and of its answer.
 * A new one is one entry here and its action in `electron/main/actions.ts`; the preload script follows by itself.
 */
export const CHANNELS = {
  /** Lets the person choose a file; null when they changed their mind. */
  'file:open': { method: 'openFile', ask: FileKind, answer: v.nullable(TextFile) },
  /** Keeps a text in a file that the person names. */
  'file:save': { method: 'saveFile', ask: TextToSave, answer: Saved },
  /** Which versions run here, for the page about the program and for reports of faults. */
  'app:info': {
    method: 'info',
    ask: v.undefined(),
    answer: v.object({ lab: v.string(), electron: v.string(), chrome: v.string(), node: v.string() }),
  },
} as const satisfies Readonly<Record<string, ChannelForm>>;

export type Channel = keyof typeof CHANNELS;
export type Ask<C extends Channel> = v.InferOutput<(typeof CHANNELS)[C]['ask']>;
export type Answer<C extends Channel> = v.InferOutput<(typeof CHANNELS)[C]['answer']>;

/** A question that needs no words is asked without an argument. */
type Arguments<C extends Channel> = undefined extends Ask<C> ? [ask?: Ask<C>] : [ask: Ask<C>];

/** What the window sees as `window.edgeLab`. */
export type EdgeLabApi = {
  readonly [C in Channel as (typeof CHANNELS)[C]['method']]: (...ask: Arguments<C>) => Promise<Answer<C>>;
};

/**
 * Checks a question, before it leaves the window and again when it reaches the shell.
 * @throws when it has another form: nothing of ours sends such a one
 */
export function checkAsk<C extends Channel>(channel: C, ask: unknown): Ask<C> {
  return v.parse<v.GenericSchema<unknown, Ask<C>>>(CHANNELS[channel].ask, ask);
}

/**
 * Checks an answer, before it leaves the shell and again when it reaches the window.
 * @throws when it has another form
 */
export function checkAnswer<C extends Channel>(channel: C, answer: unknown): Answer<C> {
  return v.parse<v.GenericSchema<unknown, Answer<C>>>(CHANNELS[channel].answer, answer);
}
