import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from './files.ts';

/**
 * Serves the window's files on 127.0.0.1.
 * @param port 0 for any that is free
 */
export async function serve(root: string, port = 0): Promise<{ server: Server; url: string }> {
  let authority = '';
  const server = createServer((request, response) => {
    void (async () => {
      // A foreign name in Host means that a page elsewhere was led to this address (DNS rebinding).
      const foreign = request.headers.host !== authority;
      if (foreign || (request.method !== 'GET' && request.method !== 'HEAD')) {
        response.writeHead(403).end();
        return;
      }
      const [pathname = '/'] = (request.url ?? '/').split(/[?#]/);
      const { status, headers, body } = await answer(root, pathname);
      response.writeHead(status, { ...headers, 'content-length': String(body.length) });
      response.end(request.method === 'HEAD' ? undefined : body);
    })();
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  authority = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, url: `http://${authority}/` };
}
