import { MINUTE } from '../../model/time.ts';
import type { Host } from '../../network/host.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import { SipElement } from '../../protocols/sip/element.ts';
import {
  credentialsResponseBody,
  MEDIA_RELAY_TYPE,
  readCredentialsRequest,
} from '../../protocols/sip/media-relay-bodies.ts';
import { issueCredentials } from '../../protocols/turn/credentials.ts';
import { AvEdge } from '../av-edge/av-edge.ts';
import type { Directory } from '../directory.ts';
import type { Service } from '../role.ts';
import type { AvAuthenticationConfig } from './config.ts';

/**
 * The A/V authentication service of an Edge ([MS-AVEDGEA] 3.2): answers SERVICE requests of the pool with credentials for
 * the A/V Edge beside it, good for at most 480 minutes, and with the address of the Edge that suits the asker's place.
 */
export class AvAuthentication extends SipElement implements Service {
  readonly #config: AvAuthenticationConfig;
  readonly #directory: Directory;
  #stop: (() => void) | null = null;

  constructor(host: Host, config: AvAuthenticationConfig, directory: Directory) {
    super(host);
    this.#config = config;
    this.#directory = directory;
    this.start();
  }

  start(): void {
    const { interface: id, port, certificate } = this.#config;
    this.#stop ??= this.transport.listen(this.host.attachment(id), port, {
      certificate: this.#directory.certificate(certificate),
      client: 'require',
    });
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
    this.transport.closeAll();
  }

  protected request(transaction: ServerTransaction): void {
    const { request } = transaction;
    const asked = request.method === 'SERVICE' ? readCredentialsRequest(request.body) : null;
    const edge = this.#directory.on(this.host.id, AvEdge);
    if (!asked || !edge) {
      transaction.respond(request.method === 'SERVICE' ? (asked ? 500 : 400) : 405);
      return;
    }
    const { simulation, random } = this.host;
    const duration = Math.min(asked.duration, simulation.knob('mras.lifetime_min'));
    const secret = this.#directory.certificate(edge.config.certificate).key;
    const expires = simulation.date + Math.round((simulation.now + duration * MINUTE) / 1000);
    const face = asked.location === 'internet' ? edge.config.external : edge.config.internal;
    const body = credentialsResponseBody(asked.id, asked.location, {
      ...issueCredentials(secret, expires, random.hex(16)),
      duration,
      hostName: face.name,
      udpPort: face.udpPort,
      tcpPort: face.tcpPort,
    });
    transaction.respond(200, [['Content-Type', MEDIA_RELAY_TYPE]], body);
  }
}
