import { formatAddress } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';
import { EventKind, NO_PACKET } from '../../model/trace.ts';
import type { Attachment } from '../../network/fabric.ts';
import type { Host } from '../../network/host.ts';
import { IceAgent } from '../../protocols/ice/agent.ts';
import type { IceDescription, IceDialect, PathClass, SelectedPair } from '../../protocols/ice/description.ts';
import { pathClass } from '../../protocols/ice/description.ts';
import { RtpStream } from '../../protocols/rtp/stream.ts';
import { alternativeType, chooseAlternative, writeAlternatives } from '../../protocols/sdp/alternatives.ts';
import type { MediaDescription } from '../../protocols/sdp/message.ts';
import { attribute } from '../../protocols/sdp/message.ts';
import { readSdp, SDP_TYPE, writeSdp } from '../../protocols/sdp/text.ts';
import type { RelayServer } from '../../protocols/turn/client.ts';
import type { MediaKind } from './kinds.ts';
import { MEDIA } from './kinds.ts';

/** Where an end is, as the pool told it: what media diagnostics speak of. */
export type Location = 'internet' | 'intranet';

export interface SessionOptions {
  readonly attachment: Attachment;
  /** "alice/call/7" and "Alice: call with Bob" */
  readonly id: string;
  readonly title: string;
  readonly kinds: readonly MediaKind[];
  /** Forms of ICE that this program speaks, the better one first. */
  readonly dialects: readonly IceDialect[];
  readonly location: Location;
  /** Packets that this end sends of a limited medium: a file. */
  readonly packets?: number;
}

export interface SessionUser {
  /** All media have a path. */
  connected(): void;
  failed(): void;
  /** The first media of the other end have come. */
  heard(): void;
  silent(): void;
  dead(): void;
  /** Media packets that have come so far. */
  progress?(received: number): void;
}

interface Line {
  readonly kind: MediaKind;
  readonly agent: IceAgent;
  readonly stream: RtpStream;
  connected: boolean;
}

/** Body and type of an offer or answer. */
export interface SessionBody {
  readonly type: string;
  readonly text: string;
}

/**
 * The media of one session at one end: an ICE agent and a stream for each, and the offers and answers that the two ends
 * exchange ([MS-SDPEXT]; RFC 3264). Lync offers in both forms, so that OCS 2007 understands one of them.
 */
export class MediaSession {
  /** Where the other end is, once it has said so. */
  remoteLocation: Location | null = null;
  readonly #host: Host;
  readonly #options: SessionOptions;
  readonly #user: SessionUser;
  readonly #lines: Line[];
  #dialect: IceDialect;
  #begun = false;
  #over = false;
  #flowing = false;
  #warned = false;
  #final: readonly MediaDescription[] | null = null;

  constructor(host: Host, options: SessionOptions, user: SessionUser) {
    this.#host = host;
    this.#options = options;
    this.#user = user;
    this.#dialect = options.dialects[0]!;
    this.#lines = options.kinds.map((kind) => this.#line(kind));
  }

  get dialect(): IceDialect {
    return this.#dialect;
  }

  /** The path of the first medium; null until there is one. */
  get path(): PathClass | null {
    const selected = this.#lines[0]?.agent.selected[0];
    return selected ? pathClass(selected) : null;
  }

  get selected(): SelectedPair | undefined {
    return this.#lines[0]?.agent.selected[0];
  }

  get connected(): boolean {
    return this.#lines.every((one) => one.connected);
  }

  /** Does media come from the other end now? */
  get hears(): boolean {
    return this.#lines.every((one) => one.stream.hears);
  }

