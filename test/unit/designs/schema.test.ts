import { ROLES } from '../../../simulator/roles/registry.ts';
import { describe, expect, test } from 'vitest';
import { expectProblem, MARK, problemsAfter, problemsOf } from './helpers.ts';

describe('a wrong value: what stands there, and what would be right', () => {
  test.each([
    [
      '"clientPort": 443',
      '"clientPort": ‸70000',
      '70000 is wrong for "clientPort": it must be a port: a whole number from 0 to 65535',
    ],
    [
      '"clientPort": 443',
      '"clientPort": ‸-1',
      '-1 is wrong for "clientPort": it must be a port: a whole number from 0 to 65535',
    ],
    [
      '"clientPort": 443',
      '"clientPort": ‸"443"',
      '"443" is wrong for "clientPort": it must be a port: a whole number from 0 to 65535',
    ],
    [
      '"clientPort": 443',
      '"clientPort": ‸-443.5',
      '-443.5 is wrong for "clientPort": it must be a port: a whole number from 0 to 65535',
    ],
    [
      '"port": 5061,\n              "target"',
      '"port": ‸65536,\n              "target"',
      '65536 is wrong for "port": it must be a port: a whole number from 0 to 65535',
    ],
    [
      '"delay_ms": 12',
      '"delay_ms": ‸-12',
      '-12 is wrong for "delay_ms": it must be a delay in milliseconds: a number from 0 to 1000000000',
    ],
    [
      '"delay_ms": 12',
      '"delay_ms": ‸1e999',
      'Infinity is wrong for "delay_ms": it must be a delay in milliseconds: a number from 0 to 1000000000',
    ],
    [
      '"delay_ms": 12',
      '"delay_ms": 12, "loss": ‸1.5',
      '1.5 is wrong for "loss": it must be a share from 0 (nothing lost) to 1 (all lost)',
    ],
    [
      '"date": "2011-03-01T09:00:00Z"',
      '"date": ‸"2011-02-30"',
      '"2011-02-30" is wrong for "date": it must be a date such as 2011-03-01 or 2011-03-01T09:00:00Z',
    ],
    [
      '"address": "192.168.1.5"',
      '"address": ‸"192.168.1.500"',
      '"192.168.1.500" is wrong for "address": it must be an IPv4 address: four numbers from 0 to 255, such as 10.45.16.10',
    ],
    [
      '"10.45.16.0/24"',
      '‸"10.45.16.1/24"',
      '"10.45.16.1/24" is wrong for entry 1 of "prefixes": it must be a prefix such as 10.45.16.0/24, no bits set behind its length',
    ],
    [
      '"dport": "5061"',
      '"dport": ‸"5061-5060"',
      '"5061-5060" is wrong for "dport": it must be "any", a port from 0 to 65535, or a range of them such as "50000-59999"; commas between several',
    ],
    [
      '"transport": "tcp"',
      '"transport": ‸"sctp"',
      '"sctp" is wrong for "transport": it must be "tcp", "udp", "tcp-udp", "icmp", "any" or the number of an IP protocol, such as "50"',
    ],
    [
      '"direction": "in"',
      '"direction": ‸"inwards"',
      '"inwards" is wrong for "direction": it must be "in", "out" or "both"',
    ],
    [
      '"default": "drop"',
      '"default": ‸null',
      'null is wrong for "default": it must be "drop", "reject" or "permit"',
    ],
    [
      '"plays": "internal"',
      '"plays": ‸"inside"',
      '"inside" is wrong for "plays": it must be "remote", "internal", "federated", "anonymous" or "public"',
    ],
    [
      '"uri": "sip:alice@contoso.com"',
      '"uri": ‸"alice@contoso.com"',
      '"alice@contoso.com" is wrong for "uri": it must be a SIP address such as sip:alice@contoso.com',
    ],
    [
      '"subject": "sip.contoso.com"',
      '"subject": ‸"sip..contoso.com"',
      '"sip..contoso.com" is wrong for "subject": it must be a DNS name such as sip.contoso.com',
    ],
    [
      '"id": "alice-pc"',
      '"id": ‸"alice pc"',
      '"alice pc" is wrong for "id": it must be a name of at most 64 letters, digits, ".", "_" and "-"',
    ],
    [
      '"title": "Internet"',
      '"title": ‸"Inter\\nnet"',
      '"Inter\\nnet" is wrong for "title": it must be one line of text, without control characters',
    ],
    [
      '"title": "Internet"',
      '"title": ‸{ "en": "Internet" }',
      '{ ... } is wrong for "title": it must be a text in quotes',
    ],
    ['"private": true', '"private": ‸"yes"', '"yes" is wrong for "private": it must be true or false'],
    [
      '"type": "SRV"',
      '"type": ‸"MX"',
      '"MX" is wrong for "type": it must be a record of type "A", "SRV" or "CNAME"',
    ],
    [
      '"format": "edge-lab-design"',
      '"format": ‸"other"',
      '"other" is wrong for "format": it must be "edge-lab-design"',
    ],
    [
      '"pool.contoso.net": [',
      '‸"pool of mine": [',
      '"pool of mine" is wrong as a name: it must be a DNS name such as sip.contoso.com',
    ],
    [
      '"date":',
      '"knobs": { "sip.t1_ms": ‸null }, "date":',
      'null is wrong for "sip.t1_ms": it must be a number, 0 or more',
    ],
  ])('%s becomes %s', (from, to, message) => {
    expectProblem(from, to, message);
  });
});

