import { defineRole } from '../role.ts';
import { config, references } from './config.ts';
import { WebConferencingEdge } from './web-conferencing-edge.ts';

export const webConferencingEdge = defineRole({
  id: 'web-conferencing-edge',
  title: 'Web Conferencing Edge',
  config,
  references,
  create: (own, { host, directory }) => new WebConferencingEdge(host, own, directory),
});
