import {
  chunk,
  CHUNKED_HEAD,
  LAST_CHUNK,
  response,
  type RawScript,
} from '../../../packages/core/test/target/server/raw-server.ts';

/** A fault of a server in a text request, and what the report must contain. */
export interface ServerFault {
  readonly name: string;
  readonly script: RawScript;
  /** Kinds of the failures, as the report counts them. */
  readonly kind: RegExp;
  readonly example: RegExp;
  /** Bound on one request; default 5 s. */
  readonly requestTimeout?: string;
  /** Minimum number of requests of the load; default 4. */
  readonly minRequests?: number;
}

/** A gigabyte is sent in pieces of this size. */
const PIECE = Buffer.alloc(2 ** 20, 'x');
const GIGABYTE_IN_PIECES = 1024;

const send =
  (...parts: readonly (string | Buffer)[]): RawScript =>
  (_request, socket) => {
    // In one write: separate pieces would wait for each other's acknowledgement.
    socket.write(Buffer.concat(parts.map((part) => Buffer.from(part))));
  };

const event = (data: string | Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from('data: '), Buffer.from(data), Buffer.from('\n\n')]);
  return Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')]);
};

const ONE = '{"choices":[{"delta":{"content":"one"}}]}';

/** Writes a piece whenever the socket accepts it, 1 GiB in total. */
const flood =
  (head: string, piece: Buffer): RawScript =>
  (_request, socket) => {
    let written = 0;
    const more = (): void => {
      while (written < GIGABYTE_IN_PIECES && !socket.destroyed) {
        written += 1;
        if (!socket.write(piece)) return void socket.once('drain', more);
      }
    };
    socket.write(head);
    more();
  };

/** Repeats a header line endlessly. */
const headersWithoutEnd =
  (line: string, periodMs: number): RawScript =>
  (_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const timer = setInterval(() => socket.write(line), periodMs);
    socket.once('close', () => clearInterval(timer));
  };

/** The end of the server's side can overtake its reset. */
const BROKEN = /^(?:reset|closed-early)$/;

