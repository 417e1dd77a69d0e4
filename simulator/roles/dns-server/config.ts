import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';
import { defineSchema, word } from '../role.ts';

/** RFC 2181 8: 31 bits. */
const shared = {
  name: field.dnsName,
  ttl_s: v.optional(field.whole('a time in seconds', 0, 2147483647), 3600),
};

const whole16 = field.whole('a priority or weight', 0, 65535);

const record = v.variant(
  'type',
  [
    v.strictObject({ ...shared, type: v.literal('A'), address: field.address }),
    v.strictObject({
      ...shared,
      type: v.literal('SRV'),
      target: field.dnsName,
      port: field.port,
      priority: v.optional(whole16, 0),
      weight: v.optional(whole16, 0),
    }),
    v.strictObject({ ...shared, type: v.literal('CNAME'), target: field.dnsName }),
  ],
  'must be a record of type "A", "SRV" or "CNAME"',
);

export const config = v.strictObject({
  role: v.literal('dns-server'),
  interface: field.id,
  records: v.array(record, 'must be a list of records'),
  /** Whether each answer of several addresses begins with the next one: "DNS load balancing" (RFC 1794). */
  rotate: v.optional(v.boolean('must be true or false'), false),
});

export type DnsServerConfig = v.InferOutput<typeof config>;

function references(own: DnsServerConfig): readonly Reference[] {
  return [{ path: ['interface'], kind: 'interface', value: own.interface }];
}

export const dnsServerSchema = defineSchema({
  id: 'dns-server',
  title: 'DNS server',
  config,
  references,
  words: {
    records: word('Records'),
    ttl_s: word('Time to live'),
    type: word('Type'),
    target: word('Leads to'),
    priority: word('Priority', 'Lower comes first.'),
    weight: word('Weight'),
    rotate: word('Rotate answers', 'DNS load balancing: each answer begins with the next address.'),
  },
});
