/** States that people call otherwise. */
const WORDS: Readonly<Record<string, string>> = { established: 'in a call', answered: 'answered a call' };

/** A machine's state in a few words for people. */
export function stateWord(state: string): string {
  return WORDS[state] ?? state;
}
