import { groundOf } from '../drawing/drawing.ts';
import type { Known } from '../drawing/shapes.ts';
import { pictureOf, rasterOf } from '../picture.ts';
import type { Scene } from '../studio.svelte.ts';

/** Draws what a scene shows on a canvas, moment after moment; what stays the same is drawn once. */
export class Camera {
  readonly canvas = document.createElement('canvas');
  readonly #pen: CanvasRenderingContext2D;
  readonly #parts: readonly Part[];
  readonly #scale: number;

  /** @param width of the pictures, pixels; both sides become even, as encoders of video want them */
  constructor(scene: Scene, width: number) {
    this.#parts = scene.parts.map((element) => new Part(element));
    this.#scale = width / scene.width;
    const height = this.#parts.reduce((sum, part) => sum + part.element.offsetHeight, 0);
    this.canvas.width = even(width);
    this.canvas.height = even(height * this.#scale);
    this.#pen = this.canvas.getContext('2d', { willReadFrequently: true, alpha: false })!;
    // Sides that became even leave a line to nobody.
    this.#pen.fillStyle = groundOf(scene.parts.at(-1)!);
    this.#pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  async take(): Promise<void> {
    let y = 0;
    for (const { element, still, canvases } of await Promise.all(
      this.#parts.map((part) => part.now(this.#scale)),
    )) {
      this.#pen.drawImage(still, 0, y);
      const box = element.getBoundingClientRect();
      for (const canvas of canvases) {
        const at = canvas.getBoundingClientRect();
        const [across, down] = [still.width / box.width, still.height / box.height];
        this.#pen.drawImage(
          canvas,
          (at.x - box.x) * across,
          y + (at.y - box.y) * down,
          at.width * across,
          at.height * down,
        );
      }
      y += still.height;
    }
  }

  close(): void {
    for (const part of this.#parts) part.close();
  }
}

/** A part of what is filmed. */
class Part {
  readonly element: HTMLElement;
  readonly #changes: MutationObserver;
  readonly #known: Known = new Map();
  readonly #still = document.createElement('canvas');
  #drawn = false;

  constructor(element: HTMLElement) {
    this.element = element;
    this.#changes = new MutationObserver((changes) => this.#forget(changes));
    this.#changes.observe(element, { subtree: true, childList: true, attributes: true, characterData: true });
  }

  /** What stays until something in it changes, and what the window paints over it at each moment. */
  async now(scale: number) {
    const { element } = this;
    this.#forget(this.#changes.takeRecords());
    if (!this.#drawn) {
      const picture = pictureOf([element], { canvases: false, known: this.#known });
      await rasterOf(picture, scale, this.#still);
      this.#drawn = true;
    }
    return { element, still: this.#still, canvases: element.querySelectorAll('canvas') };
  }

  close(): void {
    this.#changes.disconnect();
  }

  /** What changed looks otherwise, with all in it: so do those that it is in. */
  #forget(changes: readonly MutationRecord[]): void {
    for (const { type, target } of changes) {
      this.#drawn = false;
      if (type === 'attributes' && target instanceof Element)
        for (const one of target.querySelectorAll('*')) this.#known.delete(one);
      for (let node: Node | null = target; node && node !== this.element; node = node.parentNode)
        if (node instanceof Element) this.#known.delete(node);
    }
  }
}

function even(pixels: number): number {
  return Math.round(pixels / 2) * 2;
}
