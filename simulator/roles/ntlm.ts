import type { Host } from '../network/host.ts';
import type { Target } from '../protocols/ntlm/target.ts';

/**
 * A pool's server as its NTLM challenges name it: in the domain of the pool, by its computer's name in the design.
 * @param pool FQDN
 */
export function ntlmTarget({ id, simulation }: Host, pool: string): Target {
  return {
    computer: id,
    domain: pool.slice(pool.indexOf('.') + 1),
    time: simulation.date + simulation.now / 1000,
  };
}

/** What a person signs in by: their user principal name is their SIP address (assumption). */
export function principalName(uri: string): string {
  return uri.slice('sip:'.length);
}

/** The user whom a principal name means. */
export function uriOf(principal: string): string {
  return `sip:${principal}`;
}
