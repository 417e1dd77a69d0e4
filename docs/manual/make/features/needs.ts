import { badness } from '../../../../simulator/analysis/matrix.ts';
import { neededRules } from '../../../../simulator/analysis/needs.ts';
import { enumeration, exposureWords } from '../../../../simulator/analysis/words.ts';
import { ROLES } from '../../../../simulator/roles/registry.ts';
import { isDns } from '../../../../simulator/protocols/dns/message.ts';
import { recordText } from '../../../../simulator/protocols/dns/records.ts';
import { innermost } from '../../../../simulator/protocols/registry.ts';
import { TraceReader } from '../../../../simulator/model/trace-reader.ts';
import { Places } from '../../../../simulator/reports/kinds/places.ts';
import { directionOf, serviceOf } from '../../../../simulator/reports/kinds/rule-words.ts';
import { code, escaped, joined, list, table } from '../page.ts';
import type { Study } from './study.ts';
import { outcomeWords } from './words.ts';

/** What must be there: rules, names and servers, found by taking each away. */
export function needs(study: Study): string {
  return joined(
    '### Rules',
    rules(study),
    smallest(study),
    '### Names',
    names(study),
    '### Servers',
    servers(study),
  ).trim();
}

/** Every rule that the feature goes by, and what it is without it. */
function rules(study: Study): string {
  const { base, design, cases, pairs } = study;
  const places = new Places(design);
  const used = new Set(neededRules(base, design).map(({ rule }) => rule.id));
  const hurting = new Map(cases.flatMap((one) => (one.fault.kind === 'rule' ? [[one.fault.id, one]] : [])));
  const together = new Map<string, string[]>();
  for (const { faults } of pairs)
    for (const { id } of faults)
      together.set(id, [
        ...(together.get(id) ?? []),
        ...faults.map((one) => one.id).filter((other) => other !== id),
      ]);
  const rows = design.firewalls.flatMap((firewall) =>
    firewall.rules.flatMap((rule) => {
      if (!used.has(rule.id) && !hurting.has(rule.id) && !together.has(rule.id)) return [];
      const case_ = hurting.get(rule.id);
      const others = together.get(rule.id) ?? [];
      const without = case_ ? outcomeWords(base, case_.run) : 'nothing changes';
      const also = others.length > 0 ? `; with ${enumeration(others, 'or')} closed too, worse` : '';
      return [
        [
          `**${rule.id}**`,
          escaped(firewall.title),
          escaped(places.source(rule, firewall)),
          escaped(places.destination(rule, firewall)),
          serviceOf(rule),
          directionOf(rule),
          `${without}${also}`,
        ],
      ];
    }),
  );
  if (rows.length === 0) return 'No rule of ours: nothing of it passes one of our firewalls.';
  return joined(
    table(['Rule', 'Firewall', 'From', 'To', 'Protocol and port', 'Direction', 'Without it alone'], rows),
    'The direction says who may begin: *in* leads to the more trusted side of that firewall.',
  ).trim();
}

function smallest({ sets }: Study): string {
  const [first, ...others] = sets.filter((set) => set.rules.length > 0);
  if (!first) return '';
  const told = (set: typeof first) => `**${enumeration(set.rules)}** (${exposureWords(set.cost.exposed)})`;
  return joined(
    `The smallest set of rules with which it works as well as with all of them: ${told(first)}. Without any one of these it is worse.`,
    others.length === 0 ? '' : `Other sets, none of which holds the first: ${others.map(told).join('; ')}.`,
  ).trim();
}

/** A question of DNS that was answered. */
interface Question {
  readonly record: string;
  readonly server: string;
  readonly askers: Set<string>;
  readonly answer: string;
  readonly without: string;
}

/** The questions of DNS that were answered, and what becomes of the feature without each record. */
function names(study: Study): string {
  const questions = questionsOf(study);
  if (questions.length === 0) return 'No name is asked for.';
  return table(
    ['Record', 'Asked of', 'By', 'Answer', 'Without it alone'],
    questions.map(({ record, server, askers, answer, without }) => [
      record,
      escaped(server),
      escaped([...askers].join(', ')),
      answer,
      without,
    ]),
  );
}

function questionsOf({ base, cases }: Study): readonly Question[] {
  const reader = new TraceReader(base.trace);
  const without = new Map(cases.map(({ fault, run }) => [fault.id, outcomeWords(base, run)]));
  const found = new Map<string, Question>();
  for (let packet = 0; packet < reader.packetCount; packet++) {
    const message = reader.message(packet);
    const inside = message ? innermost(message) : null;
    if (!inside || !isDns(inside) || !inside.response || reader.disposition(packet).lost) continue;
    const { name, type } = inside.question;
    const steps = reader.eventsOfPacket(packet);
    const nodeAt = (event: number) => reader.node(reader.trace.events.node[event]!);
    const server = nodeAt(steps[0]!);
    const fault = `dns:${server.id}/${type}/${name}`;
    const question = found.get(fault) ?? {
      record: `${type} ${code(name)}`,
      server: server.title,
      askers: new Set(),
      answer: inside.answers.map((record) => code(recordText(record))).join(', ') || 'no such name',
      without: without.get(fault) ?? 'nothing changes',
    };
    question.askers.add(nodeAt(steps.at(-1)!).title);
    found.set(fault, question);
  }
  return [...found.values()];
}

/** What must run. What another one of its kind makes up for is not in it. */
function servers({ base, cases, design }: Study): string {
  const worse = cases.filter(({ run }) => badness(run.finding) > badness(base.finding));
  const placesOf = (kind: string) =>
    worse.filter(({ fault }) => fault.kind === kind).map(({ fault }) => fault.place.split('/'));
  const hosts = new Map<string, string[]>();
  for (const [, id, role] of placesOf('service')) {
    const title = design.hosts.find((host) => host.id === id)!.title;
    hosts.set(title, [...(hosts.get(title) ?? []), ROLES[role!]!.title]);
  }
  const services = [...hosts].map(([host, its]) => `${escaped(host)} (${escaped(its.join(', '))})`);
  const certificates = placesOf('expired').map(([, id]) => {
    const { subject } = design.certificates.find((one) => one.id === id)!;
    return `${escaped(subject)} (${code(id!)})`;
  });
  return list([
    services.length === 0
      ? 'No single service without which it is worse: another one steps in.'
      : `Services without which it is worse: ${services.join('; ')}.`,
    certificates.length === 0
      ? 'No certificate that would harm it by running out.'
      : `Certificates that must be good, each with its id in the design: ${certificates.join('; ')}.`,
  ]);
}
