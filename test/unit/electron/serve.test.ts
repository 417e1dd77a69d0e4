import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { admitted, newToken } from '../../../electron/shell/admit.ts';
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
  const { url } = opened(await serve(root));
  const refused = await fetch(url.replace('127.0.0.1', 'localhost')).then(
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

const place = { authority: '127.0.0.1:47810', token: newToken() };
const home = `/${place.token}/`;
const headers = { host: place.authority };

test('a token is long, of letters that need no escaping, and another one each time', () => {
  const tokens = Array.from({ length: 100 }, newToken);
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{32}$/);
});

test('who knows the address gets the path below its token', () => {
  const asked = (url: string, more = {}) =>
    admitted({ method: 'GET', url, headers: { ...headers, ...more } }, place);
  expect(asked(home)).toBe('/');
  expect(asked(`${home}assets/a.js?x#y`)).toBe('/assets/a.js');
  expect(asked(home, { 'sec-fetch-site': 'none' })).toBe('/');
  expect(asked(home, { 'sec-fetch-site': 'same-origin', origin: `http://${place.authority}` })).toBe('/');
});

test('another method, name, page or site is refused, whatever it knows', () => {
  const asked = (method: string, more: object) =>
    admitted({ method, url: home, headers: { ...headers, ...more } }, place);
  for (const method of ['POST', 'PUT', 'OPTIONS', 'CONNECT', 'TRACE', 'get'])
    expect(asked(method, {}), method).toBeNull();
  for (const host of ['evil.example', 'localhost:47810', '127.0.0.1', '127.0.0.1:47811', '[::1]:47810', ''])
    expect(asked('GET', { host }), host).toBeNull();
  expect(admitted({ method: 'GET', url: home, headers: {} }, place)).toBeNull();
  for (const origin of ['null', 'http://evil.example', 'https://127.0.0.1:47810', 'http://127.0.0.1:80'])
    expect(asked('GET', { origin }), origin).toBeNull();
  for (const site of ['cross-site', 'same-site', ''])
    expect(asked('GET', { 'sec-fetch-site': site }), site).toBeNull();
});

test('no path without the token leads anywhere', () => {
  const { token } = place;
  for (const url of ['', '/', '//', `/${token}`, `//${token}/`, `/x/${token}/`, `/${token}x/`, `${token}/`])
    expect(admitted({ method: 'GET', url, headers }, place), url).toBeNull();
  for (let at = 0; at < token.length; at++) {
    const wrong = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
    expect(admitted({ method: 'GET', url: `/${wrong}/`, headers }, place)).toBeNull();
  }
  fc.assert(
    fc.property(fc.string(), (url) => {
      const path = admitted({ method: 'GET', url, headers }, place);
      expect(path === null || url.startsWith(home)).toBe(true);
    }),
  );
});

test('without the token the server says no more than no', async () => {
  const { url, port } = opened(await serve(root));
  for (const path of ['', 'index.html', `${newToken()}/`, `${newToken()}/index.html`]) {
    const refused = await fetch(`http://127.0.0.1:${port}/${path}`);
    expect([refused.status, await refused.text()], path).toEqual([403, '']);
  }
  const asked = (more: Record<string, string>) =>
    new Promise((done, fail) => {
      const sent = request(url, { headers: more }, (response) => {
        response.resume();
        done(response.statusCode);
      });
      sent.once('error', fail);
      sent.end();
    });
  expect(await asked({})).toBe(200);
  expect(await asked({ origin: 'http://evil.example' })).toBe(403);
  expect(await asked({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  // Longer than any browser's.
  expect(await asked({ 'x-long': 'x'.repeat(9000) })).toBe(431);
});

test('connections are counted, and one that asks nothing is not kept for ever', async () => {
  const { server, port } = opened(await serve(root));
  expect(server.maxConnections).toBeLessThanOrEqual(64);
  expect(server.requestTimeout).toBeLessThanOrEqual(10_000);
  expect(server.headersTimeout).toBeLessThanOrEqual(5_000);
  server.maxConnections = 1;
  const first = connect(port, '127.0.0.1');
  await new Promise((done) => first.once('connect', done));
  const second = connect(port, '127.0.0.1');
  second.on('error', () => undefined);
  await new Promise((done) => second.once('close', done));
  first.destroy();
});
