import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';
import { defineSchema, word } from '../role.ts';

export const config = v.strictObject({
  role: v.literal('exchange-um'),
  interface: field.id,
  name: field.dnsName,
  port: v.optional(field.port, 5061),
  certificate: field.id,
  /** Where it gets credentials for an A/V Edge of its own; left out where it has none. */
  relay: v.optional(v.strictObject({ name: field.dnsName, port: v.optional(field.port, 5062) })),
  /** Organizations whose voice mail it keeps, by SIP domain, and the Edge that leads to each. */
  customers: v.array(
    v.strictObject({ domain: field.dnsName, edge: field.dnsName, port: v.optional(field.port, 5061) }),
    'must be a list of customers',
  ),
});

export type ExchangeUmConfig = v.InferOutput<typeof config>;

function references(own: ExchangeUmConfig): readonly Reference[] {
  return [
    { path: ['interface'], kind: 'interface', value: own.interface },
    { path: ['certificate'], kind: 'certificate', value: own.certificate },
  ];
}

export const exchangeUmSchema = defineSchema({
  id: 'exchange-um',
  title: 'Hosted voice mail',
  config,
  references,
  words: {
    edge: word('Edge'),
    relay: word('A/V authentication'),
    customers: word('Customers'),
  },
});
