import type { AddressRange } from './address.ts';
import type { PortRange } from './ports.ts';

/*
 * What a firewall has been told, in neutral form: what every vendor's file is turned into and made of, what designs'
 * rules become, and the only thing that is evaluated, judged and compared.
 */

/** What a packet is to the firewall's table of connections (the words of nftables' `ct state`). */
export const ConnectionStates = { new: 1, established: 2, related: 4, invalid: 8 } as const;
export type ConnectionStateName = keyof typeof ConnectionStates;
/** A rule that asks for no state. */
export const ANY_STATE = 15;

/** Protocols of IP that a rule names: one of the usual, both with ports, every one, or a number ("50" is ESP). */
export type Transport = 'tcp' | 'udp' | 'tcp-udp' | 'icmp' | 'any' | `${number}`;

/** Of the flags in `mask`, exactly those in `set` are there. Bits as in the TCP header. */
export interface FlagTest {
  readonly set: number;
  readonly mask: number;
}

/**
 * What becomes of a packet that a rule names. "undetermined" stands for a line that could not be understood: its packets
 * are stopped, and every verdict that rests on it says so.
 */
export type RuleAction = 'permit' | 'drop' | 'reject' | 'undetermined';

/** How the sender of a rejected packet is told: a RST (TCP only), or an ICMP message, type 3 with code 3, 1, 0 or 13. */
export type RejectWith =
  'reset' | 'port-unreachable' | 'host-unreachable' | 'net-unreachable' | 'admin-prohibited';

export interface Rule {
  /** Unique in its policy. */
  readonly id: string;
  /** Line of the file that it was read from, from 1; 0 when it was not. */
  readonly line: number;
  /** What it is for, in one line; empty when nobody said. */
  readonly purpose: string;
  readonly enabled: boolean;
  /** Who may begin: in = the less trusted side, out = the more trusted one. */
  readonly direction: 'in' | 'out' | 'both';
  readonly sources: readonly AddressRange[];
  readonly destinations: readonly AddressRange[];
  readonly transport: Transport;
  /** Ports, where the transport has them; else every port. */
  readonly sourcePorts: readonly PortRange[];
  readonly destinationPorts: readonly PortRange[];
  /** Types and codes of ICMP as type * 256 + code; every one where the transport is not ICMP. */
  readonly icmp: readonly PortRange[];
  /** Sum of `ConnectionStates`; `ANY_STATE` when it does not ask. */
  readonly states: number;
  /** Any of these must hold for a TCP packet; none: no question. */
  readonly flags: readonly FlagTest[];
  readonly action: RuleAction;
  /** With action "reject" only. Null: a RST for TCP, "port unreachable" for the rest. */
  readonly rejectWith: RejectWith | null;
  readonly log: boolean;
}

/** Seconds after which a connection without packets is forgotten, by how far it has come. */
export interface Timeouts {
  /** TCP after its SYN, and after the answer to it. */
  readonly tcpOpening_s: number;
  readonly tcpAnswered_s: number;
  readonly tcpEstablished_s: number;
  /** After the first FIN, after its acknowledgement, after the second FIN, and after that one's acknowledgement. */
  readonly tcpClosing_s: number;
  readonly tcpCloseWait_s: number;
  readonly tcpLastAck_s: number;
  readonly tcpTimeWait_s: number;
  /** After a RST. */
  readonly tcpClosed_s: number;
  /** UDP that nobody has answered yet, and UDP that goes both ways. */
  readonly udpUnreplied_s: number;
  readonly udp_s: number;
  readonly icmp_s: number;
  /** Other protocols of IP. */
  readonly other_s: number;
}

/** The defaults of Linux's nf_conntrack (Documentation/networking/nf_conntrack-sysctl.rst). */
export const LINUX_TIMEOUTS: Timeouts = {
  tcpOpening_s: 120,
  tcpAnswered_s: 60,
  tcpEstablished_s: 432_000,
  tcpClosing_s: 120,
  tcpCloseWait_s: 60,
  tcpLastAck_s: 30,
  tcpTimeWait_s: 120,
  tcpClosed_s: 10,
  udpUnreplied_s: 30,
  udp_s: 120,
  icmp_s: 30,
  other_s: 600,
};

/** One-to-one: an address outside that stands for one inside (RFC 2663 4.1.1). */
export interface StaticMapping {
  readonly outside: number;
  readonly inside: number;
}

/** Destination NAT: what comes to a port of an outside address goes to an address inside (a "port forward"). */
export interface Forward {
  readonly transport: 'tcp' | 'udp';
  readonly outside: number;
  readonly outsidePort: number;
  readonly inside: number;
  readonly insidePort: number;
}

/** Source NAT with ports: what these addresses begin towards outside leaves with that address (RFC 2663 4.1.2). */
export interface Masquerade {
  readonly inside: readonly AddressRange[];
  readonly outside: number;
}

/**
 * What looks into the content of connections to some ports. "tls" refuses what is not TLS behind the first hello; "sip"
 * is a helper that refuses what it cannot read as SIP.
 */
export interface Inspection {
  readonly kind: 'tls' | 'sip';
  readonly destinations: readonly AddressRange[];
  readonly ports: readonly PortRange[];
}

export interface Policy {
  readonly rules: readonly Rule[];
  /** What becomes of a packet that no rule names. */
  readonly default: 'permit' | 'drop' | 'reject';
  /** What belongs to a known connection passes, and what fits none is dropped, before any rule is asked. */
  readonly stateful: boolean;
  readonly timeouts: Timeouts;
  /** Connections that its table holds; 0: as many as come. */
  readonly maxConnections: number;
  /** Rules name addresses inside: incoming packets are translated before they are judged, outgoing ones afterwards. */
  readonly nat: readonly StaticMapping[];
  readonly forwards: readonly Forward[];
  readonly masquerades: readonly Masquerade[];
  /** Does what comes from inside to an outside address of the NAT go back inside (RFC 4787 6)? */
  readonly hairpin: boolean;
  readonly inspections: readonly Inspection[];
}

/** IP protocol numbers that a transport stands for, or null for every one. */
export function protocolNumbers(transport: Transport): readonly number[] | null {
  switch (transport) {
    case 'any':
      return null;
    case 'tcp-udp':
      return [6, 17];
    case 'tcp':
      return [6];
    case 'udp':
      return [17];
    case 'icmp':
      return [1];
    default:
      return [Number(transport)];
  }
}

/** Have packets of this transport ports? */
export function hasPorts(transport: Transport): boolean {
  return transport === 'tcp' || transport === 'udp' || transport === 'tcp-udp';
}

/** What became of one line of a file that was read. */
export interface LedgerLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly status: 'understood' | 'approximated' | 'ignored';
  /** How it was approximated or why it was ignored; of an understood one, what it is when that is not a rule. */
  readonly why: string;
}
