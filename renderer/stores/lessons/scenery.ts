import { momentOf } from '../../../simulator/filters/conditions/moment.ts';
import { sourceOf } from '../../../simulator/filters/source.ts';
import type { FeatureRun, Setup } from '../../../simulator/model/run.ts';
import type { Question, Step } from '../../worker/lesson-desk.ts';
import type { Lab } from '../lab.svelte.ts';
import type { Now } from './watch.svelte.ts';

/** What plays a lesson needs of the window around it. */
export interface Stagehand {
  readonly lab: Lab;
  readonly now: Now;
  /** Says something to those who listen to the window. */
  readonly say: (text: string) => void;
  /** Puts a view on the stage, or another one where the lesson hides it. */
  readonly show: (view: string) => void;
}

/** How long one watches what became of a question, milliseconds. */
const WATCH_MS = 2500;

/** Brings on the stage what a step of a lesson is about: the learner's own network, or another one. */
export class Scenery {
  readonly #hand: Stagehand;

  constructor(hand: Stagehand) {
    this.#hand = hand;
  }

  /** The learner's own network, at the moment that the step names. */
  showOwn(step: Step): void {
    const { lab } = this.#hand;
    if (step.show) lab.look(step.show.feature);
    else if (lab.exhibit) lab.look(lab.chosen);
    this.#moveTo(step);
  }

  /**
   * The network that a question is about, up to the moment at which it is asked.
   * @param all it was answered: all of the run may be seen
   * @param wanted is the step still the one that one is at?
   * @returns whether it is there; false when it came too late
   */
  async showQuestion(step: Step, { scene }: Question, all: boolean, wanted: () => boolean): Promise<boolean> {
    const { lab, show } = this.#hand;
    if (!scene) {
      this.showOwn(step);
      return true;
    }
    const { setup, feature, time } = scene;
    const run = await this.#run(setup, feature);
    if (!wanted()) return false;
    lab.show({ setup, run, title: 'The network that is asked about', until: all ? null : time });
    lab.seek(time);
    show(step.show?.view ?? 'map');
    return true;
  }

  /** The network on which a packet is to be found. @param text the lesson's */
  async showGround(step: Step, text: string, wanted: () => boolean): Promise<void> {
    const { lab, show } = this.#hand;
    const { setup, feature } = await lab.simulator.ground(text, step.id);
    const run = await this.#run(setup, feature);
    if (!wanted()) return;
    lab.show({ setup, run, title: 'The network that is searched', until: null });
    this.#moveTo(step);
    if (step.show?.view === undefined) show('map');
  }

  /** The run goes on through what was asked about. */
  goOn({ scene, packet }: Question): void {
    const { lab } = this.#hand;
    if (!scene || !lab.exhibit) return;
    lab.show({ ...lab.exhibit, until: null });
    lab.seek(scene.time);
    const last = packet && lab.reader ? lab.reader.eventsOfPacket(packet.packet).at(-1) : undefined;
    const end = last === undefined ? lab.playback.moments.end : lab.reader!.event(last).time;
    lab.playback.playTo(end, WATCH_MS);
    if (packet) lab.select({ kind: 'packet', ...packet });
  }

  #moveTo({ show }: Step): void {
    const { lab } = this.#hand;
    if (!show) return;
    if (show.view !== undefined) this.#hand.show(show.view);
    if (!lab.reader || !lab.shown) return;
    const moment = momentOf(show.at, sourceOf(lab.reader, lab.shown));
    lab.seek(moment.ok ? moment.time : 0);
  }

  async #run({ design, interventions }: Setup, feature: string): Promise<FeatureRun> {
    const { features } = await this.#hand.lab.simulator.run(design, { interventions, only: [feature] });
    return features[0]!;
  }
}
