import { defineRole } from '../role.ts';
import { LyncClient } from './client.ts';
import { clientSchema } from './config.ts';

export const client = defineRole(clientSchema, (_own, { host, directory }) => {
  const person = host.simulation.design.people.find((one) => one.host === host.id);
  return new LyncClient(
    host,
    person ?? { id: host.id, name: host.title, plays: 'anonymous', host: host.id },
    directory,
  );
});
