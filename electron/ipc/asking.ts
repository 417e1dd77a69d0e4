import type { Channel, EdgeLabApi } from './channels.ts';
import { CHANNELS, checkAnswer, checkAsk } from './channels.ts';

/** The window's half of the channels: a function for each, which checks what leaves and what comes back. */
export function askingApi(invoke: (channel: Channel, ask: unknown) => Promise<unknown>): EdgeLabApi {
  const functions = (Object.keys(CHANNELS) as Channel[]).map((channel) => [
    CHANNELS[channel].method,
    async (ask?: unknown) => checkAnswer(channel, await invoke(channel, checkAsk(channel, ask))),
  ]);
  return Object.fromEntries(functions) as EdgeLabApi;
}
