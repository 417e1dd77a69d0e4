import { meet } from '../../../simulator/firewall/judgement/runs.ts';
import type { Box } from '../../../simulator/firewall/judgement/space.ts';
import type { Tried } from './naive.ts';

/** Is a packet in one of the boxes? */
export function within(boxes: readonly Box[], packet: Tried): boolean {
  const { protocol, src, dst, sport, dport } = packet;
  return boxes.some(
    ({ parts, sides, states, flags }) =>
      [protocol, src, dst, sport, dport].every((value, at) => meet(parts[at]!, [value, value])) &&
      (sides & (packet.outside ? 1 : 2)) !== 0 &&
      (states & packet.state) !== 0 &&
      // Flags of what is not TCP mean nothing.
      (protocol !== 6 || ((flags >>> (packet.flags & 31)) & 1) === 1),
  );
}
