import { SvelteSet } from 'svelte/reactivity';

/** What stands on the whole stage for the chosen packet: its fields and bytes, or its conversation. */
export type PacketPage = 'fields' | 'stream';

/** How a packet is looked at. Lines are named by their keys, so that it stays the same from packet to packet. */
export class FieldChoice {
  /** The line whose meaning is shown; empty for none. */
  chosen = $state('');
  page = $state<PacketPage | null>(null);
  /** Lines that were opened or closed against the way in which they begin. */
  readonly turned = new SvelteSet<string>();

  /** Opens a line of the tree, or closes it. */
  turn(key: string): void {
    if (!this.turned.delete(key)) this.turned.add(key);
  }

  /** Shows a page, or takes it away when it is there. */
  toggle(page: PacketPage): void {
    this.page = this.page === page ? null : page;
  }
}
