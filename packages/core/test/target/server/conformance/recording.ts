import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { response, RawServer, type RawRequest } from '../raw-server.ts';

/** Tokens of a response that never ends. */
export const RECORDED_ENDLESS_TOKENS = 1_000_000;

/** Response of a recorded server: one of its recordings, or bytes of a test. */
export type Reply = string | { readonly body: unknown };

/** A server recorded from its socket, including chunked framing. */
export interface RecordedServer {
  /** Folder below `test/fixtures`. */
  readonly folder: string;
  /** Chooses by path and body; undefined for a missing path. */
  readonly choose: (request: RawRequest) => Reply | undefined;
  /** Whether it silently closes a connection after a streamed response. */
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

/** Whether a request wants more tokens than any recording has: it gets half of one, and then waits. */
function asksForMore({ body }: RawRequest): boolean {
  return body.includes(`:${RECORDED_ENDLESS_TOKENS}`);
}

/** Replays a recorded server on its own port. */
export async function listenRecording(server: RecordedServer): Promise<RawServer> {
  const respond = (request: RawRequest, socket: Socket): void => {
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
  return await RawServer.listen(respond);
}
