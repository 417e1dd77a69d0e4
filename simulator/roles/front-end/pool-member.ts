import type { Host } from '../../network/host.ts';
import type { SipConnection } from '../../protocols/sip/connection.ts';
import type { SipRequest } from '../../protocols/sip/message.ts';
import type { Directory } from '../directory.ts';
import type { FrontEndConfig } from './config.ts';
import type { Binding, PoolDatabase } from './database.ts';

/** What the services of a front end need of it. */
export interface PoolMember {
  readonly host: Host;
  readonly config: FrontEndConfig;
  readonly directory: Directory;
  readonly database: PoolDatabase;
  /** Did a server of this pool make the connection? */
  fromPool(connection: SipConnection): boolean;
  /** Sends a request of our own to a signed-in person. */
  deliver(request: SipRequest, binding: Binding): void;
}
