import { compare, jobOf, noKernel } from './referee.ts';

/*
 * `npm run referee:kernel [-- RULE-SETS [PACKETS-EACH [FIRST-SEED]]]`: the engine against a Linux kernel, 220 rule sets of 500 packets unless
 * said otherwise. Exit status 1 when they disagree anywhere.
 */
const [sets = 220, each = 500, first = 1] = process.argv.slice(2).map(Number);
const missing = noKernel();
if (missing !== null) console.log(`skipped: ${missing}`);
else {
  let packets = 0;
  let differences = 0;
  const BATCH = 10;
  for (let at = 0; at < sets; at += BATCH) {
    const jobs = Array.from({ length: Math.min(BATCH, sets - at) }, (_, index) =>
      jobOf(first + at + index, each),
    );
    const found = compare(jobs);
    packets += found.packets;
    differences += found.differences.length;
    for (const one of found.differences.slice(0, 5)) console.log(JSON.stringify(one));
    console.log(`${at + jobs.length} rule sets, ${packets} packets, ${differences} differences`);
  }
  if (differences > 0) process.exitCode = 1;
}
