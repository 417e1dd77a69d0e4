import * as v from 'valibot';
import { field } from './design.ts';
import type { Change, Intervention } from './run.ts';
import { STRAY_MESSAGES } from './run.ts';

const { id, whole } = field;

const ChangeForm: v.GenericSchema<unknown, Change> = v.variant('kind', [
  v.strictObject({ kind: v.literal('rule'), rule: id, firewall: v.exactOptional(id), enabled: v.boolean() }),
  v.strictObject({ kind: v.literal('host'), host: id, power: v.picklist(['on', 'off', 'shutdown']) }),
  v.strictObject({ kind: v.literal('service'), host: id, role: id, running: v.boolean() }),
  v.strictObject({
    kind: v.literal('firewall'),
    firewall: id,
    mode: v.picklist(['enforcing', 'open', 'failed']),
  }),
  v.strictObject({ kind: v.literal('zone'), zone: id, connected: v.boolean() }),
  v.strictObject({
    kind: v.literal('link'),
    host: id,
    interface: v.exactOptional(id),
    connected: v.boolean(),
  }),
  v.strictObject({
    kind: v.literal('expire'),
    firewall: id,
    connection: v.nullable(whole('a connection', 0, 0xffff_ffff)),
  }),
  v.strictObject({ kind: v.literal('inject'), host: id, message: v.picklist(STRAY_MESSAGES) }),
]);

/** An intervention that comes from outside (a queue, a record of the window): it has this form or is refused. */
export const InterventionForm: v.GenericSchema<unknown, Intervention> = v.strictObject({
  at: whole('microseconds', 0, Number.MAX_SAFE_INTEGER),
  change: ChangeForm,
  feature: v.exactOptional(id),
});
