import { linesOf } from '../ledger.ts';
import type { Interfaces, Reading, Refusal } from '../format.ts';
import { Configuration } from './configuration.ts';
import { Judge } from './judge.ts';

/** Reads what "show running-config" of a router prints: first what it defines, then what its interfaces do with it. */
export function read(text: string, interfaces: Interfaces): Reading | Refusal {
  const configuration = new Configuration(linesOf(text));
  return new Judge(configuration, interfaces).read();
}
