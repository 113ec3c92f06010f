import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

interface ServedFile {
  /** Path in the folder, with forward slashes. */
  readonly file: string;
  readonly content: Uint8Array;
}

export interface FolderServer extends AsyncDisposable {
  readonly origin: string;
  /** What was asked for, in order. */
  readonly served: readonly ServedFile[];
}

/** The strictest policy under which a page can load its own scripts. */
const contentSecurityPolicy = "default-src 'self'";

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
};

/** Serves the files of a folder on 127.0.0.1, under a strict content security policy. */
export async function serveFolder(folder: string): Promise<FolderServer> {
  const served: ServedFile[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const file = pathname === '/' ? 'index.html' : pathname.slice(1);
    response.setHeader('content-security-policy', contentSecurityPolicy);
    if (file === 'favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    readFile(path.join(folder, file)).then(
      (content) => {
        served.push({ file, content });
        const type = contentTypes[path.extname(file)] ?? 'application/octet-stream';
        response.writeHead(200, { 'content-type': type }).end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
