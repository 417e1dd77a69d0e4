import type { Notes } from '../codec/notes.ts';

export const rawNotes: Notes = {
  Bytes: { means: 'Bytes that belong to no protocol known here.', source: 'this lab' },
};
