import { defineRole } from '../role.ts';
import { loadBalancerSchema } from './config.ts';
import { LoadBalancer } from './load-balancer.ts';

export const loadBalancer = defineRole(loadBalancerSchema, (own, { host }) => new LoadBalancer(host, own));
