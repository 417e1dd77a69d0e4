import { defineRole } from '../role.ts';
import { Clock } from './clock.ts';
import { clockSchema, timeServerSchema } from './config.ts';
import { TimeServer } from './time-server.ts';

export const timeServer = defineRole(timeServerSchema, (own, { host }) => new TimeServer(host, own));

export const clock = defineRole(clockSchema, (own, { host }) => new Clock(host, own));
