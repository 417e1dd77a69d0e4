import { defineRole } from '../role.ts';
import { config, references } from './config.ts';
import { WebServices } from './web-services.ts';

export const webServices = defineRole({
  id: 'web-services',
  title: 'Web services',
  config,
  references,
  create: (own, { host, directory }) => new WebServices(host, own, directory),
});
