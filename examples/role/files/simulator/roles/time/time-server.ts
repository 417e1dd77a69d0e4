import type { Message } from '../../model/packet.ts';
import type { Host } from '../../network/host.ts';
import type { Endpoint, UdpSocket } from '../../network/udp.ts';
import { ntpCodec } from '../../protocols/ntp/codec.ts';
import type { NtpMessage } from '../../protocols/ntp/message.ts';
import { isNtp, NTP_PORT, NtpMode, ntpTime } from '../../protocols/ntp/message.ts';
import type { Service } from '../role.ts';
import type { ServerConfig } from './config.ts';

/** Answers whoever asks for the time (RFC 4330 6). */
export class TimeServer implements Service {
  readonly #host: Host;
  readonly #config: ServerConfig;
  #socket: UdpSocket | null = null;

  constructor(host: Host, config: ServerConfig) {
    this.#host = host;
    this.#config = config;
    this.start();
  }

  start(): void {
    this.#socket ??= this.#host.udp.open(
      this.#host.attachment(this.#config.interface),
      NTP_PORT,
      (message, from) => this.#answer(message, from),
    );
  }

  stop(): void {
    this.#socket?.close();
    this.#socket = null;
  }

  #answer(message: Message, from: Endpoint): void {
    if (!isNtp(message) || message.mode !== NtpMode.client) return;
    const { date, now } = this.#host.simulation;
    const time = ntpTime(date + now / 1000);
    const answer: NtpMessage = {
      ...message,
      mode: NtpMode.server,
      stratum: this.#config.stratum,
      originate: message.transmit,
      reference: ntpTime(date),
      receive: time,
      transmit: time,
    };
    this.#socket?.send(from, answer, ntpCodec.size(answer));
  }
}
