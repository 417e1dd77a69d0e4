import { defineRole } from '../role.ts';
import { AccessEdge } from './access-edge.ts';
import { accessEdgeSchema } from './config.ts';

export const accessEdge = defineRole(
  accessEdgeSchema,
  (own, { host, directory }) => new AccessEdge(host, own, directory),
);
