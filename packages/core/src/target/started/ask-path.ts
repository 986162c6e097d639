import { request } from 'node:http';
import type { TreeListener } from './tree-listeners.ts';

/** The response of a port: its status and the beginning of its body, or why there was none that is HTTP. */
export type PathResponse =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  | { readonly kind: 'silent'; readonly reason: string };

/** Who asks, and how long for. */
export interface Asking {
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** More than any list of models needs. */
const MAX_CHARACTERS = 1024 * 1024;

/** Asks on a connection of its own, which is closed after: a server that starts keeps nothing for us. */
export function askPath(
  { hostname, port }: TreeListener,
  path: string,
  { headers, timeoutMs, signal }: Asking,
): Promise<PathResponse> {
  const bound = AbortSignal.timeout(timeoutMs);
  const either = signal === undefined ? bound : AbortSignal.any([signal, bound]);
  return new Promise((resolve) => {
    const fail = (error: Error): void => {
      const reason = bound.aborted ? `no response within ${timeoutMs / 1000} s` : error.message;
      resolve({ kind: 'silent', reason });
    };
    const asked = request(
      {
        host: hostname.replace(/^\[(.*)\]$/, '$1'),
        port,
        path,
        agent: false,
        signal: either,
        headers: { accept: 'application/json', ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > MAX_CHARACTERS) response.destroy();
        });
        response.on('error', fail);
        response.on('close', () =>
          resolve({ kind: 'answered', status: response.statusCode ?? 0, text }),
        );
      },
    );
    asked.on('error', fail);
    asked.end();
  });
}
