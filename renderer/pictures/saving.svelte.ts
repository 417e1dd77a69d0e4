import { host } from '../host/host.ts';
import type { Desk } from '../stores/desk.svelte.ts';
import { loadView } from '../views/components.ts';
import { viewOf, type ViewId } from '../views/registry.ts';
import type { FilmKind } from './film/film.ts';
import { framesOf, secondsOf, speedFor, type FilmSpan } from './film/frames.ts';
import { pictureName } from './names.ts';
import { pictureOf, pngOf, type Picture } from './picture.ts';
import { Scene, type PictureLook, type Subject } from './studio.svelte.ts';
import { inTheme, lookNow } from './theme.ts';

export type PictureForm = 'png' | 'svg' | FilmKind;
export type Span = 'whole' | 'onward' | 'last';

const SECOND_US = 1_000_000;

/** A film that was made and waits to be saved. */
interface Made {
  readonly name: string;
  readonly file: Blob;
}

/** A picture or a film of what is on the stage: how it is wanted, and what became of it. */
export class PictureSaving {
  form = $state<PictureForm>('png');
  /** Pixels of a PNG for one of the window. */
  scale = $state(2);
  /** Of a film, pixels. */
  width = $state(960);
  span = $state<Span>('whole');
  /** How much before this moment the span `last` begins, simulated seconds. */
  last = $state(5);
  /** Chosen by the person; null: as it suits. */
  chosenSpeed = $state<number | null>(null);
  theme = $state<PictureLook['theme']>('light');
  captioned = $state(true);
  /** Kinds of films that this browser can write. */
  films = $state.raw<readonly FilmKind[]>(['gif']);
  preview = $state.raw<Picture | null>(null);
  made = $state.raw<Made | null>(null);
  /** From 0 to 1; null while no film is being made. */
  progress = $state<number | null>(null);
  /** What became of it: a sentence for the person. */
  said = $state('');
  failed = $state(false);
  readonly #desk: Desk;
  readonly #context: Map<unknown, unknown>;
  #ending: AbortController | null = null;

  /** @param context of the window, `getAllContexts()` */
  constructor(desk: Desk, context: Map<unknown, unknown>) {
    this.#desk = desk;
    this.#context = context;
    this.theme = lookNow().theme;
  }

