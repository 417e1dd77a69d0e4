import * as v from 'valibot';
import { defineRole } from '../role.ts';
import { Browser, Device, Mobile } from './web-program.ts';

export const browser = defineRole({
  id: 'browser',
  title: 'Browser',
  config: v.strictObject({ role: v.literal('browser') }),
  references: () => [],
  create: (_own, { host }) => new Browser(host),
});

export const device = defineRole({
  id: 'device',
  title: 'Lync Phone Edition',
  config: v.strictObject({ role: v.literal('device') }),
  references: () => [],
  create: (_own, { host }) => new Device(host),
});

export const mobile = defineRole({
  id: 'mobile',
  title: 'Lync on a mobile',
  config: v.strictObject({ role: v.literal('mobile') }),
  references: () => [],
  create: (_own, { host }) => new Mobile(host),
});