  /** Collects candidates for all media, side by side. */
  gather(relay: RelayServer | null, done: () => void): void {
    const { scheduler } = this.#host.simulation;
    const cause = scheduler.cause;
    let open = this.#lines.length;
    for (const { agent } of this.#lines) {
      scheduler.cause = cause;
      agent.gather(relay, () => {
        open--;
        if (open === 0 && !this.#over) done();
      });
    }
  }

  /** The offer of the end that calls, in every form that it speaks. */
  offer(): SessionBody {
    const { dialects } = this.#options;
    if (dialects.length === 1) return { type: SDP_TYPE, text: this.#describe(dialects[0]!) };
    return {
      type: alternativeType(),
      text: writeAlternatives(this.#describe('draft6'), this.#describe('ice2')),
    };
  }

  /** The answer, in the form of the offer. */
  answer(): SessionBody {
    return { type: SDP_TYPE, text: this.#describe(this.#dialect) };
  }

  /** The last offer or answer: only the path that was chosen ([MS-ICE2] 3.1.4.11). */
  final(): SessionBody {
    return { type: SDP_TYPE, text: this.#describe(this.#dialect, true) };
  }

  /**
   * Takes the other end's description.
   * @returns false when it is none that this end can do anything with
   */
  accept(type: string, text: string): boolean {
    const sdp = readSdp(chooseAlternative(type, text, this.#options.dialects[0]!));
    if (!sdp) return false;
    const fitting = this.#lines.map(({ kind }) => sdp.media.find((one) => one.kind === kind));
    if (fitting.some((one) => one === undefined || one.port === 0)) return false;
    this.#final = fitting as MediaDescription[];
    const dialect = dialectOf(this.#final[0]!);
    if (!this.#options.dialects.includes(dialect)) return false;
    this.#dialect = dialect;
    const location = sdp.media.map((one) => attribute(one, 'x-location')).find((one) => one !== undefined);
    this.remoteLocation =
      location === 'internet' ? 'internet' : location === 'intranet' ? 'intranet' : this.remoteLocation;
    return true;
  }

  /** Begins the checks with what was accepted. */
  begin(controlling: boolean): void {
    if (this.#begun || !this.#final) return;
    this.#begun = true;
    const { scheduler } = this.#host.simulation;
    const cause = scheduler.cause;
    for (const [index, { agent }] of this.#lines.entries()) {
      scheduler.cause = cause;
      agent.start(iceOf(this.#final[index]!), controlling);
    }
  }

  /** The other end's last offer: where the choice is told in it, it is taken ([MS-ICE] 3.1.4.9). */
  settle(type: string, text: string): void {
    if (!this.accept(type, text) || this.#dialect !== 'draft6') return;
    for (const [index, { agent }] of this.#lines.entries()) {
      const told = (attribute(this.#final![index]!, 'remote-candidate') ?? '').split(' ');
      agent.choose(
        told,
        this.#final![index]!.candidates.map((one) => one.user),
      );
    }
  }

  /** Media begin to flow. */
  flow(): void {
    if (this.#flowing || this.#over) return;
    this.#flowing = true;
    for (const { stream } of this.#lines) stream.start();
  }

  /** Stops what flows and gives everything back. */
  close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#warn();
    for (const { stream, agent } of this.#lines) {
      stream.stop();
      agent.close();
    }
  }

  /** Share of what should have been heard that was lost or came too late. */
  get spoilt(): number {
    let [expected, spoilt] = [0, 0];
    for (const { stream } of this.#lines) {
      const { received, lost, late } = stream.reception;
      expected += received + lost;
      spoilt += lost + late;
    }
    return expected === 0 ? 0 : spoilt / expected;
  }

  /** The mask of ICEWarn over all media. */
  get iceWarn(): number {
    return this.#lines.reduce((mask, { agent }) => mask | agent.diagnosis().mask, 0);
  }

  /** Some relayed address of this end, for diagnostics. */
  get relayed(): { readonly address: number; readonly port: number } | null {
    for (const { agent } of this.#lines) {
      const relay = agent.candidates.find((one) => one.type === 'relay');
      if (relay) return relay;
    }
    return null;
  }

  /** Candidates of the other end's relay, for diagnostics. */
  get remoteRelayed(): { readonly address: number; readonly port: number } | null {
    return this.#final?.[0]?.candidates.find((one) => one.type === 'relay') ?? null;
  }

  #line(kind: MediaKind): Line {
    const { attachment, id, title, packets } = this.#options;
    const medium = MEDIA[kind];
    const agent = new IceAgent(
      this.#host,
      {
        attachment,
        id: `${id}/${medium.title}`,
        title: `${title}, ${medium.title}`,
        components: medium.udp ? 2 : 1,
        udp: medium.udp,
        tcpHosts: !medium.udp,
        quality: medium.quality,
      },
      {
        connected: () => this.#connected(line),
        failed: () => this.#failed(),
        received: (message) => this.#received(line, message),
      },
    );
    const user = {
      send: (component: number, message: Message) => agent.send(component, message),
      get bulk() {
        return agent.steady;
      },
      heard: () => this.#user.heard(),
      silent: () => this.#user.silent(),
      dead: () => this.#user.dead(),
      complete: (received: number) => this.#user.progress?.(received),
    };
    const stream = new RtpStream(
      this.#host,
      {
        id: `${id}/${medium.title}/stream`,
        title: `${title}: ${medium.title} stream`,
        format: medium.format,
        cname: id.replaceAll('/', '.'),
        encrypted: true,
        ...(packets === undefined ? {} : { total: packets }),
      },
      user,
    );
    const line: Line = { kind, agent, stream, connected: false };
    return line;
  }

  #received(line: Line, message: Message): void {
    // The other end may be ready first: what it sends is heard all the same.
    line.stream.received(message);
  }

  #connected(line: Line): void {
    line.connected = true;
    if (this.connected && !this.#over) {
      this.#warn();
      this.#user.connected();
    }
  }

  #failed(): void {
    if (this.#over) return;
    this.#warn();
    this.#user.failed();
  }

  /** Takes down what each end found wrong, bit by bit, with the packet that shows it. */
  #warn(): void {
    if (this.#warned || !this.#begun) return;
    this.#warned = true;
    const { simulation, index } = this.#host;
    for (const { agent } of this.#lines)
      for (const { bit, packet } of agent.diagnosis().bits)
        simulation.record(EventKind.warn, index, NO_PACKET, packet, bit, agent.actor);
  }

  #describe(dialect: IceDialect, final = false): string {
    const { attachment, location } = this.#options;
    return writeSdp({
      address: attachment.address,
      media: this.#lines.map((line) => this.#mediaOf(line, dialect, location, final)),
    });
  }

  #mediaOf({ kind, agent }: Line, dialect: IceDialect, location: Location, final: boolean): MediaDescription {
    const medium = MEDIA[kind];
    const described = agent.describe(dialect);
    const chosen = final ? agent.selected : [];
    const candidates =
      chosen.length > 0
        ? described.candidates.filter((one) =>
            chosen.some(({ local }) => local.address === one.address && local.port === one.port),
          )
        : described.candidates;
    // RFC 5245 4.1.4: the default is the address that most likely works, so a relay.
    const usual = candidates.find((one) => one.type === 'relay') ?? candidates[0];
    const told =
      chosen.length === 0
        ? []
        : dialect === 'ice2'
          ? [
              [
                'remote-candidates',
                chosen
                  .map(({ component, to }) => `${component} ${formatAddress(to.address)} ${to.port}`)
                  .join(' '),
              ] as const,
            ]
          : [['remote-candidate', [...new Set(chosen.map(({ remote }) => remote.user))].join(' ')] as const];
    return {
      kind,
      port: usual?.port ?? 9,
      profile: medium.udp ? 'RTP/SAVP' : 'TCP/RTP/SAVP',
      formats: medium.formats,
      attributes: [
        ...(dialect === 'ice2'
          ? [['ice-ufrag', described.ufrag] as const, ['ice-pwd', described.pwd] as const]
          : []),
        ...medium.attributes,
        // Assumption: how an end knows where the other one is was not found; diagnostics tell that it does.
        ['x-location', location],
        ...told,
      ],
      candidates,
    };
  }
}

function dialectOf(media: MediaDescription): IceDialect {
  return attribute(media, 'ice-ufrag') === undefined ? 'draft6' : 'ice2';
}

function iceOf(media: MediaDescription): IceDescription {
  const { candidates } = media;
  return {
    dialect: dialectOf(media),
    ufrag: attribute(media, 'ice-ufrag') ?? '',
    pwd: attribute(media, 'ice-pwd') ?? '',
    candidates,
  };
}
