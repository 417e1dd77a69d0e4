import { SvelteMap } from 'svelte/reactivity';

/**
 * Components that are loaded when they are first wanted. Not by `{#await}`: what such a block has drawn is kept for ever, with
 * all that it stood in, since Svelte takes what comes to it for a change made by an effect that is running.
 */
export class Loaded<Id extends string, C> {
  readonly #loaders: Readonly<Record<Id, () => Promise<C>>>;
  readonly #loaded = new SvelteMap<Id, C>();

  constructor(loaders: Readonly<Record<Id, () => Promise<C>>>) {
    this.#loaders = loaders;
  }

  /** One of them; null until it is loaded, which begins when it is first asked for. */
  get(id: Id): C | null {
    const component = this.#loaded.get(id);
    if (!component) void this.load(id);
    return component ?? null;
  }

  async load(id: Id): Promise<C> {
    const component = await this.#loaders[id]();
    this.#loaded.set(id, component);
    return component;
  }

  /** From then on each is there at once, also without a network. */
  async loadAll(): Promise<void> {
    await Promise.all((Object.keys(this.#loaders) as Id[]).map((id) => this.load(id)));
  }
}
