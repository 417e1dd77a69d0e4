import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import type { Answer, Ask, Channel } from './channels.ts';
import { CHANNELS, checkAnswer, checkAsk } from './channels.ts';

/** What the shell does when it is asked, and by which page: one action for each channel, so that none can be forgotten. */
export type Actions = { readonly [C in Channel]: (ask: Ask<C>, asker: WebContents) => Promise<Answer<C>> };

/**
 * The shell's half of the channels. Whoever is not known gets no action, only a refusal.
 * @param known whether a sender is our own page
 */
export function answerChannels(
  ipc: Pick<IpcMain, 'handle'>,
  actions: Actions,
  known: (event: IpcMainInvokeEvent) => boolean,
): void {
  for (const channel of Object.keys(CHANNELS) as Channel[]) answerOne(ipc, channel, actions[channel], known);
}

function answerOne<C extends Channel>(
  ipc: Pick<IpcMain, 'handle'>,
  channel: C,
  action: Actions[C],
  known: (event: IpcMainInvokeEvent) => boolean,
): void {
  ipc.handle(channel, async (event, ask: unknown) => {
    if (!known(event)) throw new Error(`${channel}: refused to an unknown sender`);
    return checkAnswer(channel, await action(checkAsk(channel, ask), event.sender));
  });
}
