import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Endpoint } from '../session/endpoint.ts';

/** Bound on finding out what a port speaks, ms. */
const BOUND_MS = 2000;

/** Whether a TLS handshake succeeds there, whatever its certificate. */
export async function speaksTls({ hostname, port }: Endpoint): Promise<boolean> {
  // Nothing is sent on it, so that the certificate does not matter.
  const socket = connectTls({ host: hostname, port, rejectUnauthorized: false });
  return await settles(socket, (yes) => socket.once('secureConnect', () => yes(true)));
}

/** Whether a request without TLS gets a response of HTTP there. */
export async function speaksPlainHttp({ hostname, port, host }: Endpoint): Promise<boolean> {
  const socket = connect({ host: hostname, port });
  socket.write(`GET /health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  return await settles(socket, (yes) =>
    socket.once('data', (bytes: Buffer) => yes(bytes.toString('latin1').startsWith('HTTP/'))),
  );
}

/** Waits for what shows it, and takes any end of the connection for a no. */
function settles(socket: Socket, watch: (yes: (isSo: boolean) => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isSo: boolean): void => {
      resolve(isSo);
      socket.destroy();
    };
    socket.setTimeout(BOUND_MS, () => end(false));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
    watch(end);
  });
}
