import { defineRole } from '../role.ts';
import { AvEdge } from './av-edge.ts';
import { avEdgeSchema } from './config.ts';

export const avEdge = defineRole(
  avEdgeSchema,
  (own, { host, directory }) => new AvEdge(host, own, directory),
);
