import { ANY_ADDRESS } from '../../../model/address.ts';
import type { Rule } from '../../../model/policy.ts';
import { hasPorts } from '../../../model/policy.ts';
import type { Service, Words } from '../cisco/words.ts';
import { icmpService, portsOf, transportOf, Unclear } from '../cisco/words.ts';
import type { Objects } from './objects.ts';

/** What a line of an access list says. */
export interface Entry {
  /** One for each service; of an unclear one, at least what it names. */
  readonly rules: readonly Partial<Rule>[];
  readonly unclear: string | null;
  /** Names nothing that there is here. */
  readonly never: string | null;
}

/** Reads the words behind "access-list NAME extended". */
export function entryOf(words: Words, objects: Objects): Entry {
  const action = words.take();
  let unclear: string | null =
    action === 'permit' || action === 'deny' ? null : `"${action}" must be permit or deny`;
  const doubt = (why: string) => {
    unclear ??= why;
  };
  let services = protocolsOf(words, objects);
  if (services instanceof Unclear) {
    doubt(services.why);
    services = [{ transport: 'any' }];
  }
  const ends = {
    sources: [ANY_ADDRESS] as Rule['sources'],
    destinations: [ANY_ADDRESS] as Rule['destinations'],
  };
  for (const [end, ports] of [
    ['sources', 'sourcePorts'],
    ['destinations', 'destinationPorts'],
  ] as const) {
    if (['any6'].includes(words.peek())) return { rules: [], unclear, never: 'IPv6 is not modelled' };
    if (unclear !== null) break;
    const found = objects.addresses(words);
    if (found instanceof Unclear) doubt(found.why);
    else ends[end] = found;
    const asked = portWords(words, objects);
    if (asked instanceof Unclear) doubt(asked.why);
    else if (asked) {
      if (services.some((service) => !hasPorts(service.transport!))) doubt('ports need TCP or UDP');
      else services = services.map((service) => ({ ...service, [ports]: asked }));
    }
  }
  if (unclear === null) services = withTypes(services, words, objects, doubt);
  const options = optionsOf(words);
  if (options.unclear !== null) doubt(options.unclear);
  const what = {
    action:
      unclear !== null
        ? ('undetermined' as const)
        : action === 'permit'
          ? ('permit' as const)
          : ('drop' as const),
    log: options.log,
    enabled: options.enabled,
  };
  // When something is not clear, ports and protocols may be others than those that were read.
  const rules =
    unclear === null ? services.map((service) => ({ ...service, ...ends, ...what })) : [{ ...ends, ...what }];
  return { rules, unclear, never: null };
}

function protocolsOf(words: Words, objects: Objects): readonly Service[] | Unclear {
  const word = words.take();
  if (word === 'object' || word === 'object-group') return objects.services(words.take());
  const transport = transportOf(word);
  return transport === null ? new Unclear(`"${word}" is no protocol`) : [{ transport }];
}

/** Ports behind an address, or a group of them. */
function portWords(words: Words, objects: Objects): Rule['sourcePorts'] | Unclear | null {
  const ports = portsOf(words);
  if (ports || words.peek() !== 'object-group' || !objects.isPorts(words.second())) return ports;
  words.take();
  const name = words.take();
  const services = objects.services(name);
  if (services instanceof Unclear) return services;
  if (!services.every(({ destinationPorts }) => destinationPorts))
    return new Unclear(`${name} holds more than ports`);
  return services.flatMap((service) => service.destinationPorts!);
}

/** Types of ICMP behind the addresses. */
function withTypes(
  services: readonly Service[],
  words: Words,
  objects: Objects,
  doubt: (why: string) => void,
): readonly Service[] {
  if (!services.every((service) => service.transport === 'icmp') || words.done || OPTIONS.has(words.peek()))
    return services;
  if (words.peek() === 'object-group') {
    words.take();
    const found = objects.services(words.take());
    if (!(found instanceof Unclear)) return found;
    doubt(found.why);
    return services;
  }
  const found = icmpService(words);
  if (!(found instanceof Unclear)) return [found];
  doubt(found.why);
  return services;
}

const OPTIONS = new Set(['log', 'inactive', 'time-range']);
const LOG_WORDS =
  /^(disable|default|interval|\d{1,6}|emergencies|alerts|critical|errors|warnings|notifications|informational|debugging)$/;

function optionsOf(words: Words): { log: boolean; enabled: boolean; unclear: string | null } {
  let [log, enabled] = [false, true];
  while (!words.done) {
    const word = words.take();
    if (word === 'inactive') enabled = false;
    else if (word === 'log') {
      log = words.peek() !== 'disable';
      while (LOG_WORDS.test(words.peek())) words.take();
    } else
      return {
        log,
        enabled,
        unclear: word === 'time-range' ? 'it holds at some times only' : `"${word}" is not known`,
      };
  }
  return { log, enabled, unclear: null };
}
