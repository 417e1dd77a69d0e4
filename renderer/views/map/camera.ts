import { easeCubicInOut, interpolateZoom, zoomIdentity, type ZoomTransform, type ZoomView } from 'd3';
import type { Box, MapLayout } from './layout.ts';
import { isStill } from './still.ts';

/** How long it is on its way from one place to the next: `--t-stage`. */
const MOVE_MS = 600;
/** Around what it comes near to stays so much free, as a share of that: beside it, and above and below it. */
const AROUND = { beside: 1.1, above: 0.1 };
/** It does not come nearer than this. */
const NEAREST = 1.8;
/** What a person sees, under their card. */
const BUBBLE = 64;

/** What of a sheet is in view. */
export interface Frame {
  /** Of the window, pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels for one of the sheet where all of it is in view. */
  readonly scale: number;
}

/** A host's card, with what its person sees, or a firewall's wall; undefined when neither is drawn. */
export function thingAt({ cards, walls }: MapLayout, id: string): Box | undefined {
  const card = cards.find(({ host, crowd }) => host.id === id || crowd?.members.some((one) => one.id === id));
  if (card?.person) return { ...card, height: card.height + Math.min(card.below, BUBBLE) };
  return card ?? walls.find(({ firewalls }) => firewalls.some((one) => one.id === id));
}

/**
 * Where the camera stands to show a box, or all: the middle and the width of what is in view, as d3 wants it. It does
 * not look beyond the sheet.
 */
export function viewOn(box: Box | undefined, { width, height, scale }: Frame): ZoomView {
  const [wide, high] = [width / scale, height / scale];
  if (!box) return [wide / 2, high / 2, wide];
  const wanted = Math.max(box.width * (1 + AROUND.beside), ((box.height * wide) / high) * (1 + AROUND.above));
  const across = Math.min(wide, Math.max(wanted, wide / NEAREST));
  const down = (across * high) / wide;
  const within = (middle: number, half: number, end: number) => Math.min(Math.max(middle, half), end - half);
  return [
    within(box.x + box.width / 2, across / 2, wide),
    within(box.y + box.height / 2, down / 2, high),
    across,
  ];
}

/** The transform under which a view fills its window. */
export function transformOf([x, y, across]: ZoomView, { width, height }: Frame): ZoomTransform {
  return zoomIdentity
    .translate(width / 2, height / 2)
    .scale(width / across)
    .translate(-x, -y);
}

/** Moves smoothly from one place of a map to another; at once where nothing is to move by itself. */
export class Camera {
  readonly #apply: (view: ZoomView) => void;
  #now: ZoomView | null = null;
  #frame = 0;

  constructor(apply: (view: ZoomView) => void) {
    this.#apply = apply;
  }

  /** @param gently it is not another sheet since */
  look(to: ZoomView, gently: boolean): void {
    this.stop();
    const from = this.#now;
    if (!from || !gently || isStill() || from.every((one, i) => one === to[i])) {
      this.#show(to);
      return;
    }
    const between = interpolateZoom(from, to);
    const start = performance.now();
    const tick = (time: number) => {
      const share = Math.min(1, Math.max(0, (time - start) / MOVE_MS));
      this.#show(share < 1 ? between(easeCubicInOut(share)) : to);
      if (share < 1) this.#frame = requestAnimationFrame(tick);
    };
    this.#frame = requestAnimationFrame(tick);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }

  #show(view: ZoomView): void {
    this.#now = view;
    this.#apply(view);
  }
}
