import type { Design } from '../model/design.ts';
import type { Fault, FaultKind } from './fault.ts';
import { address } from './kinds/address.ts';
import { expired, misnamed } from './kinds/certificate.ts';
import { direction } from './kinds/direction.ts';
import { dns } from './kinds/dns.ts';
import { hairpin, inspection, timeout } from './kinds/firewall.ts';
import { host } from './kinds/host.ts';
import { nat } from './kinds/nat.ts';
import { port, transport } from './kinds/port.ts';
import { rule } from './kinds/rule.ts';
import { service } from './kinds/service.ts';
import { shadowed } from './kinds/shadowed.ts';
import { version } from './kinds/version.ts';

/** Everything that can be made wrong with a design, in the order in which it is offered. */
export const FAULT_KINDS: readonly FaultKind[] = [
  rule,
  address,
  port,
  transport,
  direction,
  shadowed,
  service,
  host,
  nat,
  expired,
  misnamed,
  dns,
  timeout,
  inspection,
  hairpin,
  version,
];

/** A fault that a design offers. */
export interface OfferedFault extends Fault {
  /** Id of its kind. */
  readonly kind: string;
}

/** The faults that a design offers, of some kinds. */
export function faultsOf(design: Design, kinds: readonly string[]): readonly OfferedFault[] {
  return FAULT_KINDS.filter(({ id }) => kinds.includes(id)).flatMap((kind) =>
    kind.of(design).map((fault) => ({ ...fault, kind: kind.id })),
  );
}
