import type { Certificate } from '../../protocols/tls/certificate.ts';
import { authorization, ntlmResponse } from '../../protocols/ntlm/ntlm.ts';
import { headers } from '../../protocols/sip/headers.ts';
import type { Header, SipResponse } from '../../protocols/sip/message.ts';
import { principalName } from '../ntlm.ts';
import { certificateData, helloData } from '../tls-dsk.ts';
import type { LyncClient } from './client.ts';

/** What answers a challenge: a header, and the security association that it will be known by. */
export interface Answer {
  readonly header: Header;
  /** Empty while no proof has been given. */
  readonly opaque: string;
}

const REALM = 'qop="auth", realm="SIP Communications Service"';
const DAY_MS = 86_400_000;

/** How somebody proves to the registrar who they are: by certificate when they have one, else by password. */
export class Proof {
  /** How it was done last. */
  scheme: 'NTLM' | 'TLS-DSK' = 'NTLM';
  /** Where the registrar gives out certificates, if it said so. */
  certificateService: string | null = null;
  readonly #client: LyncClient;
  #certificate: Certificate | null = null;

  constructor(client: LyncClient) {
    this.#client = client;
  }

  /** Keeps a certificate that the pool gave out, by its serial number, for the next sign-in. */
  takeCertificate(serial: string): void {
    const { uri, host } = this.#client;
    const { date } = host.simulation;
    const day = (at: number) => new Date(at).toISOString().slice(0, 10);
    this.#certificate = {
      serial,
      subject: uri.slice(4),
      names: [uri.slice(4)],
      issuer: 'Communications Server',
      notBefore: day(date),
      // Lync's own default (assumption).
      notAfter: day(date + 180 * DAY_MS),
      crl: null,
      key: serial,
    };
  }

  /** The pool does not know the certificate any more; false when there was none to forget. */
  forgetCertificate(): boolean {
    const had = this.#certificate !== null && this.scheme === 'TLS-DSK';
    if (had) this.#certificate = null;
    return had;
  }

  /** Answers one round of a challenge ([MS-SIPAE]). */
  answer(response: SipResponse): Answer {
    const offers = headers(response, 'WWW-Authenticate');
    const dsk = offers.find((one) => /^TLS-DSK/i.test(one));
    this.certificateService =
      (dsk === undefined ? undefined : authorization(dsk)['sts-uri']) ?? this.certificateService;
    if (dsk !== undefined && this.#certificate)
      return this.#byCertificate(authorization(dsk), this.#certificate);
    return this.#byPassword(authorization(offers.find((one) => /^NTLM/i.test(one))));
  }

  /** The signature on each request of a signed-in client. */
  signature(opaque: string, count: number): Header {
    const { random } = this.#client.host;
    return [
      'Proxy-Authorization',
      `${this.scheme} ${REALM}, opaque="${opaque}", crand="${random.hex(8)}", cnum="${count}", response="${random.hex(32)}"`,
    ];
  }

  #byPassword(challenge: Readonly<Record<string, string>>): Answer {
    const { uri, password, host } = this.#client;
    const data = challenge['gssapi-data'];
    this.scheme = 'NTLM';
    if (data === undefined) return this.#answer(challenge, '', '');
    const credentials = { user: principalName(uri), password, workstation: host.id };
    const proof = ntlmResponse(credentials, data, host.random) ?? '';
    return this.#answer(challenge, challenge['opaque'] ?? '', proof);
  }

  #byCertificate(challenge: Readonly<Record<string, string>>, certificate: Certificate): Answer {
    const opaque = challenge['opaque'] ?? '';
    this.scheme = 'TLS-DSK';
    const data = opaque === '' ? helloData(this.#client.host.random) : certificateData(certificate);
    return this.#answer(challenge, opaque, data);
  }

  #answer(challenge: Readonly<Record<string, string>>, opaque: string, data: string): Answer {
    const association = opaque === '' ? '' : `, opaque="${opaque}"`;
    const target = challenge['targetname'] ?? '';
    return {
      header: [
        'Authorization',
        `${this.scheme} ${REALM}${association}, targetname="${target}", gssapi-data="${data}", version=4`,
      ],
      opaque,
    };
  }
}
