import type { Notes } from '../codec/notes.ts';

const source = 'assumption ([MS-PSOM] is proprietary)';

export const psomNotes: Notes = {
  Type: { means: 'What is asked or told: connect, join, content.', source },
  Channel: { means: 'Which of the distributed objects of the conference it is for.', source },
  Length: { means: 'Bytes that follow this header.', source },
  'Name length': { means: 'Bytes of the name.', source },
  Name: { means: 'What the value is called.', source },
  'Value length': { means: 'Bytes of the value.', source },
  Value: { means: 'The value as text.', source },
  token: {
    means: 'What the conference handed out through SIP: lets its holder in, and names the server.',
    source,
  },
  conference: { means: 'Which conference is joined.', source },
  title: { means: 'What people call the content that is shown.', source },
  what: { means: 'The kind of content: a slide, a poll, a note.', source },
  url: { means: 'Where the slide can be fetched from the web services, with the key to it.', source },
  server: { means: 'The web conferencing server to which the Edge passes the connection.', source },
};
