import type { Design } from '../model/design.ts';
import type { Fault, FaultKind } from './fault.ts';
import { expired, misnamed } from './kinds/certificate.ts';
import { dns } from './kinds/dns.ts';
import { inspection, timeout } from './kinds/firewall.ts';
import { host } from './kinds/host.ts';
import { nat } from './kinds/nat.ts';
import { rule } from './kinds/rule.ts';
import { service } from './kinds/service.ts';

/** Everything that can be made wrong with a design, in the order in which it is offered. */
export const FAULT_KINDS: readonly FaultKind[] = [
  rule,
  service,
  host,
  nat,
  expired,
  misnamed,
  dns,
  timeout,
  inspection,
];

/** The faults that a design offers, of some kinds. */
export function faultsOf(design: Design, kinds: readonly string[]): readonly Fault[] {
  return FAULT_KINDS.filter(({ id }) => kinds.includes(id)).flatMap((kind) => kind.of(design));
}
