import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port of an address of this machine without a listener. */
export async function freePort(address) {
  const server = createServer();
  server.listen(0, address);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
