import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import type { Design } from '../../simulator/model/design.ts';
import type { FeatureRun } from '../../simulator/model/run.ts';
import type { TraceReader } from '../../simulator/model/trace-reader.ts';
import type { Moments } from '../stores/moments.ts';
import type { Selection, ViewProps } from '../views/view.ts';
import Studio from './Studio.svelte';

/** The attributes by which styles know a look (`app/tokens.css`). */
export interface PictureLook {
  readonly theme: 'light' | 'dark';
  readonly contrast: string;
  readonly palette: string;
}

/** What a picture is of. */
export interface Subject {
  readonly design: Design;
  readonly run: FeatureRun;
  readonly reader: TraceReader;
  readonly moments: Moments;
  readonly selection: Selection;
  readonly title: string;
  readonly subtitle: string;
  /** What is filmed; null where what is on the stage is pictured as it is. */
  readonly view: Component<ViewProps> | null;
}

/** How it is laid out. */
export interface Setting {
  readonly look: PictureLook;
  /** Of the view, pixels. */
  readonly width: number;
  readonly height: number;
  readonly captioned: boolean;
}

/** What stands in the studio: its parts, which a picture is made of, and the time at which they show it. */
export class Scene implements Setting {
  readonly subject: Subject;
  readonly look: PictureLook;
  readonly width: number;
  readonly height: number;
  readonly captioned: boolean;
  time = $state(0);
  above = $state<HTMLElement>();
  view = $state<HTMLElement>();
  below = $state<HTMLElement>();
  readonly #mounted: Record<string, unknown>;

  /** @param context of the window, `getAllContexts()`: views look up in it what they are inside of */
  constructor(subject: Subject, setting: Setting, context: Map<unknown, unknown>) {
    this.subject = subject;
    this.look = setting.look;
    this.width = setting.width;
    this.height = setting.height;
    this.captioned = setting.captioned;
    this.#mounted = mount(Studio, { target: document.body, props: { scene: this }, context });
    flushSync();
  }

  /** What a picture is made of, from the top. */
  get parts(): readonly HTMLElement[] {
    return [this.above, this.view, this.below].filter((one) => one !== undefined);
  }

  /** Waits until the browser has told the view how large it is. */
  async laidOut(): Promise<void> {
    // Twice: what it then holds may ask again.
    for (let i = 0; i < 2; i++) {
      await sizeTold(this.parts[0]!);
      await tick();
    }
  }

  show(time: number): void {
    this.time = time;
    flushSync();
  }

  close(): void {
    void unmount(this.#mounted);
  }
}

/** Waits until those who asked before have been told how large they are. */
function sizeTold(element: HTMLElement): Promise<void> {
  return new Promise((done) => {
    const observer = new ResizeObserver(() => {
      observer.disconnect();
      done();
    });
    observer.observe(element);
  });
}
