import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from './files.ts';

export interface Serving {
  readonly server: Server;
  readonly url: string;
  readonly port: number;
}

/** How many ports are tried when the asked one is taken: more than anyone runs labs at a time. */
const PORTS_TRIED = 20;

/**
 * Serves the window's files on 127.0.0.1.
 * @param port 0 for any that is free
 */
export async function serve(root: string, port = 0): Promise<Serving> {
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
  const bound = (server.address() as AddressInfo).port;
  authority = `127.0.0.1:${bound}`;
  return { server, port: bound, url: `http://${authority}/` };
}

/**
 * Serves on the asked port, or on the next that is free when another lab, or anything else, has it.
 * @throws when none of them is free
 */
export async function serveNear(root: string, port: number): Promise<Serving> {
  const last = port === 0 ? 0 : Math.min(port + PORTS_TRIED - 1, 65535);
  for (let next = port; ; next++) {
    try {
      return await serve(root, next);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE' && next < last) continue;
      const which = port === last ? `port ${port}` : `any port from ${port} to ${last}`;
      throw new Error(`${which} cannot be had (${code ?? 'unknown reason'})`, { cause: error });
    }
  }
}
