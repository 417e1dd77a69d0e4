import type { Design } from '../../model/design.ts';
import { machineWords, stateWords } from './words.ts';

/** Whose change of state is meant: every machine of a kind, all of a host, or those of one title. */
export type Subject =
  | { readonly kind: 'machine'; readonly machine: string }
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'title'; readonly title: string };

/** Something that can happen in a run, and by which one stops. */
export type Condition =
  /** A packet is lost; at one firewall, stopped by it. */
  | { readonly kind: 'loss' }
  | { readonly kind: 'drop'; readonly firewall: string }
  | { readonly kind: 'rule'; readonly rule: string }
  | { readonly kind: 'state'; readonly subject: Subject; readonly state: string }
  /** Somebody sees something with these words in it; anybody when `person` is null. */
  | { readonly kind: 'see'; readonly person: string | null; readonly text: string }
  | { readonly kind: 'act'; readonly text: string }
  /** A packet that matches a display filter is sent. */
  | { readonly kind: 'packet'; readonly filter: string };

/** A condition in words: what `readCondition` reads as the same. */
export function printCondition(condition: Condition, design: Design): string {
  switch (condition.kind) {
    case 'loss':
      return 'a packet is lost';
    case 'drop':
      return `a packet is dropped at ${wallWords(design, condition.firewall)}`;
    case 'rule':
      return `rule ${condition.rule} is used`;
    case 'state':
      return `${subjectWords(design, condition.subject)} ${stateWords(condition.state)}`;
    case 'see': {
      const person = design.people.find(({ id }) => id === condition.person);
      return `${person?.name ?? 'somebody'} sees: ${condition.text}`;
    }
    case 'act':
      return condition.text;
    case 'packet':
      return condition.filter;
  }
}

function subjectWords(design: Design, subject: Subject): string {
  switch (subject.kind) {
    case 'machine':
      return machineWords(subject.machine);
    case 'host':
      return design.hosts.find(({ id }) => id === subject.host)?.title ?? subject.host;
    case 'title':
      return subject.title;
  }
}

/** "the external firewall" for one whose title is "External firewall", "Fabrikam's firewall" as it is. */
export function wallWords(design: Design, firewall: string): string {
  const title = design.firewalls.find(({ id }) => id === firewall)?.title ?? firewall;
  return /'s\s/.test(title) ? title : `the ${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}
