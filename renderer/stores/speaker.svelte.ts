const SAID_MOST = 5;

/** A window that says things to those who listen to it. */
export class Speaker {
  /** What was said aloud last, the newest at the end: one comes before another was heard. */
  said = $state.raw<readonly { readonly number: number; readonly text: string }[]>([]);

  say(text: string): void {
    const number = (this.said.at(-1)?.number ?? 0) + 1;
    this.said = [...this.said, { number, text }].slice(-SAID_MOST);
  }
}
