import type { PacketQuestion, TestAnswer } from '../worker/laboratory.ts';
import type { Lab } from './lab.svelte.ts';

/** So long nothing changes before it is asked again, in milliseconds. */
const REST_MS = 150;

/** "Would this get through?": a packet that somebody asks about, and what the firewall says at the time shown. */
export class Tester {
  question = $state<PacketQuestion>({
    firewall: '',
    side: 'outside',
    transport: 'tcp',
    src: '203.0.113.9',
    sport: 50_000,
    dst: '10.45.16.10',
    dport: 443,
    flags: 'S',
    type: 8,
    code: 0,
    ident: 1,
  });
  answer = $state.raw<TestAnswer | null>(null);
  /** What is wrong with the question. */
  problem = $state<string | null>(null);
  /** When the answer holds, microseconds. */
  at = $state(0);

  readonly #lab: Lab;
  #timer = 0;
  #asked = 0;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Asks once nothing has changed for a moment. */
  askSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), REST_MS);
  }

  async #ask(): Promise<void> {
    const { design, scene, interventions, playback, simulator } = this.#lab;
    // While another design is opened, the form still has the firewalls of the one before; a capture may have come since.
    if (scene === null || !design?.firewalls.some(({ id }) => id === this.question.firewall)) return;
    const asked = ++this.#asked;
    const time = Math.floor(playback.time);
    const moment = { feature: scene, time, interventions };
    const told = await simulator.test(design, moment, $state.snapshot(this.question));
    if (asked !== this.#asked) return;
    this.at = time;
    this.answer = told.ok ? told.answer : null;
    this.problem = told.ok ? null : told.problem;
  }
}
