import { defineRole } from '../role.ts';
import { AvEdge } from './av-edge.ts';
import { config, references } from './config.ts';

export const avEdge = defineRole({
  id: 'av-edge',
  title: 'A/V Edge',
  config,
  references,
  create: (own, { host, directory }) => new AvEdge(host, own, directory),
});
