import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { writeWhole } from '../../electron/files/whole-file.ts';

/*
 * Saves a file again and again, up to a number or until it is killed, and says each time that one is kept. Started by kill-files.ts.
 */

const [file = '', first = '1', last = 'Infinity'] = process.argv.slice(2);
const LONGEST = 2_000_000;

for (let number = Number(first); number <= Number(last); number++) {
  const body = `${number}\n${String(number).repeat(Math.floor((Math.random() * LONGEST) / String(number).length))}\n`;
  const sum = createHash('sha256').update(body).digest('hex');
  writeWhole(file, (write) => {
    for (let at = 0; at < body.length; at += 60_000) write(body.slice(at, at + 60_000));
    write(sum);
  });
  writeSync(1, `${number}\n`);
}
