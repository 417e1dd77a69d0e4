import { expect, test } from 'vitest';
import { askingApi } from '../../../electron/ipc/asking.ts';
import type { Channel } from '../../../electron/ipc/channels.ts';

test('the window asks by its method, and an answer of another form is refused', async () => {
  const asked: Channel[] = [];
  const answers = [{ used_mb: 80 }, { used_mb: 'much' }];
  const api = askingApi((channel) => {
    asked.push(channel);
    return Promise.resolve(answers.shift());
  });
  expect(await api.memory()).toEqual({ used_mb: 80 });
  await expect(api.memory()).rejects.toThrow();
  expect(asked).toEqual(['app:memory', 'app:memory']);
});
