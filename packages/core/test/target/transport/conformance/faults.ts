import type { TransportOptions } from '../../../../src/target/transport/transport.ts';
import {
  chunk,
  CHUNKED_HEAD,
  LAST_CHUNK,
  response,
  type RawScript,
} from '../../server/raw-server.ts';

/** A server fault and the failure kind that it is reported as. */
export interface Fault {
  readonly name: string;
  readonly script: RawScript;
  readonly ends: string | RegExp;
  readonly change?: Partial<TransportOptions>;
}

const send =
  (...parts: readonly string[]): RawScript =>
  (_request, socket) =>
    socket.write(parts.join(''));

const sendAndEnd =
  (...parts: readonly string[]): RawScript =>
  (_request, socket) =>
    socket.end(parts.join(''));

/** The end of the server's side can overtake its reset. */
const RESET = /^(?:reset|closed-early)$/;

/** All server faults. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'a reset before the response',
    script: (_request, socket) => socket.resetAndDestroy(),
    ends: RESET,
  },
  {
    name: 'a reset in the middle of the response',
    script: (_request, socket) => {
      socket.write(CHUNKED_HEAD + chunk('one'), () => socket.resetAndDestroy());
    },
    ends: RESET,
  },
  { name: 'a close before the response', script: sendAndEnd(), ends: 'closed-early' },
  {
    name: 'a close between chunks',
    script: sendAndEnd(CHUNKED_HEAD, chunk('one')),
    ends: 'closed-early',
  },
  {
    name: 'a close inside a chunk',
    script: sendAndEnd(CHUNKED_HEAD, chunk('one').slice(0, -3)),
    ends: 'closed-early',
  },
  {
    name: 'a close before the length is reached',
    script: sendAndEnd(response(200, 'one').slice(0, -1)),
    ends: 'closed-early',
  },
  {
    name: 'a server that never answers',
    script: () => {},
    ends: 'timeout',
    change: { requestTimeoutMs: 50 },
  },
  {
    name: 'a stream that stalls',
    script: send(CHUNKED_HEAD, chunk('one')),
    ends: 'timeout',
    change: { requestTimeoutMs: 50 },
  },
  {
    name: 'headers that never end',
    script: (_request, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('X-More: x\r\n'), 1);
      socket.on('close', () => clearInterval(timer));
    },
    ends: 'timeout',
    change: { requestTimeoutMs: 100 },
  },
  {
    name: 'a header bomb',
    script: send('HTTP/1.1 200 OK\r\n', `X-Bomb: ${'x'.repeat(64 * 1024)}\r\n`),
    ends: 'header-too-large',
  },
  {
    name: 'a thousand headers',
    script: send(
      'HTTP/1.1 200 OK\r\n',
      Array.from({ length: 2000 }, (_, index) => `X-${index}: some words\r\n`).join(''),
    ),
    ends: 'header-too-large',
  },
  {
    name: 'a body over the limit, by its length',
    script: send('HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n', 'x'.repeat(2 ** 21)),
    ends: 'body-too-large',
  },
  {
    name: 'a body over the limit, in chunks',
    script: send(CHUNKED_HEAD, chunk('x'.repeat(2 ** 20)), chunk('x')),
    ends: 'body-too-large',
  },
  {
    name: 'an invalid chunk size',
    script: send(CHUNKED_HEAD, 'wat\r\n'),
    ends: 'protocol',
  },
  {
    name: 'a chunk that is longer than its size',
    script: send(CHUNKED_HEAD, '3\r\nfour\r\n', LAST_CHUNK),
    ends: 'protocol',
  },
  { name: 'what is not HTTP', script: send('220 smtp ready\r\n'), ends: 'protocol' },
  {
    name: 'an upgrade that was not requested',
    script: send('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    ends: 'protocol',
  },
];
