/** A way of calling a command, without the word `lab` in front, and what it is good for. */
export interface Example {
  readonly line: string;
  readonly what: string;
}

/** Examples of each command; a test holds their options against the commands. */
export const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  features: [{ line: 'features', what: 'which ids there are, for `--only`, `--require` and `--features`' }],
  design: [
    { line: 'design', what: 'which designs there are' },
    { line: 'design reference-1 > mine.edgelab', what: 'a design of one’s own begins with one of them' },
  ],
  run: [
    { line: 'run', what: 'the reference design: what works, and why what does not' },
    {
      line: 'run mine.edgelab --only remote-sign-in,remote-im',
      what: 'two features of a design of one’s own',
    },
    { line: 'run --close E12 --json', what: 'a rule switched off, for a program to read' },
    { line: 'run --set firewalls.external.default=reject', what: 'any value of the design changed' },
    {
      line: 'run --at "5:close E3" --at "20:open E3"',
      what: 'a rule gone for a quarter of a minute in the middle of it',
    },
    {
      line: 'run --firewall external=asa.txt --only av-remote-internal',
      what: 'with the rules of a real firewall',
    },
    {
      line: 'run --only remote-sign-in --pcap sign-in.pcapng --pcap-clear',
      what: 'its packets for Wireshark, TLS taken off',
    },
  ],
  whatif: [
    { line: 'whatif', what: 'which features each rule is needed for' },
    { line: 'whatif --depth 2 --csv > pairs.csv', what: 'every pair of rules, for a spreadsheet' },
    {
      line: 'whatif --faults service,host --only av-remote-internal',
      what: 'services stopped and servers switched off',
    },
  ],
  worker: [
    {
      line: 'worker --queue redis://10.0.0.5:6379',
      what: 'lends this machine to a sweep that runs with `--queue`',
    },
  ],
  minimal: [
    {
      line: 'minimal --features remote-sign-in,remote-im',
      what: 'the smallest set of rules for signing in and messages',
    },
    { line: 'minimal --features all --json', what: 'for everything, with its proof' },
  ],
  repair: [
    {
      line: 'repair --close E12,E14 --features av-remote-internal',
      what: 'what to open so that calls work again',
    },
  ],
  explain: [
    { line: 'explain av-remote-internal', what: 'step by step why a call works' },
    {
      line: 'explain mine.edgelab av-remote-internal --close E12',
      what: 'why it does not, in a design of one’s own',
    },
  ],
  'report matrix': [{ line: 'report matrix --as html --out matrix.html', what: 'what breaks, as a page' }],
  'report request-form': [
    { line: 'report request-form mine.edgelab --as markdown', what: 'the rules to ask for, with reasons' },
  ],
  'report review': [
    {
      line: 'report review before.edgelab after.edgelab --as pdf --out review.pdf',
      what: 'what a change does, to be signed',
    },
  ],
  'report summary': [
    { line: 'report summary --as html --out summary.html', what: 'a page for those who decide' },
  ],
  replay: [
    {
      line: 'replay --only remote-sign-in --out sign-in.html',
      what: 'one file that plays the run in any browser',
    },
  ],
  'firewall import': [
    { line: 'firewall import running-config.txt', what: 'what was understood, line by line' },
    {
      line: 'firewall import rules.txt --format ios --interfaces outside=Gi0/0,inside=Gi0/1 --json',
      what: 'with its form and its interfaces named',
    },
  ],
  'firewall export': [
    {
      line: 'firewall export --firewall external --format asa > external.txt',
      what: 'the rules of the reference design for a Cisco ASA',
    },
  ],
  'firewall lint': [
    {
      line: 'firewall lint --firewall external=asa.txt',
      what: 'what is odd about the rules of a real firewall',
    },
  ],
  'firewall verdict': [
    { line: 'firewall verdict mine.edgelab < packets.jsonl', what: 'packets in, verdicts out' },
  ],
  diff: [
    { line: 'diff before.edgelab after.edgelab', what: 'what two designs do differently' },
    { line: 'diff old-asa.txt new-asa.txt --firewall external', what: 'the same of two files of rules' },
  ],
  verify: [
    { line: 'verify mine.edgelab --require remote-sign-in,av-remote-internal', what: 'a gate in a pipeline' },
    {
      line: 'verify mine.edgelab --policy policy.json --junit result.xml',
      what: 'a policy, reported as tests are',
    },
  ],
  capture: [
    {
      line: 'capture edge.pcapng',
      what: 'what is in a capture, and what the reference design would stop of it',
    },
    {
      line: 'capture edge.pcapng mine.edgelab --close E9 --map 10.0.0.0/24=10.45.16.0',
      what: 'what a proposed change would stop, with addresses renamed',
    },
  ],
  'lesson course': [{ line: 'lesson course', what: 'the lessons that come with the program' }],
  'lesson show': [
    { line: 'lesson show signing-in > mine.yaml', what: 'a lesson of one’s own begins with one of them' },
  ],
  'lesson check': [{ line: 'lesson check mine.yaml', what: 'can it be done, and do its answers hold?' }],
  'lesson make': [
    {
      line: 'lesson make --faults 2 --difficulty hard --seed 7 --out lab.yaml',
      what: 'a lab with faults that are drawn',
    },
  ],
  'lesson handout': [
    { line: 'lesson handout lab.yaml --out lab.edgelesson', what: 'one sealed file for learners' },
  ],
  'lesson key': [
    { line: 'lesson key lab.yaml --as pdf --out key.pdf', what: 'the answers, for the trainer' },
  ],
  'lesson sheet': [{ line: 'lesson sheet lab.yaml --as html --out sheet.html', what: 'the tasks on paper' }],
  'lesson grade': [
    {
      line: 'lesson grade lab.yaml ada.edgework ben.edgework --out results.csv',
      what: 'a row for each learner',
    },
  ],
  bench: [{ line: 'bench --json', what: 'the figures of the performance goals, on this machine' }],
};

/** When a command's answer is no. The others end with 0 or 2. */
export const ENDS_WITH_1: Readonly<Record<string, string>> = {
  whatif: 'some cases could not be swept, because workers went away',
  'report matrix': 'some cases could not be swept',
  minimal: 'no set of rules is enough, or a feature does not work even with every rule open',
  repair: 'no rules that could be opened or added would do',
  verify: 'something that must hold does not',
  diff: 'the two differ',
  'firewall lint': 'an error was found',
  capture: 'something that the capture shows answered would be stopped',
  'lesson check': 'a lesson cannot be done',
  'lesson grade': 'a work file could not be graded',
};
