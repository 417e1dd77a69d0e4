/*
 * The statements of a Junos configuration that decide packets, as a tree (Junos CLI reference, "[edit security] Hierarchy
 * Level" and its siblings). What is not in it is kept as it stands, for whoever reads its surroundings to judge.
 */

/** How a statement is built. */
export interface Shape {
  /** Words behind the keyword that belong to its name. */
  readonly values?: number;
  /** It may be given several times, or with values in brackets: each value is a statement of its own. */
  readonly list?: true;
  /** "A to B" is one value. */
  readonly to?: true;
  /** Given again, it takes the place of what stood there. */
  readonly once?: true;
  /** Statements below it. */
  readonly inner?: Shapes;
}
export type Shapes = Readonly<Record<string, Shape>>;

const list: Shape = { list: true };
const ranges: Shape = { list: true, to: true };
const flag: Shape = {};
const once: Shape = { values: 1, once: true };
/** Known by its keyword; what is below it is kept as it stands. */
const open: Shape = { inner: {} };

const policy: Shape = {
  values: 1,
  inner: {
    description: once,
    match: {
      inner: {
        'source-address': list,
        'destination-address': list,
        application: list,
        'source-address-excluded': flag,
        'destination-address-excluded': flag,
        'from-zone': list,
        'to-zone': list,
      },
    },
    then: {
      inner: {
        permit: open,
        deny: open,
        reject: open,
        log: { inner: { 'session-init': flag, 'session-close': flag } },
        count: open,
      },
    },
  },
};

const addressBook: Shapes = {
  description: once,
  address: {
    values: 1,
    inner: {
      description: once,
      'range-address': { values: 1, to: true },
      'dns-name': open,
      'wildcard-address': { values: 1 },
    },
  },
  'address-set': { values: 1, inner: { description: once, address: list, 'address-set': list } },
};

const term: Shapes = {
  alg: once,
  'application-protocol': once,
  protocol: once,
  'source-port': once,
  'destination-port': once,
  'icmp-type': once,
  'icmp-code': once,
  'inactivity-timeout': once,
};

const ruleSet = (then: Shapes): Shape => ({
  values: 1,
  inner: {
    description: once,
    from: { inner: { zone: list, interface: list, 'routing-instance': list } },
    to: { inner: { zone: list, interface: list, 'routing-instance': list } },
    rule: {
      values: 1,
      inner: {
        description: once,
        match: {
          inner: {
            'source-address': list,
            'source-address-name': list,
            'source-port': ranges,
            'destination-address': list,
            'destination-address-name': list,
            'destination-port': ranges,
            protocol: list,
            application: list,
          },
        },
        then: { inner: then },
      },
    },
  },
});

const nat: Shapes = {
  source: {
    inner: {
      pool: { values: 1, inner: { address: ranges, description: once } },
      'rule-set': ruleSet({
        'source-nat': { inner: { interface: open, off: flag, pool: { values: 1, inner: {} } } },
      }),
    },
  },
  destination: {
    inner: {
      pool: {
        values: 1,
        inner: { address: { values: 1, to: true, inner: { port: once } }, description: once },
      },
      'rule-set': ruleSet({ 'destination-nat': { inner: { off: flag, pool: { values: 1 } } } }),
    },
  },
  static: {
    inner: {
      'rule-set': ruleSet({
        'static-nat': {
          inner: { prefix: { values: 1, inner: { 'mapped-port': { values: 1, to: true } } } },
        },
      }),
    },
  },
  'proxy-arp': { inner: { interface: { values: 1, inner: { address: ranges } } } },
};

const flow: Shapes = {
  'tcp-session': {
    inner: {
      'tcp-initial-timeout': once,
      'no-syn-check': flag,
      'no-sequence-check': flag,
      'time-wait-state': {
        inner: { 'session-timeout': once, 'apply-to-half-close-state': flag, 'session-ageout': flag },
      },
    },
  },
};

const security: Shapes = {
  'address-book': {
    values: 1,
    inner: { ...addressBook, attach: { inner: { zone: list } } },
  },
  alg: { inner: { sip: { inner: { disable: flag } } } },
  flow: { inner: flow },
  nat: { inner: nat },
  policies: {
    inner: {
      'from-zone': { values: 3, inner: { policy } },
      global: { inner: { policy } },
      'default-policy': { inner: { 'permit-all': flag, 'deny-all': flag } },
    },
  },
  zones: {
    inner: {
      'security-zone': {
        values: 1,
        inner: {
          description: once,
          'address-book': { inner: addressBook },
          interfaces: { values: 1, inner: {} },
          screen: once,
          'tcp-rst': flag,
        },
      },
    },
  },
};

/** The top of the configuration. */
export const HIERARCHY: Shape = {
  inner: {
    applications: {
      inner: {
        application: {
          values: 1,
          inner: { description: once, ...term, term: { values: 1, inner: term } },
        },
        'application-set': {
          values: 1,
          inner: { description: once, application: list, 'application-set': list },
        },
      },
    },
    'apply-groups': list,
    firewall: open,
    groups: { values: 1, inner: {} },
    interfaces: {
      values: 1,
      inner: {
        unit: {
          values: 1,
          inner: { family: { values: 1, inner: { address: { values: 1, inner: {} } } } },
        },
      },
    },
    security: { inner: security },
  },
};
