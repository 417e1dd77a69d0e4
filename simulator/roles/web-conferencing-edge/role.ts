import { defineRole } from '../role.ts';
import { webConferencingEdgeSchema } from './config.ts';
import { WebConferencingEdge } from './web-conferencing-edge.ts';

export const webConferencingEdge = defineRole(
  webConferencingEdgeSchema,
  (own, { host, directory }) => new WebConferencingEdge(host, own, directory),
);
