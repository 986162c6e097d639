/** The little of the protocol of NATS that tests need, without a client. */
import { connect } from 'node:net';

/**
 * Connects and logs in.
 * @param {string} address nats://USER:PASSWORD@HOST:PORT
 * @param {(subject: string, payload: string) => void} onMessage
 */
export async function logIn(address, onMessage = () => {}) {
  const { hostname, port, username, password } = new URL(address);
  const socket = connect(Number(port), hostname);
  let rest = Buffer.alloc(0);
  let resolve;
  const ready = new Promise((done) => (resolve = done));
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const end = rest.indexOf('\r\n');
      if (end === -1) return;
      const [verb, subject, ...fields] = rest.toString('utf8', 0, end).split(' ');
      const isMessage = verb === 'MSG' || verb === 'HMSG';
      const bytes = isMessage ? Number(fields.at(-1)) + 2 : 0;
      if (rest.length < end + 2 + bytes) return;
      const headBytes = verb === 'HMSG' ? Number(fields.at(-2)) : 0;
      const payload = rest.toString('utf8', end + 2 + headBytes, end + bytes);
      rest = rest.subarray(end + 2 + bytes);
      if (verb === 'PING') socket.write('PONG\r\n');
      else if (verb === 'PONG') resolve();
      else if (isMessage) onMessage(subject, payload);
    }
  });
  const options = { user: username, pass: password, verbose: false, headers: true };
  socket.write(`CONNECT ${JSON.stringify(options)}\r\nPING\r\n`);
  await ready;
  return {
    publish: (subject, payload) =>
      socket.write(`PUB ${subject} ${Buffer.byteLength(payload)}\r\n${payload}\r\n`),
    subscribe: (subject) => socket.write(`SUB ${subject} 1\r\n`),
  };
}
