import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import {
  chunk,
  LAST_CHUNK,
  RawServer,
  response,
  type RawRequest,
  type RawServerOptions,
} from './raw-server.ts';

/** A response as recorded from a llama.cpp server. */
function readRecorded(name: string): { readonly head: string; readonly body: string } {
  const url = new URL(`../../../../../test/fixtures/llama-server/${name}.http`, import.meta.url);
  const [head = '', body = ''] = readFileSync(url, 'utf8').split('\r\n\r\n');
  return { head, body };
}

/** Sends a recorded response as its head says: in chunks of one event each, or in one. */
export function replay(name: string, socket: Socket): void {
  const { head, body } = readRecorded(name);
  if (!/transfer-encoding: chunked/i.test(head)) {
    socket.write(`${head}\r\n\r\n${body}`);
    return;
  }
  const events = body.split(/(?<=\n\n)/).map(chunk);
  socket.write(`${head}\r\n\r\n${events.join('')}${LAST_CHUNK}`);
}

/** Scripts by path; the recorded responses by default. */
export type Paths = Readonly<
  Record<string, string | ((request: RawRequest, socket: Socket) => void)>
>;

const RECORDED: Paths = {
  '/health': 'health',
  '/v1/models': 'models',
  '/props': 'props',
  '/v1/chat/completions': 'chat-stream',
  '/v1/completions': 'completions-stream',
  '/completion': 'native-completion-stream',
  // The recording has one text only.
  '/tokenize': (request, socket) => {
    const { content } = JSON.parse(request.body);
    const tokens = String(content)
      .split(' ')
      .map((_, index) => 1000 + index);
    socket.write(response(200, JSON.stringify({ tokens })));
  },
};

/** Name of the model in the recorded responses. */
export const RECORDED_MODEL = 'gguf/a.gguf';

/** A recorded llama.cpp server; other paths, and those that are null, do not exist. */
export async function listenRecorded(
  change: Readonly<Record<string, Paths[string] | null>> = {},
  options: RawServerOptions = {},
): Promise<RawServer> {
  const paths = new Map(Object.entries({ ...RECORDED, ...change }));
  return await RawServer.listen((request, socket) => {
    const script = paths.get(request.path) ?? null;
    if (script === null) socket.write(response(404, '{"error":{"message":"File Not Found"}}'));
    else if (typeof script === 'string') replay(script, socket);
    else script(request, socket);
  }, options);
}