/** Every fault in a request to a reachable server. */
export const SERVER_FAULTS: readonly ServerFault[] = [
  {
    name: 'resets the connection before the response',
    script: (_request, socket) => socket.resetAndDestroy(),
    kind: BROKEN,
    example: /reset|closed/,
  },
  {
    name: 'resets the connection in the middle of a stream',
    script: (_request, socket) => {
      socket.write(CHUNKED_HEAD);
      socket.write(event(ONE), () => socket.resetAndDestroy());
    },
    kind: BROKEN,
    example: /reset|closed/,
  },
  {
    name: 'hangs',
    script: () => {},
    kind: /^timeout$/,
    example: /Timed out after 1 s/,
    requestTimeout: '1s',
  },
  {
    name: 'hangs in the middle of a stream',
    script: send(CHUNKED_HEAD, event(ONE)),
    kind: /^timeout$/,
    example: /Timed out after 1 s/,
    requestTimeout: '1s',
  },
  {
    name: 'closes only its side in the middle of a stream',
    script: (_request, socket) =>
      socket.end(Buffer.concat([Buffer.from(CHUNKED_HEAD), event(ONE)])),
    kind: /^closed-early$/,
    example: /before the response was complete/,
  },
  {
    name: 'ends a stream without an end marker',
    script: send(CHUNKED_HEAD, event(ONE), LAST_CHUNK),
    kind: /^closed-early$/,
    example: /without \[DONE\]/,
  },
  {
    name: 'does not know the model',
    script: send(response(404, '{"error":{"message":"The model m does not exist."}}')),
    kind: /^http-4xx$/,
    example: /404: "The model m does not exist/,
  },
  {
    name: 'returns an error',
    script: send(response(500, '{"error":"out of memory"}')),
    kind: /^http-5xx$/,
    example: /500: "out of memory/,
  },
  {
    name: 'requests a later retry',
    script: send(response(429, '{"error":"slow down"}', { 'Retry-After': '1' })),
    kind: /^http-429$/,
    example: /429: "slow down".*retry after 1 s/,
  },
  {
    name: 'redirects',
    script: send(response(302, '', { Location: '/elsewhere' })),
    kind: /^http-other$/,
    example: /302/,
  },
  {
    name: 'sends a chunk without a size',
    script: send(CHUNKED_HEAD, 'wat\r\n'),
    kind: /^protocol$/,
    example: /chunked body is malformed/,
  },
  {
    name: 'sends a chunk longer than its size',
    script: send(CHUNKED_HEAD, '3\r\nfour\r\n', LAST_CHUNK),
    kind: /^protocol$/,
    example: /chunked body is malformed/,
  },
  {
    name: 'sends a header bomb',
    script: send('HTTP/1.1 200 OK\r\n', `X-Bomb: ${'x'.repeat(2 ** 20)}\r\n`),
    kind: /^header-too-large$/,
    example: /header.*larger than the limit/,
  },
  {
    name: 'sends headers without end',
    script: headersWithoutEnd(`X-More: ${'x'.repeat(8192)}\r\n`, 1),
    kind: /^header-too-large$/,
    example: /header.*larger than the limit/,
  },
  {
    name: 'sends headers without end, slowly',
    script: headersWithoutEnd('X-More: x\r\n', 20),
    kind: /^timeout$/,
    example: /Timed out after 1 s/,
    requestTimeout: '1s',
  },
  {
    name: 'announces a gigabyte',
    script: flood(`HTTP/1.1 200 OK\r\nContent-Length: ${2 ** 30}\r\n\r\n`, PIECE),
    kind: /^body-too-large$/,
    example: /body.*larger than the limit/,
  },
  {
    name: 'sends a gigabyte in chunks',
    script: flood(CHUNKED_HEAD, Buffer.from(chunk(PIECE.toString('latin1')))),
    kind: /^(?:body|event)-too-large$/,
    example: /larger than/,
    minRequests: 1,
  },
  {
    name: 'sends invalid UTF-8',
    script: send(
      CHUNKED_HEAD,
      event(Buffer.from('{"choices":[{"delta":{"content":"\u00ff"}}]}', 'latin1')),
      event('[DONE]'),
      LAST_CHUNK,
    ),
    kind: /^invalid-utf8$/,
    example: /./,
  },
  {
    name: 'sends an event that is not JSON',
    script: send(CHUNKED_HEAD, event(ONE), event('{"choices":'), event('[DONE]'), LAST_CHUNK),
    kind: /^invalid-json$/,
    example: /\{"choices":/,
  },
  {
    name: 'reports an error in the middle of a stream',
    script: send(
      CHUNKED_HEAD,
      event(ONE),
      event('{"error":{"message":"out of memory"}}'),
      LAST_CHUNK,
    ),
    kind: /^error-event$/,
    example: /out of memory/,
  },
  {
    name: 'sends an empty response',
    script: send(CHUNKED_HEAD, event('[DONE]'), LAST_CHUNK),
    kind: /^no-content$/,
    example: /without any content/,
  },
  {
    name: 'speaks another protocol',
    script: send('220 smtp ready\r\n'),
    kind: /^protocol$/,
    example: /status line/,
  },
];

/** A server that lists one model, `m`, and responds to its requests as the script does. */
export function listModel(script: RawScript): RawScript {
  return (request, socket) => {
    if (request.path === '/v1/models') {
      socket.write(response(200, '{"data":[{"id":"m"}]}'));
    } else if (request.path === '/v1/chat/completions') {
      script(request, socket);
    } else {
      socket.write(response(404, ''));
    }
  };
}

/** A successful response of one word. */
export const GOOD_ANSWER: RawScript = send(CHUNKED_HEAD, event(ONE), event('[DONE]'), LAST_CHUNK);
