/** What a question comes to that takes a while. It is asked anew when what it is about changes. */
export class Answer<T> {
  /** null until it is there; also when nothing was asked, and when whoever was asked cannot say. */
  value = $state.raw<T | null>(null);

  /**
   * Made where effects can be: it ends with its component.
   * @param ask asks; null where there is nothing to ask
   */
  constructor(ask: () => Promise<T | null> | null) {
    $effect(() => {
      let current = true;
      this.value = null;
      ask()?.then(
        (answer) => {
          if (current) this.value = answer;
        },
        () => undefined,
      );
      return () => void (current = false);
    });
  }
}
