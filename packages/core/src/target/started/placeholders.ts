import { once } from 'node:events';
import { createServer } from 'node:net';
import { TargetError } from '../errors.ts';

const PORT = '{port}';
const MODEL = '{model}';

/** The words with a free port and the model in their places. */
export async function fillPlaceholders(words: readonly string[], model: string): Promise<string[]> {
  const named = words.map((word) => word.replaceAll(MODEL, model));
  if (!named.some((word) => word.includes(PORT))) return named;
  const port = String(await findFreePort());
  return named.map((word) => word.replaceAll(PORT, port));
}

/** A port of the loopback that nobody listens on now. */
async function findFreePort(): Promise<number> {
  const server = createServer();
  const listening = once(server, 'listening');
  server.listen(0, '127.0.0.1');
  try {
    await listening;
    const address = server.address();
    if (address !== null && typeof address === 'object') return address.port;
    throw new TargetError('No free port was found for the server.', { code: 'TARGET_START' });
  } finally {
    server.close();
  }
}
