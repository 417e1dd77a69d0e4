/** What people call the kinds of machines, where the kind's own name does not do. */
const MACHINES: Readonly<Record<string, string>> = {
  tls: 'TLS session',
  tcp: 'TCP connection',
  'sip-transaction': 'SIP transaction',
  'sip-dialog': 'SIP dialog',
  'ice-agent': 'ICE',
  'ice-pair': 'ICE pair',
  'media-stream': 'media stream',
  'turn-client': 'TURN client',
  'turn-allocation': 'TURN allocation',
};

/** States for which there is a better word than "is". */
const STATES: Readonly<Record<string, string>> = { failed: 'fails' };

/** "ICE" for the kind "ice-agent". */
export function machineWords(machine: string): string {
  return MACHINES[machine] ?? machine.replaceAll('-', ' ');
}

/** The kind of machine that somebody means; null when none is called so. */
export function machineOf(words: string, known: readonly string[]): string | null {
  const wanted = plain(words);
  const all = [...Object.keys(MACHINES), ...known];
  return all.find((machine) => [plain(machineWords(machine)), machine].includes(wanted)) ?? null;
}

/** "is registered", "fails" */
export function stateWords(state: string): string {
  return STATES[state] ?? `is ${state}`;
}

/** Every way to say that something comes to a state, with the state's place behind the subject. */
const CHANGES = /^(.+?)\s+(?:is|are|becomes|gets|goes|reaches|comes to)\s+(.+)$/i;

/** Whose state, and which. */
export interface Change {
  readonly subject: string;
  readonly state: string;
}

/** "Alice" and "registered" of "Alice is registered". */
export function changeIn(text: string): Change | null {
  for (const [state, words] of Object.entries(STATES))
    if (text.toLowerCase().endsWith(` ${words}`))
      return { subject: text.slice(0, -words.length - 1).trim(), state };
  const [, subject, state] = CHANGES.exec(text) ?? [];
  return subject === undefined || state === undefined ? null : { subject, state };
}

/** Words as they are compared: capital letters, blanks, articles and a closing dot do not count. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '')
    .replace(/^(?:(?:until|when|the first|the next|first|next|a|an|any|the)\s)+/, '');
}
