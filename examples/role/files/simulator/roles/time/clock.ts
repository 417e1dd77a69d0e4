import type { Handle } from '../../kernel/scheduler.ts';
import { NONE } from '../../kernel/scheduler.ts';
import { parseAddress } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';
import { Task } from '../../model/task.ts';
import { SECOND } from '../../model/time.ts';
import { EventKind, NO_PACKET } from '../../model/trace.ts';
import type { Host } from '../../network/host.ts';
import type { UdpSocket } from '../../network/udp.ts';
import { ntpCodec } from '../../protocols/ntp/codec.ts';
import { between, isNtp, NTP_PORT, ntpQuestion, NtpMode, ntpTime } from '../../protocols/ntp/message.ts';
import type { Service } from '../role.ts';
import type { ClockConfig } from './config.ts';

const TRIES = 3;

/** Sets a computer's clock by a time server, when somebody wants that (RFC 4330 5). */
export class Clock implements Service {
  readonly #host: Host;
  readonly #config: ClockConfig;
  #socket: UdpSocket | null = null;
  #timer: Handle = NONE;

  constructor(host: Host, config: ClockConfig) {
    this.#host = host;
    this.#config = config;
  }

  start(): void {
    // It begins when somebody uses it.
  }

  stop(): void {
    this.#host.cancel(this.#timer);
    this.#socket?.close();
    this.#socket = null;
  }

  /** An administrator sets the clock; settled once it is right, or nobody answered. */
  set(): Task {
    const task = new Task(this.#say(EventKind.act, 'An administrator sets the clock'), this.#now);
    this.#ask(task, 1, -1);
    return task;
  }

  #ask(task: Task, tries: number, before: number): void {
    const host = this.#host;
    const server = parseAddress(this.#config.timeServer)!;
    const way = host.towards(server);
    if (way === null) {
      this.#end(task, 'no way leads to the time server');
      return;
    }
    this.#socket ??= host.udp.open(way, null, (message) => this.#answered(task, message));
    const question = ntpQuestion(ntpTime(host.simulation.date + this.#now / 1000));
    const to = { address: server, port: NTP_PORT };
    const { event, packet } = this.#socket.send(to, question, ntpCodec.size(question), before);
    host.simulation.scheduler.cause = event;
    const wait = Math.round(host.simulation.knob('ntp.retry_s') * SECOND);
    this.#timer = host.timer('NTP retry', wait, () =>
      tries < TRIES ? this.#ask(task, tries + 1, packet) : this.#end(task, 'the time server did not answer'),
    );
  }

  #answered(task: Task, message: Message): void {
    if (!isNtp(message) || message.mode !== NtpMode.server) return;
    const here = ntpTime(this.#host.simulation.date + this.#now / 1000);
    // RFC 5905 8: half of what is lost on the way there, less half of what is lost on the way back.
    const offset = (between(message.originate, message.receive) + between(here, message.transmit)) / 2;
    this.#say(EventKind.see, `The clock of ${this.#host.title} was ${offset.toFixed(1)} ms behind.`);
    this.#end(task, null);
  }

  #end(task: Task, why: string | null): void {
    this.stop();
    if (why !== null) this.#say(EventKind.see, `The clock of ${this.#host.title} was not set: ${why}.`);
    const { scheduler } = this.#host.simulation;
    if (why === null) task.succeed(scheduler.cause, this.#now);
    else task.fail(why, scheduler.cause, this.#now);
  }

  #say(kind: number, text: string): number {
    const { simulation, index } = this.#host;
    const { trace } = simulation;
    return simulation.enter(kind, index, NO_PACKET, trace.string(text), trace.string(''));
  }

  get #now(): number {
    return this.#host.simulation.now;
  }
}
