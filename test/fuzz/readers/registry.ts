import type { Reader } from '../reader.ts';
import { CAPTURE_READERS } from './captures.ts';
import { CODEC_READERS } from './codecs.ts';
import { DESIGN_READERS } from './designs.ts';
import { IPC_READERS } from './ipc.ts';
import { KEPT_READERS } from './kept.ts';
import { LESSON_READERS } from './lessons.ts';
import { REPLAY_READERS } from './replays.ts';
import { RULE_READERS } from './rules.ts';
import { SERVER_READERS } from './server.ts';
import { WORD_READERS } from './words.ts';

/** Everything that reads what may come from somebody else. */
export const READERS: readonly Reader[] = [
  ...CODEC_READERS,
  ...DESIGN_READERS,
  ...RULE_READERS,
  ...CAPTURE_READERS,
  ...LESSON_READERS,
  ...WORD_READERS,
  ...KEPT_READERS,
  ...REPLAY_READERS,
  ...IPC_READERS,
  ...SERVER_READERS,
];
