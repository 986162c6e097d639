import { request } from 'node:http';
import type { TreeListener } from './tree-listeners.ts';

/** The HTTP response of a port with the beginning of its body, or why there was none. */
export type PathResponse =
  | { readonly kind: 'responded'; readonly status: number; readonly text: string }
  | { readonly kind: 'silent'; readonly reason: string };

/** Options of a request to a port. */
export interface Asking {
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Larger than any list of models. */
const MAX_CHARACTERS = 1024 * 1024;

/** Sends one request on its own connection, so that a starting server keeps no connection open. */
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
          resolve({ kind: 'responded', status: response.statusCode ?? 0, text }),
        );
      },
    );
    asked.on('error', fail);
    asked.end();
  });
}
