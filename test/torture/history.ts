/** Where the figures of these commands are kept when they are asked to record them. */
export const HISTORY = 'docs/torture/history.jsonl';
