import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';
import { defineSchema, word } from '../role.ts';

export const config = v.strictObject({
  role: v.literal('load-balancer'),
  interface: field.id,
  /** Ports that it takes connections on; it goes on to the same port of a server. */
  ports: v.array(field.port, 'must be a list of ports'),
  servers: v.pipe(
    v.array(field.address, 'must be a list of addresses'),
    v.minLength(1, 'must name at least one server'),
  ),
});

export type LoadBalancerConfig = v.InferOutput<typeof config>;

function references(own: LoadBalancerConfig): readonly Reference[] {
  return [{ path: ['interface'], kind: 'interface', value: own.interface }];
}

export const loadBalancerSchema = defineSchema({
  id: 'load-balancer',
  title: 'Load balancer',
  config,
  references,
  words: {
    ports: word('Ports'),
    servers: word('Servers', 'Addresses among which it shares connections.'),
  },
});
