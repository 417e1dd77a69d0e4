import { defineRole } from '../role.ts';
import { webServicesSchema } from './config.ts';
import { WebServices } from './web-services.ts';

export const webServices = defineRole(
  webServicesSchema,
  (own, { host, directory }) => new WebServices(host, own, directory),
);
