import { once } from 'node:events';
import { createServer } from 'node:net';
import { TargetError } from '../errors.ts';

const PORT = '{port}';

/** The words of a command with a free port for each `{port}`. */
export async function fillPort(words: readonly string[]): Promise<string[]> {
  if (!words.some((word) => word.includes(PORT))) return [...words];
  const port = String(await findFreePort());
  return words.map((word) => word.replaceAll(PORT, port));
}

/** Finds a loopback port on which nothing listens now. */
async function findFreePort(): Promise<number> {
  const server = createServer();
  const listening = once(server, 'listening');
  server.listen(0, '127.0.0.1');
  try {
    await listening;
    const address = server.address();
    if (address !== null && typeof address === 'object') return address.port;
    throw new TargetError('no free TCP port for the server', {
      code: 'TARGET_START',
      help: 'set a fixed port in the command instead of {port}',
    });
  } finally {
    server.close();
  }
}
