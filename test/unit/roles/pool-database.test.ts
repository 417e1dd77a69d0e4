import { expect, test } from 'vitest';
import { SipConnection } from '../../../simulator/protocols/sip/connection.ts';
import { PoolDatabase } from '../../../simulator/roles/front-end/database.ts';

test('who has not registered again in time is not reached any more', () => {
  const database = new PoolDatabase();
  const uri = 'sip:alice@contoso.com';
  const binding = {
    uri,
    contact: uri,
    path: [],
    frontEnd: 'fe1',
    connection: Object.create(SipConnection.prototype) as SipConnection,
    expires: 5,
  };
  database.bindings.set(uri, binding);
  expect(database.bindingOf(uri, 4)).toBe(binding);
  expect(database.bindingOf(uri, 5)).toBeUndefined();
});
