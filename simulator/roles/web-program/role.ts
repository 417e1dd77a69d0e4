import { defineRole } from '../role.ts';
import { browserConfig, deviceConfig, mobileConfig, references } from './config.ts';
import { Browser, Device, Mobile } from './web-program.ts';

export const browser = defineRole({
  id: 'browser',
  title: 'Browser',
  config: browserConfig,
  references,
  create: (_own, { host }) => new Browser(host),
});

export const device = defineRole({
  id: 'device',
  title: 'Lync Phone Edition',
  config: deviceConfig,
  references,
  create: (_own, { host }) => new Device(host),
});

export const mobile = defineRole({
  id: 'mobile',
  title: 'Lync on a mobile',
  config: mobileConfig,
  references,
  create: (_own, { host }) => new Mobile(host),
});
