import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';
import { defineSchema, word } from '../role.ts';

/** Ports as Set-CsEdgeServer names them: AccessEdgeClientSipPort, AccessEdgeExternalSipPort, AccessEdgeInternalSipPort. */
export const config = v.strictObject({
  role: v.literal('access-edge'),
  /** SIP domains whose people it lets in. */
  domains: v.array(field.dnsName, 'must be a list of SIP domains'),
  external: v.strictObject({
    interface: field.id,
    name: field.dnsName,
    clientPort: v.optional(field.port, 443),
    federationPort: v.optional(field.port, 5061),
    certificate: field.id,
  }),
  internal: v.strictObject({
    interface: field.id,
    name: field.dnsName,
    /** FQDN of the pool of Edges that it belongs to, if there are several. */
    pool: v.optional(field.dnsName),
    port: v.optional(field.port, 5061),
    certificate: field.id,
  }),
  /** Whom of other organizations it talks to. Left out: nobody. */
  federation: v.optional(
    v.strictObject({
      /** Partners may be found by their SRV record ("discovered partners"). */
      discovery: v.optional(v.boolean('must be true or false'), true),
      /** Partners, public IM providers and hosted services whose Edge is written down. */
      routes: v.optional(
        v.array(
          v.strictObject({
            domains: v.array(field.dnsName, 'must be a list of SIP domains'),
            edge: field.dnsName,
          }),
          'must be a list of routes',
        ),
        [],
      ),
      blocked: v.optional(v.array(field.dnsName, 'must be a list of SIP domains'), []),
    }),
  ),
  nextHop: v.strictObject({ name: field.dnsName, port: v.optional(field.port, 5061) }),
});

export type AccessEdgeConfig = v.InferOutput<typeof config>;

function references({ external, internal }: AccessEdgeConfig): readonly Reference[] {
  return [
    { path: ['external', 'interface'], kind: 'interface', value: external.interface },
    { path: ['external', 'certificate'], kind: 'certificate', value: external.certificate },
    { path: ['internal', 'interface'], kind: 'interface', value: internal.interface },
    { path: ['internal', 'certificate'], kind: 'certificate', value: internal.certificate },
  ];
}

export const accessEdgeSchema = defineSchema({
  id: 'access-edge',
  title: 'Access Edge',
  config,
  references,
  words: {
    'internal.pool': word('Edge pool', 'Name that all nodes share; leave it out for a single Edge.'),
    clientPort: word('Client port', 'Where remote users sign in.'),
    federationPort: word('Federation port', 'Where other organizations’ Edges come in.'),
    federation: word('Federation', 'Whom of other organizations it talks to.'),
    discovery: word('Find partners by DNS', 'By their SRV record (“discovered partners”).'),
    routes: word('Written-down routes', 'Partners whose Edge is not looked up.'),
    'routes.edge': word('Their Edge'),
    blocked: word('Blocked domains'),
    nextHop: word('Next hop inside', 'Where it passes SIP on to.'),
  },
});
