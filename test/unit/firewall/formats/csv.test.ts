import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { csv } from '../../../../simulator/firewall/formats/csv/csv.ts';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { recognise } from '../../../../simulator/firewall/formats/registry.ts';

const text = readFileSync(join(import.meta.dirname, '../../../fixtures/firewalls/csv-request.csv'), 'utf8');

test("a customer's table: columns by their headings, every row understood or undetermined, and why", () => {
  expect(recognise(text)?.id).toBe('csv');
  const reading = csv.read(text, DEFAULT_INTERFACES);
  if ('problem' in reading) throw new Error(reading.problem);
  expect(
    reading.policy.rules.map(({ id, action, direction, transport, enabled, purpose }) => [
      id,
      action,
      direction,
      transport,
      enabled,
      purpose,
    ]),
  ).toEqual([
    ['12', 'permit', 'in', 'tcp', true, 'SIP from anywhere'],
    ['13', 'permit', 'in', 'udp', true, 'STUN; relays'],
    ['14', 'permit', 'in', 'tcp', false, 'web conferences'],
    ['15', 'permit', 'out', 'tcp', true, ''],
    ['16', 'undetermined', 'in', 'any', true, 'turned round'],
    ['17', 'undetermined', 'in', 'any', true, 'for some only'],
    ['18', 'undetermined', 'in', 'any', true, 'no address'],
    ['19', 'drop', 'both', 'any', true, 'the rest'],
  ]);
  expect(
    reading.ledger
      .filter(({ status }) => status !== 'understood')
      .map(({ line, status, why }) => [line, status, why]),
  ).toEqual([
    [
      1,
      'approximated',
      'not known: User; rows that say anything there are undetermined, unless a line above says what it is, such as "# column User = ignore"',
    ],
    [7, 'ignored', '"80-70" is no destination port: what it names is undetermined'],
    [8, 'ignored', 'the column "User" is not known: what it names is undetermined'],
    [9, 'ignored', '"10.45.16.300" is no destination: what it names is undetermined'],
  ]);
});

test('a table in words of its own: what its columns and values mean stands above it', () => {
  const table = `# column Quelle = source
# column Ziel = destination
# column Dienst = destination port
# column Aktion = action
# column Bearbeiter = ignore
# column Ort = place
# value erlauben = permit
# value sperren = drop
Quelle;Ziel;Dienst;Protokoll;Aktion;Bearbeiter
any;10.45.16.10;443;;erlauben;Meier
any;10.45.16.10;443;;SPERREN;Meier
any;10.45.16.20;443;tcp;erlauben;Meier
`;
  expect(recognise(table)?.id).toBe('csv');
  const reading = csv.read(table.replace('Protokoll', 'protocol'), DEFAULT_INTERFACES);
  if ('problem' in reading) throw new Error(reading.problem);
  expect(
    reading.policy.rules.map(({ action, destinations }) => [action, destinations[0]!.first & 255]),
  ).toEqual([
    // Ports without a protocol that has them are no rule.
    ['undetermined', 0],
    ['undetermined', 0],
    ['permit', 20],
  ]);
  expect(reading.ledger[5]).toMatchObject({
    status: 'ignored',
    why: expect.stringContaining('"place" is no column: must be one of id, enabled') as string,
  });
  const unmapped = csv.read(table, DEFAULT_INTERFACES);
  if ('problem' in unmapped) throw new Error(unmapped.problem);
  expect(unmapped.policy.rules.map(({ action }) => action)).toEqual([
    'undetermined',
    'undetermined',
    'undetermined',
  ]);
});
