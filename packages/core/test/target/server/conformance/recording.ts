import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { response, RawServer, type RawRequest } from '../raw-server.ts';

/** Tokens of a response that never ends. */
export const RECORDED_ENDLESS_TOKENS = 1_000_000;

/** What a recorded server does with a request: one of its recordings, or bytes of a test. */
export type Reply = string | { readonly body: unknown };

/** A server that was recorded from its socket, chunked framing left in. */
export interface RecordedServer {
  /** Folder below `test/fixtures`. */
  readonly folder: string;
  /** Chooses by path and body; undefined where the server has nothing. */
  readonly choose: (request: RawRequest) => Reply | undefined;
  /** Whether it closes a connection after a streamed response, without a word. */
  readonly closesStreams: boolean;
}

/**
 * A recording as its bytes. It was made with `Connection: close`, which the server of a client that asks to keep the
 * connection does not send.
 */
function readRecording(folder: string, name: string): Buffer {
  const url = new URL(`../../../../../../test/fixtures/${folder}/${name}.http`, import.meta.url);
  const bytes = readFileSync(url).toString('latin1');
  const headEnd = bytes.indexOf('\r\n\r\n');
  const head = bytes.slice(0, headEnd).replace(/\r\nconnection: close/i, '');
  return Buffer.from(head + bytes.slice(headEnd), 'latin1');
}

/** Whether a request wants more tokens than any recording has: it gets half of one, and waits for the rest. */
function asksForMore({ body }: RawRequest): boolean {
  return body.includes(`:${RECORDED_ENDLESS_TOKENS}`);
}

/** Replays a recorded server on a port of its own. */
export async function listenRecording(server: RecordedServer): Promise<RawServer> {
  const answer = (request: RawRequest, socket: Socket): void => {
    const reply = server.choose(request);
    if (reply === undefined) {
      socket.write(response(404, '{"error":{"message":"Not Found"}}'));
      return;
    }
    if (typeof reply !== 'string') {
      socket.write(response(200, JSON.stringify(reply.body)));
      return;
    }
    const recording = readRecording(server.folder, reply);
    if (asksForMore(request)) {
      socket.write(recording.subarray(0, recording.length / 2));
      return;
    }
    socket.write(recording);
    if (server.closesStreams && reply.includes('stream')) socket.end();
  };
  return await RawServer.listen(answer);
}