  readonly film = $derived.by<FilmKind | null>(() =>
    this.form === 'png' || this.form === 'svg' ? null : this.form,
  );
  /** The view that a film is of: one that tells what happens. */
  readonly filmed = $derived.by<ViewId>(() => {
    const { view } = this.#desk.lab;
    return viewOf(view).traits.includes('filmed') ? view : 'map';
  });
  /** What of the run is filmed. */
  readonly #span = $derived.by<FilmSpan>(() => {
    const { time, speed, skipWaiting, moments } = this.#desk.lab.playback;
    const from = { whole: 0, onward: time, last: Math.max(0, time - this.last * SECOND_US) }[this.span];
    const to = this.span === 'last' ? time : moments.end;
    const span = { from, to, skipWaiting, waits: moments.waits };
    return { ...span, speed: this.chosenSpeed ?? speedFor({ ...span, speed }) };
  });
  readonly speed = $derived.by(() => this.#span.speed);
  readonly frames = $derived.by(() => framesOf(this.#span));
  readonly seconds = $derived.by(() => secondsOf(this.frames));

  /** All that is chosen, as one text: another picture is wanted when it changes. */
  readonly wish = $derived.by(() =>
    [this.form, this.scale, this.width, this.span, this.last, this.speed, this.theme, this.captioned].join(),
  );

  /** How long the film would be at a speed, seconds. */
  secondsAt(speed: number): number {
    return secondsOf(framesOf({ ...this.#span, speed }));
  }

  /** Learns what this browser can write. */
  async open(): Promise<void> {
    const { codecFor } = await import('./film/video.ts');
    const kinds = await Promise.all(
      (['webm', 'mp4'] as const).map(async (kind) => ((await codecFor(kind, 960, 720)) ? [kind] : [])),
    );
    this.films = ['gif', ...kinds.flat()];
  }

  /** What is on the stage, as it is; of what cannot be filmed, what is filmed instead of it. */
  async picture(): Promise<Picture> {
    const { stage, lab } = this.#desk;
    if (!stage) throw new Error('nothing is on the stage yet');
    const other = this.film !== null && this.filmed !== lab.view;
    const scene = await this.#scene(other ? this.filmed : null, stage);
    try {
      if (other) await scene.laidOut();
      scene.show(lab.playback.shown);
      if (other) return pictureOf(scene.parts);
      const parts = [scene.above, stage, scene.below].filter((one) => one !== undefined);
      return await inTheme(this.theme, () => pictureOf(parts));
    } finally {
      scene.close();
    }
  }

  /** Shows what would be saved now; a film that was made is no longer what is wanted. */
  async look(): Promise<void> {
    this.made = null;
    this.said = '';
    this.failed = false;
    const { wish } = this;
    try {
      const picture = await this.picture();
      if (wish === this.wish) this.preview = picture;
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Saves the picture, makes the film, or saves the film that was made. */
  async save(): Promise<void> {
    this.failed = false;
    try {
      if (this.made) this.#keep(this.made.name, this.made.file);
      else if (this.film) await this.#make(this.film);
      else {
        const picture = await this.picture();
        const file =
          this.form === 'png'
            ? await pngOf(picture, this.scale)
            : new Blob([picture.svg], { type: 'image/svg+xml' });
        this.#keep(this.#name([this.#desk.lab.playback.shown]), file);
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Puts the picture on the clipboard. */
  async copy(): Promise<void> {
    this.failed = false;
    try {
      const file = this.picture().then((picture) => pngOf(picture, this.scale));
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': file })]);
      this.said = 'Copied: it can be pasted where pictures go.';
    } catch (error) {
      this.#fail(error);
    }
  }

  stop(): void {
    this.#ending?.abort();
  }

  async #make(kind: FilmKind): Promise<void> {
    const { stage } = this.#desk;
    if (!stage || this.progress !== null) return;
    const ending = (this.#ending = new AbortController());
    this.progress = 0;
    this.said = '';
    let scene: Scene | undefined;
    try {
      scene = await this.#scene(this.filmed, stage);
      const { filmOf } = await import('./film/film.ts');
      const { width, frames } = this;
      const film = await filmOf(scene, {
        kind,
        width,
        frames,
        onProgress: (share) => (this.progress = share),
        signal: ending.signal,
      });
      if (!film) return;
      this.made = { name: this.#name([this.#span.from, frames.at(-1)!.time]), file: film.file };
      this.said = `${sizeText(film.file.size)}, ${film.seconds.toFixed(1)} s`;
    } finally {
      scene?.close();
      this.progress = null;
    }
  }

  /** @param stage as large as which it is laid out */
  async #scene(
    view: ViewId | null,
    { offsetWidth: width, offsetHeight: height }: HTMLElement,
  ): Promise<Scene> {
    const { captioned, theme } = this;
    const look = { ...lookNow(), theme };
    const drawing = view && (await loadView(view, 'stage'));
    return new Scene(
      { ...this.#subject(), view: drawing },
      { look, width, height, captioned },
      this.#context,
    );
  }

  #subject(): Omit<Subject, 'view'> {
    const { shown, featureRun, reader, playback, selection, variant } = this.#desk.lab;
    if (!shown || !featureRun || !reader) throw new Error('no run is there yet');
    return {
      design: shown,
      run: featureRun,
      reader,
      moments: playback.moments,
      selection,
      title: featureRun.feature.title,
      subtitle: `${shown.title}, ${variant}`,
    };
  }

  #name(times: readonly number[]): string {
    const { shown, current, variants, featureRun, view } = this.#desk.lab;
    return pictureName(
      {
        design: shown?.id ?? '',
        variant: current && current !== variants[0] ? current.name : '',
        feature: featureRun?.feature.id ?? '',
        view: this.film ? this.filmed : view,
        times,
      },
      this.form,
    );
  }

  #keep(name: string, file: Blob): void {
    host.saveBlob(name, file);
    this.said = `${name}: ${sizeText(file.size)}`;
  }

  #fail(error: unknown): void {
    this.failed = true;
    this.said = `It cannot be made: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** "72 kB", "1.4 MB" */
function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
