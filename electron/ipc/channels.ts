import * as v from 'valibot';
import {
  FileId,
  FileKind,
  OpenedFile,
  RecentFile,
  Saved,
  TextToSave,
  TextToWrite,
  Written,
} from './text-file.ts';
import { Brightness, FaultText, Share, WindowMenus } from './window-forms.ts';

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
  'file:open': { method: 'openFile', ask: FileKind, answer: v.nullable(OpenedFile) },
  /** Reads a file again that the person chose before. */
  'file:reopen': { method: 'reopenFile', ask: FileId, answer: OpenedFile },
  /** Reads a file that was dropped, by its path; the preload script alone learns that. */
  'file:dropped': { method: 'openDropped', ask: v.pipe(v.string(), v.maxLength(4096)), answer: OpenedFile },
  /** Keeps a text in a file that the person names. */
  'file:save': { method: 'saveFile', ask: TextToSave, answer: Saved },
  /** Keeps a text in a file that the person chose before, unless something else has changed it. */
  'file:write': { method: 'writeFile', ask: TextToWrite, answer: Written },
  /** The files that were open, the last one first. */
  'file:recent': { method: 'recentFiles', ask: v.undefined(), answer: v.array(RecentFile) },
  /** Takes one of them off the list, or all. */
  'file:forget': { method: 'forgetFile', ask: v.nullable(FileId), answer: v.undefined() },
  /** Which file the window's design is in: does another window have it, too? */
  'file:hold': { method: 'holdFile', ask: v.nullable(FileId), answer: v.boolean() },
  /** Is there anything in the window that is not saved? */
  'file:edited': { method: 'edited', ask: v.boolean(), answer: v.undefined() },
  /** Which versions run here, for the page about the program and for reports of faults. */
  'app:info': {
    method: 'info',
    ask: v.undefined(),
    answer: v.object({ lab: v.string(), electron: v.string(), chrome: v.string(), node: v.string() }),
  },
  /** The window is there: it says what its menus are to show, and hears from now on what it is told. */
  'window:started': { method: 'started', ask: WindowMenus, answer: v.undefined() },
  /** Opens one more window. */
  'window:new': { method: 'newWindow', ask: v.undefined(), answer: v.undefined() },
  /** Title bar, menus and dialogs are to be as bright as the window. */
  'window:brightness': { method: 'brightness', ask: Brightness, answer: v.undefined() },
  /** Shows at the program's icon how much of something long is done. */
  'window:progress': { method: 'progress', ask: Share, answer: v.undefined() },
  /** Keeps what went wrong in the log on this machine. */
  'reports:keep': { method: 'keepReport', ask: FaultText, answer: v.undefined() },
  /** Shows the folder in which reports of faults are kept. */
  'reports:show': { method: 'showReports', ask: v.undefined(), answer: v.undefined() },
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
