/** Which windows have which files as their designs. */
export class Claims<Window extends object> {
  readonly #files = new Map<Window, string>();

  /**
   * A window has a file from now on, and no other.
   * @param path null: none
   * @returns whether another window has it, too
   */
  hold(window: Window, path: string | null): boolean {
    this.release(window);
    if (path === null) return false;
    const elsewhere = [...this.#files.values()].includes(path);
    this.#files.set(window, path);
    return elsewhere;
  }

  /** A window is gone. */
  release(window: Window): void {
    this.#files.delete(window);
  }
}
