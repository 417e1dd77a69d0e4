import { defineRole } from '../role.ts';
import { reverseProxySchema } from './config.ts';
import { ReverseProxy } from './reverse-proxy.ts';

export const reverseProxy = defineRole(
  reverseProxySchema,
  (own, { host, directory }) => new ReverseProxy(host, own, directory),
);
