import type { Host } from '../../network/host.ts';
import { addressOf } from '../../protocols/sip/address.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import { header, parseUri } from '../../protocols/sip/headers.ts';
import type { SipRequest } from '../../protocols/sip/message.ts';
import type { Directory } from '../directory.ts';
import { AnsweringServer } from '../media/answering-server.ts';
import type { ExchangeUmConfig } from './config.ts';

/**
 * Hosted Exchange Unified Messaging: answers calls to voice mail, with audio by way of an A/V Edge of its own, and tells
 * the owner of a mailbox that a message waits (NOTIFY message-summary, RFC 3842) over a connection of its own to the
 * customer's Edge.
 */
export class ExchangeUm extends AnsweringServer {
  protected readonly title = 'Voice mail';
  protected readonly domain: string;
  protected readonly relaySource;
  protected readonly ring_s = 0;
  readonly #customers: ExchangeUmConfig['customers'];

  constructor(host: Host, config: ExchangeUmConfig, directory: Directory) {
    super(host, config, directory);
    this.domain = config.name;
    this.relaySource = config.relay ?? null;
    this.#customers = config.customers;
  }

  protected admits(transaction: ServerTransaction): boolean {
    const customer = this.#customerOf(addressOf(header(transaction.request, 'From')));
    if (customer && transaction.connection.isPeer(customer.edge)) return true;
    transaction.respond(403);
    return false;
  }

  protected override hungUp(request: SipRequest): void {
    const customer = this.#customerOf(addressOf(header(request, 'From')))!;
    const mailbox = `sip:${parseUri(addressOf(header(request, 'To'))).user ?? ''}@${customer.domain}`;
    this.#tell(mailbox, customer);
  }

  #customerOf(uri: string): ExchangeUmConfig['customers'][number] | undefined {
    return this.#customers.find((one) => one.domain === parseUri(uri).host);
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
    const lost = (why: string) => this.host.log(`${mailbox} was not told of a message: ${why}`);
    this.originate(request, this.hop(edge, port), {
      response: ({ status, reason }) => {
        if (status >= 300) lost(`${status} ${reason}`);
      },
      timedOut: () => lost('no answer in time'),
      unreachable: (why) => lost(why.text),
    });
  }
}
