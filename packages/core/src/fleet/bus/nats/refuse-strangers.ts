import { connect } from 'node:net';
import { LoadcellError } from '../../../spec/error/errors.ts';
import type { BusAddress } from '../bus-address.ts';

/** A NATS server speaks first, with a line that starts so. */
const GREETING = 'INFO ';

/** What a port answers to a connection. */
type Answer = 'greeting' | 'other' | 'unreachable';

/**
 * Refuses an address where another program listens: the client of NATS would wait for its greeting, and keep the socket
 * when it gives up. A server that cannot be reached is left to that client.
 * @param limitMs time to wait for the greeting
 * @throws {LoadcellError} `BUS` when no server greets, and one of them is another program; the reason of an aborted signal
 */
export async function refuseStrangers(
  address: BusAddress,
  limitMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const asked = address.servers.map((server) => answerOf(server, limitMs, signal));
  const answers = await Promise.all(asked);
  signal?.throwIfAborted();
  if (answers.includes('greeting') || !answers.includes('other')) return;
  throw new LoadcellError('BUS', `no NATS server listens at ${address.shown}`, {
    help: 'check the port; loadcell fleet up prints the address of its server',
  });
}

async function answerOf(server: string, limitMs: number, signal?: AbortSignal): Promise<Answer> {
  const { hostname, port } = new URL(`nats://${server}`);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
  const abort = (): void => void socket.destroy();
  let isConnected = false;
  let text = '';
  try {
    if (signal?.aborted === true) return 'unreachable';
    signal?.addEventListener('abort', abort, { once: true });
    return await new Promise((resolve) => {
      const silent = (): void => resolve(isConnected ? 'other' : 'unreachable');
      socket.setTimeout(limitMs, silent);
      socket.once('connect', () => {
        isConnected = true;
      });
      socket.on('error', silent);
      socket.once('close', silent);
      socket.on('data', (bytes) => {
        text += bytes.toString('latin1');
        if (text.length >= GREETING.length)
          resolve(text.startsWith(GREETING) ? 'greeting' : 'other');
      });
    });
  } finally {
    signal?.removeEventListener('abort', abort);
    socket.destroy();
  }
}
