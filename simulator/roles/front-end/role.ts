import { defineRole } from '../role.ts';
import { frontEndSchema } from './config.ts';
import { FrontEnd } from './front-end.ts';

export const frontEnd = defineRole(
  frontEndSchema,
  (own, { host, directory }) => new FrontEnd(host, own, directory),
);
