import type { Scene } from '../../worker/lesson-desk.ts';
import { stagedView, type Bookmark } from '../bookmark.ts';
import type { Lab } from '../lab.svelte.ts';

/** The pictures of a film, as what shows bookmarks takes them. */
export class Pictures {
  all = $state.raw<readonly Bookmark[]>([]);

  take(scenes: readonly Scene[]): void {
    this.all = scenes.map(pictureOf);
  }

  /** The lab stays where it is when a film ends, and nothing of the film is left. */
  go(): Promise<void> {
    this.all = [];
    return new Promise(() => undefined);
  }
}

/** The lab, with a film in the place of its bookmarks. */
export function filmed(lab: Lab, bookmarks: Pictures) {
  return {
    bookmarks,
    simulator: lab.simulator,
    playback: lab.playback,
    select: lab.select,
    seek: lab.seek,
    get variants() {
      return lab.variants;
    },
    get run() {
      return lab.run;
    },
    get selection() {
      return lab.selection;
    },
  };
}

function pictureOf({ title, says, feature, view, seconds, setup, time }: Scene, at: number): Bookmark {
  return {
    id: at,
    title,
    headline: title,
    says,
    notes: '',
    time,
    when: '',
    feature,
    view: stagedView(view),
    selection: null,
    near: null,
    seconds,
    setup,
  };
}
