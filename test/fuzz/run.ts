import { fuzz, NAMES } from './decoders.ts';

/*
 * npm run fuzz [-- <inputs> <seed> <codec>...]: hostile input for each decoder, a million times. Ends with 1 when one
 * answers wrongly or takes too long.
 */

/** The most that one input of at most 4 kB may take of the processor, with the collection of what others left. */
const LONGEST_ms = 250;

/** Milliseconds of the processor that this program has had. */
function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const [inputs = '1000000', seed = '1', ...names] = process.argv.slice(2);
// The valid messages are made once, before anything is measured.
fuzz(NAMES[0]!, 1, 0);
let failed = false;
for (const name of names.length > 0 ? names : NAMES) {
  const started = spent();
  let before = started;
  let longest = 0;
  const { read, refused, exact, faults } = fuzz(name, Number(seed), Number(inputs), () => {
    const now = spent();
    longest = Math.max(longest, now - before);
    before = now;
  });
  const seconds = (spent() - started) / 1000;
  process.stdout.write(
    `${name}: ${read} read (${exact} exact), ${refused} refused, ${faults.length} wrong; ` +
      `${seconds.toFixed(1)} s, longest ${longest.toFixed(0)} ms\n`,
  );
  for (const fault of faults) process.stdout.write(`  ${fault}\n`);
  failed ||= faults.length > 0 || longest > LONGEST_ms;
}
process.exitCode = failed ? 1 : 0;
