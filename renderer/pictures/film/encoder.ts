/** Writes a film, picture by picture. */
export interface FilmEncoder {
  /** @param at when in the film it comes, and how long it `stays`, seconds */
  add(picture: HTMLCanvasElement, at: number, stays: number): Promise<void>;
  /** @returns the file */
  finish(): Promise<Blob>;
  /** Lets go of everything when no film is wanted any more. */
  cancel(): void;
}
