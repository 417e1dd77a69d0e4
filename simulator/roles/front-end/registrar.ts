import { SECOND } from '../../model/time.ts';
import { addressOf } from '../../protocols/sip/address.ts';
import { diagnosticHeader } from '../../protocols/sip/diagnostics.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import { header, headers, parseNameAddress } from '../../protocols/sip/headers.ts';
import type { Header } from '../../protocols/sip/message.ts';
import { authorization, ntlmChallenge, ntlmProves } from '../../protocols/ntlm/ntlm.ts';
import { ntlmTarget, principalName } from '../ntlm.ts';
import { certificateIn, requestData } from '../tls-dsk.ts';
import type { PoolMember } from './pool-member.ts';

const REALM = 'SIP Communications Service';

/** Registers the pool's people, who prove by NTLM who they are ([MS-SIPAE]; two rounds). */
export class Registrar {
  readonly #frontEnd: PoolMember;

  constructor(frontEnd: PoolMember) {
    this.#frontEnd = frontEnd;
  }

  register(transaction: ServerTransaction): void {
    const { request } = transaction;
    const { database, directory, host, config } = this.#frontEnd;
    const uri = addressOf(header(request, 'To'));
    const credentials = authorization(
      header(request, 'Authorization') ?? header(request, 'Proxy-Authorization'),
    );
    const opaque = credentials['opaque'] ?? '';
    if (database.associations.get(opaque) === uri) {
      this.#accept(transaction, uri, opaque);
      return;
    }
    const data = credentials['gssapi-data'];
    if (data === undefined) {
      transaction.respond(401, [this.#authenticate(), ...this.#offerCertificates()]);
      return;
    }
    if (/^\s*TLS-DSK/i.test(header(request, 'Authorization') ?? '')) {
      this.#byCertificate(transaction, uri, opaque, data);
      return;
    }
    if (data === '') {
      const token = host.random.hex(8).toUpperCase();
      const challenge = host.random.hex(16);
      database.challenges.set(token, challenge);
      const asked = ntlmChallenge('sip', challenge, ntlmTarget(host, config.pool));
      transaction.respond(401, [this.#authenticate(token, asked)]);
      return;
    }
    const challenge = database.challenges.get(opaque);
    const account = directory.account(uri);
    database.challenges.delete(opaque);
    const user = principalName(uri);
    if (!account || challenge === undefined || !ntlmProves(data, { ...account, user }, challenge)) {
      const text = `${host.title} refused ${uri}: the user name or password is wrong.`;
      host.fault('no-permission', text);
      transaction.respond(401, [this.#authenticate(), this.#failed()]);
      return;
    }
    database.associations.set(opaque, uri);
    this.#accept(transaction, uri, opaque);
  }

  /** TLS-DSK: the first round brings a hello, the second a certificate that this pool has given out. */
  #byCertificate(transaction: ServerTransaction, uri: string, opaque: string, data: string): void {
    const { database, host, certificate: own, config } = this.#frontEnd;
    if (opaque === '') {
      const token = host.random.hex(8).toUpperCase();
      const hello = requestData(host.random, own);
      transaction.respond(401, [
        [
          'WWW-Authenticate',
          `TLS-DSK realm="${REALM}", targetname="${config.name}", version=4, opaque="${token}", gssapi-data="${hello}"`,
        ],
      ]);
      return;
    }
    const shown = certificateIn(data);
    if (shown && database.clientCertificates.get(shown.serial) === uri) {
      database.associations.set(opaque, uri);
      this.#accept(transaction, uri, opaque, 'TLS-DSK');
      return;
    }
    host.fault('certificate', `${host.title} refused ${uri}: the pool did not give out that certificate.`);
    transaction.respond(401, [this.#authenticate(), this.#failed()]);
  }

  #offerCertificates(): Header[] {
    const { config } = this.#frontEnd;
    if (!config.web) return [];
    const service = `https://${config.web.external}:443/CertProv/CertProvisioningService.svc`;
    return [
      [
        'WWW-Authenticate',
        `TLS-DSK realm="${REALM}", targetname="${config.name}", version=4, sts-uri="${service}"`,
      ],
    ];
  }

  #failed(): Header {
    return diagnosticHeader({ id: 1000 }, this.#frontEnd.config.name);
  }

  /**
   * Is the sender of a request somebody whom this pool has signed in, or somebody of another organization whom our
   * Edge has let in? Answers 401 when not.
   */
  vouches(transaction: ServerTransaction): boolean {
    const { request, connection } = transaction;
    if (this.#frontEnd.fromPool(connection)) return true;
    const foreign = !this.#frontEnd.isOurs(addressOf(header(request, 'From')));
    if (foreign && this.#frontEnd.fromEdge(connection)) return true;
    const { opaque } = authorization(header(request, 'Proxy-Authorization'));
    if (this.#frontEnd.database.associations.get(opaque ?? '') === addressOf(header(request, 'From')))
      return true;
    // A request from inside the pool's people comes back over the Edge as an answer, never as a request unsigned.
    if (request.method !== 'ACK') transaction.respond(401, [this.#authenticate()]);
    return false;
  }

  #accept(transaction: ServerTransaction, uri: string, opaque: string, scheme = 'NTLM'): void {
    const { request, connection } = transaction;
    const { database, config, host } = this.#frontEnd;
    const contact = header(request, 'Contact') ?? '';
    const path = headers(request, 'Path');
    const life = host.simulation.knob('sip.registration_s');
    if (header(request, 'Expires') === '0') {
      database.bindings.delete(uri);
      transaction.respond(200);
      return;
    }
    database.bindings.set(uri, {
      uri,
      contact: parseNameAddress(contact).uri,
      path,
      frontEnd: config.name,
      connection,
      expires: host.simulation.now + life * SECOND,
    });
    const keepAlive = host.simulation.knob('sip.keepAlive_s');
    transaction.respond(200, [
      ['ms-keep-alive', `UAS; tcp=no; hop-hop=yes; end-end=no; timeout=${keepAlive}`],
      [
        'Authentication-Info',
        `${scheme} rspauth="${host.random.hex(32)}", srand="${host.random.hex(8)}", snum="1", opaque="${opaque}", qop="auth", targetname="${config.name}", realm="${REALM}"`,
      ],
      ['Contact', `${contact};expires=${life}`],
      ['Expires', String(life)],
      ['presence-state', 'register-action="added"'],
      [
        'Allow-Events',
        'vnd-microsoft-provisioning,vnd-microsoft-roaming-contacts,vnd-microsoft-roaming-ACL,presence,presence.wpending,vnd-microsoft-roaming-self,vnd-microsoft-provisioning-v2',
      ],
      ...headers(request, 'Path').map((value): Header => ['Path', value]),
      ...(path.length > 0 ? [['ms-user-logon-data', 'RemoteUser'] as const] : []),
      ['Supported', 'adhoclist, msrtc-event-categories'],
      ['Server', 'RTC/4.0'],
    ]);
  }

  #authenticate(opaque?: string, data?: string): Header {
    const more = opaque === undefined ? '' : `, opaque="${opaque}", gssapi-data="${data}"`;
    return [
      'WWW-Authenticate',
      `NTLM realm="${REALM}", targetname="${this.#frontEnd.config.name}", version=4${more}`,
    ];
  }
}
