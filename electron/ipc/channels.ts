import * as v from 'valibot';

/** What the window can ask of the shell: each channel with the form of its question and of its answer. */
export const CHANNELS = {
  /** Lets the person choose a design file; null when they changed their mind. */
  'design:open': {
    ask: v.undefined(),
    answer: v.nullable(v.object({ name: v.string(), text: v.string() })),
  },
} as const;

export type Channel = keyof typeof CHANNELS;
export type Answer<C extends Channel> = v.InferOutput<(typeof CHANNELS)[C]['answer']>;

/** Checks a question that came from the window. Throws when it has another form: nothing of ours sends such a one. */
export function checkAsk(channel: Channel, ask: unknown): void {
  v.parse(CHANNELS[channel].ask, ask);
}

/** Checks an answer that came from the shell. */
export function checkAnswer<C extends Channel>(channel: C, answer: unknown): Answer<C> {
  return v.parse(CHANNELS[channel].answer, answer) as Answer<C>;
}
