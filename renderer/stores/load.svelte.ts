import type { Design } from '../../simulator/model/design.ts';
import type { FeatureRun, Setup } from '../../simulator/model/run.ts';
import { keepSelection } from './keep.ts';
import type { Lab } from './lab.svelte.ts';

/** The scene in which everybody takes part. It is no feature: played when somebody asks for it. */
export const BUSY_HOUR = 'busy-hour';

/** What many people do at once: a scene beside the features, and people for it. */
export class Load {
  run = $state.raw<FeatureRun | null>(null);
  /** Does it stand in the place of a feature's run? */
  shown = $state(false);
  /** It is being worked out. */
  busy = $state(false);
  /** People are being added. */
  adding = $state(false);
  /** Why it could not be played, or nobody added; empty when all is well. */
  problem = $state('');

  readonly #lab: Lab;
  #ran: Setup | null = null;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** What is shown of it, or null. */
  get shownRun(): FeatureRun | null {
    return this.shown ? this.run : null;
  }

  /** Works it out for the design as it is now, and plays it. */
  async play(): Promise<void> {
    await this.#work();
    if (!this.run) return;
    const lab = this.#lab;
    lab.playingAll = false;
    lab.capture.hide();
    this.shown = true;
    lab.select(null);
    lab.playback.restart();
    lab.showRun();
    lab.playback.play();
  }

  /** The design has changed: what is shown is worked out anew; what is not, when somebody asks again. */
  async renew(): Promise<void> {
    if (!this.shown) {
      this.run = null;
      return;
    }
    const lab = this.#lab;
    const before = lab.reader;
    await this.#work();
    if (!this.shownRun || !lab.design) return;
    lab.selection = keepSelection(lab.selection, before, lab.reader, lab.design);
    lab.showRun();
  }

  hide(): void {
    this.shown = false;
  }

  /** Another design is open. */
  forget(): void {
    this.shown = false;
    this.run = null;
    this.problem = '';
  }

  /** Adds people outside, each at a home like those that are there. */
  async addRemoteUsers(count: number): Promise<void> {
    const { design, simulator } = this.#lab;
    const home = design && simplestHome(design);
    if (!design || !home) {
      this.problem = 'This design has no remote user at home whom to copy.';
      return;
    }
    this.adding = true;
    const edited = await simulator.edit(design, {
      kind: 'copy',
      thing: { kind: 'nat', id: home },
      times: count,
    });
    this.adding = false;
    this.problem = edited.ok ? '' : edited.problem;
    if (edited.ok) this.#lab.edit((now) => (now === design ? edited.design : now));
  }

  async #work(): Promise<void> {
    const { setup, simulator } = this.#lab;
    if (!setup || this.busy || (this.run && this.#ran === setup)) return;
    this.busy = true;
    this.problem = '';
    try {
      const { interventions } = setup;
      const { features } = await simulator.run(setup.design, { interventions, only: [BUSY_HOUR] });
      this.run = features[0] ?? null;
      this.#ran = setup;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      this.busy = false;
    }
  }
}

/** The router of the remote user's home with the fewest computers. */
function simplestHome(design: Design): string | null {
  const hostsOf = (zone: string) => design.hosts.filter(({ interfaces }) => interfaces[0]?.zone === zone);
  const remote = new Set(design.people.filter(({ plays }) => plays === 'remote').map(({ host }) => host));
  const homes = design.nats
    .map(({ id, inside }) => ({ id, hosts: hostsOf(inside) }))
    .filter(({ hosts }) => hosts.some(({ id }) => remote.has(id)));
  return homes.sort((a, b) => a.hosts.length - b.hosts.length)[0]?.id ?? null;
}
