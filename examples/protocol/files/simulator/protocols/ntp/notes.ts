import type { Notes } from '../codec/notes.ts';

const source = 'RFC 5905 7.3';

export const ntpNotes: Notes = {
  Flags: {
    means: 'Whether a leap second is near, the version, and whether this asks (3) or answers (4).',
    source,
    filter: ['ntp.flags', 'number'],
  },
  Stratum: {
    means: 'How many servers stand between the clock that this time comes from and the sender, and one.',
    source,
    filter: ['ntp.stratum', 'number'],
  },
  Poll: { means: 'How often the sender asks, as a power of two in seconds.', source },
  Precision: { means: 'How fine the sender’s clock is, as a power of two in seconds.', source },
  'Root delay': { means: 'How long a question to the first clock and back takes.', source },
  'Root dispersion': { means: 'How wrong the time may be by now.', source },
  'Reference identifier': {
    means: 'Which clock it is: a name of four letters, or an address.',
    source,
    filter: ['ntp.refid', 'bytes'],
  },
  'Reference timestamp': { means: 'When the sender’s clock was set last.', source },
  'Originate timestamp': { means: 'When the question left, by the clock of who asked.', source },
  'Receive timestamp': { means: 'When the question came, by the clock of who answers.', source },
  'Transmit timestamp': { means: 'When this message left, by the sender’s clock.', source },
  Seconds: { means: 'Seconds since the beginning of 1900.', source: 'RFC 5905 6' },
  Fraction: { means: 'The rest, in parts of 2^32 of a second.', source: 'RFC 5905 6' },
};
