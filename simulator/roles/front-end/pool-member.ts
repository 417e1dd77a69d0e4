import type { Certificate } from '../../protocols/tls/certificate.ts';
import type { Host } from '../../network/host.ts';
import type { SipConnection } from '../../protocols/sip/connection.ts';
import type { SipRequest, SipResponse } from '../../protocols/sip/message.ts';
import type { Directory } from '../directory.ts';
import type { FrontEndConfig } from './config.ts';
import type { PoolDatabase } from './database.ts';

/** What the services of a front end need of it. */
export interface PoolMember {
  readonly host: Host;
  readonly config: FrontEndConfig;
  readonly directory: Directory;
  readonly database: PoolDatabase;
  /** The certificate of this server. */
  readonly certificate: Certificate;
  /** Is it a person of this pool? */
  isOurs(uri: string): boolean;
  /** Did a server of this pool make the connection? */
  fromPool(connection: SipConnection): boolean;
  /** Did our Edge make it? */
  fromEdge(connection: SipConnection): boolean;
  /** Sends a request of our own in a dialog: by its routes, else to where the person is signed in. */
  deliver(request: SipRequest, answered?: (response: SipResponse | null) => void): void;
}
