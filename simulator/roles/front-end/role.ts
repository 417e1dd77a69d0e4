import { defineRole } from '../role.ts';
import { config, references } from './config.ts';
import { FrontEnd } from './front-end.ts';

export const frontEnd = defineRole({
  id: 'front-end',
  title: 'Front end',
  config,
  references,
  create: (own, { host, directory }) => new FrontEnd(host, own, directory),
});
