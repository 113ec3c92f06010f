import { connect } from 'node:net';

/** Bytes for the server, and pauses between them in milliseconds. */
export type RawPart = string | Uint8Array | number;

/** What came back on a connection, and whether the server ended it. */
export interface RawAnswer {
  readonly text: string;
  readonly isEnded: boolean;
}

export interface RawWait {
  /** Answers that must come: waits for them for half a minute. @defaultValue 0 */
  readonly answers?: number | undefined;
  /** How long to wait for more than that. @defaultValue 50 */
  readonly quietMs?: number | undefined;
}

/** Sends bytes over a connection of its own and gathers what comes back. */
export async function sendRaw(
  port: number,
  parts: readonly RawPart[],
  { answers = 0, quietMs = 50 }: RawWait = {},
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    let timer: NodeJS.Timeout | undefined;
    const finish = (isEnded: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ text, isEnded });
    };
    const wait = (): void => {
      clearTimeout(timer);
      const isDone = readAnswers(text).length >= answers;
      timer = setTimeout(() => finish(false), isDone ? quietMs : 30_000);
    };
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      wait();
    });
    // A reset is how a server ends a connection on which it will read no more.
    socket.on('error', () => finish(true));
    socket.on('end', () => finish(true));
    void (async () => {
      for (const part of parts) {
        if (typeof part === 'number') await new Promise((next) => setTimeout(next, part));
        else if (socket.writable) socket.write(part);
      }
      wait();
    })();
  });
}

/** The status lines and bodies of the whole answers in a text, one a request that was answered. */
export function readAnswers(text: string): readonly { readonly status: number; readonly body: string }[] {
  return text.split(/(?=HTTP\/1\.1 \d{3} )/).flatMap((answer) => {
    const match = /^HTTP\/1\.1 (\d{3}) [^\r]*\r\n/.exec(answer);
    if (match === null) return [];
    const at = answer.indexOf('\r\n\r\n');
    const body = at < 0 ? '' : answer.slice(at + 4);
    const length = Number(/^content-length: (\d+)\r$/im.exec(answer)?.[1] ?? 0);
    const isPart = at < 0 || (body !== '' && body.length < length);
    return isPart ? [] : [{ status: Number(match[1]), body }];
  });
}