describe('a field that nobody knows, and one that is missing', () => {
  test('the nearest known one is offered', () => {
    expectProblem(
      '"clientPort": 443',
      `${MARK}"clientPrt": 443`,
      '"clientPrt" is no field here; did you mean "clientPort"?',
    );
    expectProblem(
      '"trust": 2',
      `"trust": 2, ${MARK}"colour": "red"`,
      '"colour" is no field here; must be one of "id", "title", "trust", "prefixes", "private", "delay_ms", "jitter_ms", "loss"',
    );
  });

  test('in a record of any type', () => {
    expectProblem(
      '"address": "10.45.16.10"\n            }',
      `"address": "10.45.16.10", ${MARK}"adress": ""\n            }`,
      '"adress" is no field here; did you mean "address"?',
    );
  });

  test('a missing one is reported where the object begins', () => {
    expectProblem(
      '{\n      "id": "internet",\n      "title": "Internet",',
      `${MARK}{\n      "id": "internet",`,
      '"title" is missing: it must be a text in quotes',
    );
    expectProblem(
      '"nextHop": {\n            "name": "pool.contoso.net",',
      `"nextHop": ${MARK}{`,
      '"name" is missing: it must be a DNS name in quotes',
    );
    expectProblem(
      '{\n          "id": "E1",\n          "role": "Access",\n          "src": "10.45.16.10",',
      `${MARK}{\n          "id": "E1",\n          "role": "Access",`,
      '"src" is missing: it must be a text in quotes',
    );
  });
});

describe('the whole', () => {
  test.each(['[]', '7', 'null', '"design"', 'true'])('%s is no design', (text) => {
    expect(problemsOf(text)).toHaveLength(1);
    expect(problemsOf(text)[0]).toMatch(/^lab\.json:1:1: .* is wrong: it must be an object \{ \}$/);
  });

  test('all problems of a file, not only the first', () => {
    expect(problemsOf('{}')).toEqual(
      [
        '"format" is missing: it must be "edge-lab-design"',
        '"version" is missing: it must be 2, the version of this form',
        '"id" is missing: it must be a name in quotes',
        '"title" is missing: it must be a text in quotes',
        '"zones" is missing: it must be a list of zones',
        '"hosts" is missing: it must be a list of hosts',
        '"firewalls" is missing: it must be a list of firewalls',
      ].map((message) => `lab.json:1:1: ${message}`),
    );
  });

  test('a list in place of an object is one problem', () => {
    expect(problemsAfter((design) => design.zones.push([] as never))).toEqual([
      expect.stringMatching(
        /: \[ \] is wrong for entry 17 of "zones": it must be an object \{ \}$/,
      ) as string,
    ]);
  });
});

describe('roles', () => {
  test('one that nobody knows, with the list of those that are', () => {
    const known = `must be one of ${Object.keys(ROLES)
      .map((name) => `"${name}"`)
      .join(', ')}`;
    expectProblem(
      '"role": "client"',
      '"role": ‸"clint"',
      `role "clint" is not known: ${known}; did you mean "client"?`,
    );
    for (const role of ['constructor', 'toString', 'hasOwnProperty'])
      expectProblem('"role": "client"', `"role": ‸"${role}"`, `role "${role}" is not known: ${known}`);
  });

  test('their own fields are checked at their places', () => {
    expectProblem(
      '"role": "client"',
      '"role": "client", ‸"port": 1',
      '"port" is no field here; must be one of "role"',
    );
    expectProblem(
      '{\n          "role": "client"',
      '‸{\n          "rule": "client"',
      '"role" is missing: it must be a name in quotes',
    );
    expectProblem(
      '"interface": "access"',
      '"interface": ‸5',
      '5 is wrong for "interface": it must be a name in quotes',
    );
  });
});
