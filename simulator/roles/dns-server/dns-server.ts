import { parseAddress } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';
import type { Host } from '../../network/host.ts';
import type { Endpoint, UdpSocket } from '../../network/udp.ts';
import { dnsCodec } from '../../protocols/dns/codec.ts';
import type { DnsMessage, DnsRecord } from '../../protocols/dns/message.ts';
import { isDns, Rcode } from '../../protocols/dns/message.ts';
import { DNS_PORT } from '../../protocols/dns/resolver.ts';
import type { Service } from '../role.ts';
import type { DnsServerConfig } from './config.ts';

/** A name server with authority over all that it knows (RFC 1035): what it does not have does not exist. */
export class DnsServer implements Service {
  readonly #host: Host;
  readonly #config: DnsServerConfig;
  readonly #records: readonly DnsRecord[];
  /** How many answers of several addresses each name was given. */
  readonly #given = new Map<string, number>();
  #socket: UdpSocket | null = null;

  constructor(host: Host, config: DnsServerConfig) {
    this.#host = host;
    this.#config = config;
    this.#records = config.records.map((record): DnsRecord => {
      const { name, ttl_s: ttl } = record;
      switch (record.type) {
        case 'A':
          return { name, type: 'A', ttl, address: parseAddress(record.address)! };
        case 'SRV':
          return {
            name,
            type: 'SRV',
            ttl,
            priority: record.priority,
            weight: record.weight,
            port: record.port,
            target: record.target,
          };
        case 'CNAME':
          return { name, type: 'CNAME', ttl, target: record.target };
      }
    });
    this.start();
  }

  start(): void {
    this.#socket ??= this.#host.udp.open(
      this.#host.attachment(this.#config.interface),
      DNS_PORT,
      (message, from) => this.#query(message, from),
    );
  }

  stop(): void {
    this.#socket?.close();
    this.#socket = null;
  }

  #query(message: Message, from: Endpoint): void {
    if (!isDns(message) || message.response) return;
    const { name, type } = message.question;
    const own = this.#records.filter((record) => sameName(record.name, name));
    const answers = own.filter((record) => record.type === type || record.type === 'CNAME');
    const targets = answers.flatMap((record) => ('target' in record ? [record.target] : []));
    const additional = this.#records.filter(
      (record) => record.type === 'A' && targets.some((target) => sameName(target, record.name)),
    );
    const reply: DnsMessage = {
      ...message,
      response: true,
      authoritative: true,
      recursionAvailable: true,
      rcode: own.length > 0 ? Rcode.noError : Rcode.nameError,
      answers: this.#config.rotate && type === 'A' ? this.#rotated(name, answers) : answers,
      authority: answers.length === 0 ? [this.#authority(name)] : [],
      additional,
    };
    this.#socket?.send(from, reply, dnsCodec.size(reply));
  }

  /** What a negative answer rests on, and how long (RFC 2308 2.1, 2.2); the numbers are those of Windows Server's DNS. */
  #authority(name: string): DnsRecord {
    // Assumption: a zone is a name right below a top level.
    const zone = name.split('.').slice(-2).join('.');
    return {
      name: zone,
      type: 'SOA',
      ttl: 3600,
      primary: `${this.#host.id}.${zone}`,
      mailbox: `hostmaster.${zone}`,
      serial: 1,
      refresh: 900,
      retry: 600,
      expire: 86_400,
      minimum: 3600,
    };
  }

  #rotated(name: string, answers: readonly DnsRecord[]): readonly DnsRecord[] {
    if (answers.length < 2) return answers;
    const key = name.toLowerCase();
    const given = this.#given.get(key) ?? 0;
    this.#given.set(key, given + 1);
    const first = given % answers.length;
    return [...answers.slice(first), ...answers.slice(0, first)];
  }
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
