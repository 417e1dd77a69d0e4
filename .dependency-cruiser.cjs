/** Who may import whom. The direction of the simulator: kernel <- model <- network, firewall, protocols <- roles <- world, features <- run. */
const layer = (name, from, to) => ({
  name,
  severity: 'error',
  comment: 'see ARCHITECTURE.md',
  from: { path: from },
  to: { path: '^(simulator|renderer|electron)/', pathNot: to },
});

/** Protocols are siblings; these alone may use others. */
const SIBLINGS = {
  crl: 'tls|http',
  http: 'tls|dns',
  ice: 'stun|turn|rtp|raw|sdp|dns',
  icmp: 'ip',
  sip: 'tls|dns|raw',
  stun: 'rtp|raw',
  turn: 'stun|rtp|raw',
};

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    layer('kernel', '^simulator/kernel/', '^simulator/kernel/'),
    layer('model', '^simulator/model/', '^simulator/(kernel|model)/'),
    layer('network', '^simulator/network/', '^simulator/(kernel|model|network)/'),
    layer('firewall', '^simulator/firewall/', '^simulator/(kernel|model|firewall)/'),
    {
      ...layer('protocol', '', '^simulator/(kernel|model|network|protocols/(codec|$1))/'),
      from: {
        path: '^simulator/protocols/([^/]+)/',
        pathNot: `^simulator/protocols/(${Object.keys(SIBLINGS).join('|')})/`,
      },
    },
    ...Object.entries(SIBLINGS).map(([own, others]) =>
      layer(
        `protocol-${own}`,
        `^simulator/protocols/${own}/`,
        `^simulator/(kernel|model|network|protocols/(codec|${own}|${others}))/`,
      ),
    ),
    layer('codec', '^simulator/protocols/codec/', '^simulator/(kernel|model|protocols/codec)/'),
    layer('roles', '^simulator/roles/', '^simulator/(kernel|model|network|firewall|protocols|roles)/'),
    layer('designs', '^simulator/designs/', '^simulator/(kernel|model|firewall|roles|designs)/'),
    layer(
      'world',
      '^simulator/world/',
      '^simulator/(kernel|model|network|firewall|protocols|roles|designs|world)/',
    ),
    layer(
      'features',
      '^simulator/features/',
      '^simulator/(kernel|model|network|protocols|roles|world|features)/',
    ),
    layer('analysis', '^simulator/analysis/', '^simulator/(kernel|model|protocols|analysis|run)'),
    layer('capture', '^simulator/capture/', '^simulator/(kernel|model|protocols|analysis|capture)/'),
    layer('replay', '^simulator/replay/', '^simulator/(kernel|model|replay)/'),
    layer('filters', '^simulator/filters/', '^simulator/(kernel|model|protocols|analysis|designs|filters)/'),
    layer('faults', '^simulator/faults/', '^simulator/(kernel|model|roles|faults)/'),
    layer(
      'sweep',
      '^simulator/sweep/',
      '^simulator/(kernel|model|protocols|analysis|designs|faults|features|sweep|run)',
    ),
    layer(
      'minimal',
      '^simulator/minimal/',
      '^simulator/(kernel|model|firewall|designs|analysis|minimal|run)',
    ),
    layer(
      'review',
      '^simulator/review/',
      '^simulator/(kernel|model|network|firewall|protocols|designs|world|analysis|capture|review|run)',
    ),
    layer(
      'policies',
      '^simulator/policies/',
      '^simulator/(kernel|model|firewall|designs|features|review|policies)/',
    ),
    layer(
      'reports',
      '^simulator/reports/',
      '^simulator/(kernel|model|firewall|designs|analysis|review|reports|run)',
    ),
    layer(
      'lessons',
      '^simulator/lessons/',
      '^simulator/(kernel|model|firewall|protocols|designs|features|analysis|filters|faults|sweep|minimal|policies|reports|lessons|run)',
    ),
    layer('simulator', '^simulator/', '^simulator/'),
    layer('files', '^electron/files/', '^electron/files/'),
    layer('shell', '^electron/(main|preload|ipc|shell)/', '^electron/(main|preload|ipc|shell|files)/'),
    layer('command-line', '^electron/cli/', '^(electron/(cli|files)|simulator)/'),
    {
      ...layer(
        'window',
        '^renderer/(?!worker/)',
        '^(renderer/|electron/ipc/|simulator/(model|protocols|analysis|filters|replay|designs/forms)/|simulator/(designs/(text|quote)|kernel/pieces|lessons/entry|roles/(role|schemas))|simulator/reports/(?!kinds|formats))',
      ),
      comment: 'only the worker runs the simulator; the window reads its trace',
    },
    layer('worker', '^renderer/worker/', '^(renderer/worker|simulator)/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.svelte', '.json'] },
  },
};
