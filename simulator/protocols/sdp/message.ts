import type { Address } from '../../model/address.ts';

/** What is done with a candidate's port: [MS-ICE2] names TCP candidates by who opens the connection. */
export type CandidateTransport = 'UDP' | 'TCP-ACT' | 'TCP-PASS';
export type CandidateType = 'host' | 'srflx' | 'prflx' | 'relay';

/** A place where one end may receive a medium (RFC 5245 4.1, [MS-ICE2] 2.2.1). */
export interface Candidate {
  readonly foundation: string;
  /** 1 for RTP, 2 for RTCP. */
  readonly component: number;
  readonly transport: CandidateTransport;
  readonly priority: number;
  readonly address: Address;
  readonly port: number;
  readonly type: CandidateType;
  /** Where it was learnt. */
  readonly related: { readonly address: Address; readonly port: number } | null;
  /** The candidate's own credentials in the form of OCS 2007 ([MS-ICE] 2.2.1); empty in the other form. */
  readonly user: string;
  readonly password: string;
}

/** One medium of a session (RFC 4566 5.14). */
export interface MediaDescription {
  readonly kind: string;
  readonly port: number;
  readonly profile: string;
  readonly formats: readonly string[];
  /** In order; flags have an empty value. Candidates are not among them. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly candidates: readonly Candidate[];
}

/** A session description: the lines that calls are made of. */
export interface SessionDescription {
  readonly address: Address;
  readonly media: readonly MediaDescription[];
  /** The text as it stood, where it was read and would be written otherwise: other lines, another order. */
  readonly asRead?: string;
}

/** The first value of an attribute. */
export function attribute(media: MediaDescription, name: string): string | undefined {
  return media.attributes.find(([own]) => own === name)?.[1];
}
