import type { Instant } from './time.ts';
import type { Verdict } from './disposition.ts';
import type { Packet } from './packet.ts';

/** What a gateway asks about each packet. A firewall's engine is one. */
export interface PacketFilter {
  /**
   * Decides about a packet and remembers its conversation.
   * @param fromOutside whether it came in on the less trusted side
   * @param open whether it is switched off: everything passes, translated and remembered all the same
   * @returns the verdict; the object is used again at the next call
   */
  decide(packet: Packet, fromOutside: boolean, now: Instant, open?: boolean): Readonly<Verdict>;

  /** Index of the first rule that is switched off and would have let the packet through, or -1. */
  closedRule(packet: Packet, fromOutside: boolean): number;
}
