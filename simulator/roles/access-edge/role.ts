import { defineRole } from '../role.ts';
import { AccessEdge } from './access-edge.ts';
import { config, references } from './config.ts';

export const accessEdge = defineRole({
  id: 'access-edge',
  title: 'Access Edge',
  config,
  references,
  create: (own, { host, directory }) => new AccessEdge(host, own, directory),
});
