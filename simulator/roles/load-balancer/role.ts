import { defineRole } from '../role.ts';
import { config, references } from './config.ts';
import { LoadBalancer } from './load-balancer.ts';

export const loadBalancer = defineRole({
  id: 'load-balancer',
  title: 'Load balancer',
  config,
  references,
  create: (own, { host }) => new LoadBalancer(host, own),
});
