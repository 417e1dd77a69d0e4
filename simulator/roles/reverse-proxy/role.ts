import { defineRole } from '../role.ts';
import { config, references } from './config.ts';
import { ReverseProxy } from './reverse-proxy.ts';

export const reverseProxy = defineRole({
  id: 'reverse-proxy',
  title: 'Reverse proxy',
  config,
  references,
  create: (own, { host, directory }) => new ReverseProxy(host, own, directory),
});
