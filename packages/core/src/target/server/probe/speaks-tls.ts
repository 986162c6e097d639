import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Endpoint } from '../session/endpoint.ts';

/** Time limit of the check of a port, ms. */
const BOUND_MS = 2000;

/** Whether a TLS handshake succeeds, with any certificate. */
export async function speaksTls({ hostname, port }: Endpoint): Promise<boolean> {
  // Nothing is sent on this connection, so the certificate does not matter.
  const socket = connectTls({ host: hostname, port, rejectUnauthorized: false });
  return await settles(socket, (yes) => socket.once('secureConnect', () => yes(true)));
}

/** Whether a request without TLS gets an HTTP response. */
export async function speaksPlainHttp({ hostname, port, host }: Endpoint): Promise<boolean> {
  const socket = connect({ host: hostname, port });
  socket.write(`GET /health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  return await settles(socket, (yes) =>
    socket.once('data', (bytes: Buffer) => yes(bytes.toString('latin1').startsWith('HTTP/'))),
  );
}

/** Waits for a positive sign; any end of the connection means no. */
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
