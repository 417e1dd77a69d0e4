import { defineRole } from '../role.ts';
import { browserSchema, deviceSchema, mobileSchema } from './config.ts';
import { Browser, Device, Mobile } from './web-program.ts';

export const browser = defineRole(browserSchema, (_own, { host }) => new Browser(host));

export const device = defineRole(deviceSchema, (_own, { host }) => new Device(host));

export const mobile = defineRole(mobileSchema, (_own, { host }) => new Mobile(host));
