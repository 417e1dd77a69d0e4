import type { DesignHost } from '../../../simulator/model/design.ts';
import type { Column, MapLayout } from './layout.ts';

/** A press that goes further than this carries the host along. */
const SLACK = 6;

/** A host that somebody carries to another zone. */
export interface Carried {
  readonly host: DesignHost;
  /** Where the pointer is on the map. */
  readonly x: number;
  readonly y: number;
  /** Where it would come to. */
  readonly column: Column | null;
  /** Why it cannot be put down there; empty where it can, or where it was. */
  readonly why: string;
}

/** Carrying a host with the pointer. (Its menu does the same for the keyboard.) */
export class Carry {
  now = $state.raw<Carried | null>(null);
  #pressed: { readonly host: DesignHost; readonly x: number; readonly y: number } | null = null;

  press(host: DesignHost, x: number, y: number): void {
    this.#pressed = { host, x, y };
  }

  move(layout: MapLayout, x: number, y: number): void {
    const pressed = this.#pressed;
    if (!pressed || (!this.now && Math.hypot(x - pressed.x, y - pressed.y) < SLACK)) return;
    const { host } = pressed;
    const column = layout.columns.find((one) => x >= one.x && x < one.x + one.width) ?? null;
    this.now = { host, x, y, column, why: whyNot(host, column) };
  }

  /** @returns what is put down, with its zone; null when nothing is carried, or it stays where it is */
  drop(): { readonly host: DesignHost; readonly zone: string } | null {
    const carried = this.now;
    this.cancel();
    const zone = carried?.column?.zone;
    if (!carried || carried.why !== '' || !zone) return null;
    return carried.host.interfaces[0]?.zone === zone ? null : { host: carried.host, zone };
  }

  cancel(): void {
    this.now = null;
    this.#pressed = null;
  }
}

function whyNot({ title, interfaces }: DesignHost, column: Column | null): string {
  if (interfaces.length > 1)
    return `${title} has ${interfaces.length} interfaces: move one of them in its form`;
  return column?.zone ? '' : 'Nothing can stand here';
}
