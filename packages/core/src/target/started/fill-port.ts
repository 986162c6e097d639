import { once } from 'node:events';
import { createServer } from 'node:net';
import { TargetError } from '../errors.ts';

const PORT = '{port}';

/** The words with a free port in its place. */
export async function fillPort(words: readonly string[]): Promise<string[]> {
  if (!words.some((word) => word.includes(PORT))) return [...words];
  const port = String(await findFreePort());
  return words.map((word) => word.replaceAll(PORT, port));
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
