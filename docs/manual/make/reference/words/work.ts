import type { WordTable } from './words.ts';

/** What learners hand in, and what they are handed out. */
export const WORK_WORDS: WordTable = {
  'handout.format': 'Tells a hand-out from other files.',
  'handout.version': 'Of this form. A newer one is refused in one sentence.',
  'handout.id': 'The lesson’s.',
  'handout.title': 'The lesson’s.',
  'handout.sealed': 'The lesson’s file, sealed (XChaCha20-Poly1305, in base64).',
  'work.format': 'Tells a work file from other files.',
  'work.version': 'Of this form. A newer one is refused in one sentence.',
  'work.lesson': 'The lesson that it is work for.',
  'lesson.id': 'The lesson’s.',
  'lesson.title': 'The lesson’s.',
  'lesson.digest': 'SHA-256 of the lesson’s file, as it was handed out.',
  'work.learner': 'The name that the learner gave.',
  'work.began': 'When the lesson was begun, by the learner’s clock.',
  'work.ended': 'When it was handed in, by the same clock.',
  'work.seconds': 'For how long it was open.',
  'work.entries': 'What the learner did, in order.',
  'entries.kind':
    'What it was: an answer, a packet found, a network made, a step read, a hint, or the solution shown.',
  'entries.at': 'Seconds since the lesson began.',
  'entries.step': 'The step in which it was.',
  'entries.parts': 'Which option was chosen, by part of the question.',
  'entries.packet': 'The packet that was chosen, by its number.',
  'entries.design': 'The network that was made, by its place in `designs`.',
  'entries.interventions': 'What happens in it, where that is not what the lesson lets happen.',
  'entries.level': 'Which hint, from 1.',
  'work.designs': 'Texts of [designs](designs.md).',
  'work.signature': 'HMAC with SHA-256 over all the rest, with the lesson’s key.',
};
