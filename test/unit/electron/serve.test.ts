import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Serving } from '../../../electron/shell/serve.ts';
import { serve, serveNear } from '../../../electron/shell/serve.ts';

const root = mkdtempSync(join(tmpdir(), 'edge-lab-serve-'));
writeFileSync(join(root, 'index.html'), '<p>hello');
const open: Serving[] = [];
const opened = (serving: Serving) => {
  open.push(serving);
  return serving;
};
afterEach(() => {
  for (const { server } of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

test('serves on 127.0.0.1 only, and HEAD without a body', async () => {
  const { server, url, port } = opened(await serve(root));
  expect(server.address()).toMatchObject({ address: '127.0.0.1', port });
  expect(await (await fetch(url)).text()).toBe('<p>hello');
  const head = await fetch(`${url}index.html?x#y`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '8', '']);
});

test('localhost is another name, and refused like any other', async () => {
  const { port } = opened(await serve(root));
  const refused = await fetch(`http://localhost:${port}/`).then(
    (response) => response.status === 403,
    // Where localhost is ::1 alone, nobody listens there.
    () => true,
  );
  expect(refused).toBe(true);
});

test('a taken port leads to the next', async () => {
  const first = opened(await serve(root));
  const second = opened(await serveNear(root, first.port));
  expect(second.port).toBeGreaterThan(first.port);
  expect(await (await fetch(second.url)).text()).toBe('<p>hello');
});

test('when no port can be had it says which', async () => {
  const last = await serve(root, 65535).then(opened, () => null);
  await expect(serveNear(root, 65535)).rejects.toThrow('port 65535 cannot be had (EADDRINUSE)');
  expect(last === null || last.port === 65535).toBe(true);
});
