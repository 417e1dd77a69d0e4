import type { Duration } from '../../model/time.ts';
import { SECOND } from '../../model/time.ts';
import type { Host } from '../../network/host.ts';
import type { Certificate } from '../../protocols/tls/certificate.ts';
import { addressOf } from '../../protocols/sip/address.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import { header, parseUri } from '../../protocols/sip/headers.ts';
import type { SipRequest } from '../../protocols/sip/message.ts';
import { SipProxy } from '../../protocols/sip/proxy.ts';
import type { Directory } from '../directory.ts';
import type { Service } from '../role.ts';
import type { ExchangeUmConfig } from './config.ts';

/**
 * Hosted Exchange Unified Messaging: answers calls to voice mail, and tells the owner of a mailbox that a message waits
 * (NOTIFY message-summary, RFC 3842) over a connection of its own to the customer's Edge. Media follow their own way.
 */
export class ExchangeUm extends SipProxy implements Service {
  protected readonly name: string;
  protected readonly patience: Duration;
  readonly #config: ExchangeUmConfig;
  readonly #certificate: Certificate;
  #stop: (() => void) | null = null;

  constructor(host: Host, config: ExchangeUmConfig, directory: Directory) {
    super(host);
    this.#config = config;
    this.name = config.name;
    this.patience = host.simulation.knob('sip.nextHop_s') * SECOND;
    this.#certificate = directory.certificate(config.certificate);
    this.start();
  }

  start(): void {
    const { interface: id, port } = this.#config;
    this.#stop ??= this.transport.listen(this.host.attachment(id), port, {
      certificate: this.#certificate,
      client: 'require',
    });
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
    this.transport.closeAll();
  }

  protected owns(): boolean {
    return false;
  }

  protected request(transaction: ServerTransaction): void {
    const { request } = transaction;
    const caller = addressOf(header(request, 'From'));
    const customer = this.#config.customers.find((one) => one.domain === parseUri(caller).host);
    if (!customer || !transaction.connection.isPeer(customer.edge)) {
      transaction.respond(403);
      return;
    }
    switch (request.method) {
      case 'INVITE':
        transaction.respond(200, [
          ['Contact', `<sip:${this.name}:${this.#config.port};transport=tls>`],
          ['Content-Type', 'application/sdp'],
        ]);
        return;
      case 'ACK':
        return;
      case 'BYE': {
        transaction.respond(200);
        const mailbox = `sip:${parseUri(addressOf(header(request, 'To'))).user ?? ''}@${customer.domain}`;
        this.#tell(mailbox, customer);
        return;
      }
      default:
        transaction.respond(405);
    }
  }

  /** A message waits. */
  #tell(mailbox: string, { edge, port }: ExchangeUmConfig['customers'][number]): void {
    const { random } = this.host;
    const request: SipRequest = {
      protocol: 'sip',
      kind: 'request',
      method: 'NOTIFY',
      uri: mailbox,
      headers: [
        ['Max-Forwards', '70'],
        ['From', `<sip:voicemail@${this.name}>;tag=${random.hex(10)}`],
        ['To', `<${mailbox}>`],
        ['Call-ID', random.hex(32)],
        ['CSeq', '1 NOTIFY'],
        ['Event', 'message-summary'],
        ['Subscription-State', 'active'],
        ['Content-Type', 'application/simple-message-summary'],
      ],
      body: 'Messages-Waiting: yes\r\nVoice-Message: 1/0\r\n',
    };
    const hop = {
      name: edge,
      port,
      from: this.host.attachment(this.#config.interface),
      certificate: this.#certificate,
      affinity: 0,
    };
    const lost = (why: string) => this.host.log(`${mailbox} was not told of a message: ${why}`);
    this.originate(request, hop, {
      response: ({ status, reason }) => {
        if (status >= 300) lost(`${status} ${reason}`);
      },
      timedOut: () => lost('no answer in time'),
      unreachable: (why) => lost(why.text),
    });
  }
}
