/** What README.md tells people to type, and what its commands need to run as they stand. */

/** The commands of the blocks of `sh`, in order, without what is said beside them. */
export function commandsIn(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^```sh\n(.*?)^```/gms)].map((found) => found[1]!);
  return blocks.flatMap((block) =>
    block
      .replace(/\\\n\s*/g, '')
      .split('\n')
      .map((line) => line.replace(/\s+# .*$/, '').trim())
      .filter((line) => line !== '' && !line.startsWith('#')),
  );
}

const LAB = 'npm run -s lab --';
const EXTERNAL = `${LAB} firewall export --firewall external --format`;
const PACKET =
  '{ "t": 0, "firewall": "external", "src": "203.0.113.9", "sport": 50000, "dst": "10.45.16.10", "dport": 443, "transport": "tcp", "flags": "S" }';

/** Files that people have of their own, and how to come by one that does. */
export const THEIR_FILES: Readonly<Record<string, string>> = {
  'border.cfg': `${EXTERNAL} ios --interfaces outside=Gi0/0,inside=Gi0/1 | grep -v "eq 3478$" > border.cfg`,
  'current.cfg': `${EXTERNAL} asa > current.cfg`,
  'proposed.cfg': `${EXTERNAL} asa | grep -v 3478 > proposed.cfg`,
  'packets.jsonl': `echo '${PACKET}' > packets.jsonl`,
  'office.pcapng': `${LAB} run --only remote-im --pcap office.pcapng`,
  'my-design.json': `${LAB} design reference-1 > my-design.json`,
  'current.json': `${LAB} design reference-1 > current.json`,
  'proposed.json': `${LAB} design one-address > proposed.json`,
};

/** Where a command's answer is "no": they differ, something does not hold. All others end with status 0. */
const ANSWERS_NO = [/ lab -- diff /];

/** The exit status with which a command of README.md should end. */
export function expectedStatus(command: string): number {
  return ANSWERS_NO.some((form) => form.test(command)) ? 1 : 0;
}

/** The Redis server that README.md speaks of: nobody's. */
export const THEIR_REDIS = 'redis://10.0.0.5:6379';
