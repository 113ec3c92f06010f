// Asks a server over 16 connections that stay open, as fast as it answers. A client of node:http would cost more than the
// servers that it measures; so requests are bytes, made once, and of an answer only the length is read.
import { createConnection, type Socket } from 'node:net';

export interface LoadRequest {
  readonly port: number;
  readonly path: string;
  readonly body: string;
  readonly durationMs: number;
}

const connections = 16;
const headEnd = Buffer.from('\r\n\r\n');

process.on('message', (message) => {
  void ask(message as LoadRequest).then((rate) => process.send!(rate));
});

/** Requests answered a second. */
async function ask({ port, path, body, durationMs }: LoadRequest): Promise<number> {
  const head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  const request = Buffer.from(head + body);
  const started = performance.now();
  const until = started + durationMs;
  const counts = await Promise.all(
    Array.from({ length: connections }, () =>
      askAgainAndAgain(createConnection({ port, host: '127.0.0.1', noDelay: true }), request, until),
    ),
  );
  const answered = counts.reduce((sum, count) => sum + count, 0);
  return (answered * 1000) / (performance.now() - started);
}

function askAgainAndAgain(socket: Socket, request: Buffer, until: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let answered = 0;
    let received: Buffer = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('connect', () => socket.write(request));
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const end = received.indexOf(headEnd);
      if (end < 0) return;
      const head = received.toString('latin1', 0, end);
      const length = Number(/content-length: (\d+)/i.exec(head)![1]);
      if (received.length < end + headEnd.length + length) return;
      if (!head.startsWith('HTTP/1.1 200')) return void socket.destroy(new RangeError(received.toString()));
      received = Buffer.alloc(0);
      answered++;
      if (performance.now() < until) socket.write(request);
      else socket.end(() => resolve(answered));
    });
  });
}
