/** How long it stands there that something was copied. */
const SHOWN_MS = 4000;

/** Puts texts on the clipboard, and says so for a while. */
export class Copied {
  said = $state('');
  #forget: ReturnType<typeof setTimeout> | undefined;

  readonly copy = (text: string, what: string): void => {
    void navigator.clipboard.writeText(text).then(
      () => this.#say(`Copied as ${what}`),
      () => this.#say('The browser does not let it be copied'),
    );
  };

  #say(text: string): void {
    this.said = text;
    clearTimeout(this.#forget);
    this.#forget = setTimeout(() => (this.said = ''), SHOWN_MS);
  }
}
