import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { admitted, newToken } from './admit.ts';
import { answer } from './files.ts';

export interface Serving {
  readonly server: Server;
  /** With the token: whoever has it sees the lab. */
  readonly url: string;
  readonly port: number;
}

/** How many ports are tried when the asked one is taken: more than anyone runs labs at a time. */
const PORTS_TRIED = 20;

/** A window asks for some dozens of small files; whoever holds connections or sends long headers is none. */
const LIMITS = {
  maxHeaderSize: 8192,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
};
const MAX_CONNECTIONS = 64;

/**
 * Serves the window's files on 127.0.0.1, to those who know the token in its address.
 * @param port 0 for any that is free
 */
export async function serve(root: string, port = 0): Promise<Serving> {
  const token = newToken();
  let authority = '';
  const server = createServer(LIMITS, (request, response) => {
    void (async () => {
      const path = admitted(request, { authority, token });
      if (path === null) {
        response.writeHead(403, { connection: 'close' }).end();
        return;
      }
      const { status, headers, body } = await answer(root, path);
      response.writeHead(status, { ...headers, 'content-length': String(body.length) });
      response.end(request.method === 'HEAD' ? undefined : body);
    })();
  });
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  const bound = (server.address() as AddressInfo).port;
  authority = `127.0.0.1:${bound}`;
  return { server, port: bound, url: `http://${authority}/${token}/` };
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
