/**
 * A TCP relay that delays every byte, in both directions, as a long way does:
 * `node delaying-relay.mjs LISTEN_ADDRESS PORT TO_ADDRESS PORT DELAY_MS`. It prints `ready` when it listens.
 */
import { connect, createServer } from 'node:net';

const [listenAddress, listenPort, toAddress, toPort, delayMs] = process.argv.slice(2);

/** Passes bytes and the end on, each after the delay. Timers of one delay keep their order. */
function pass(from, to) {
  const later = (act) => setTimeout(() => act(), Number(delayMs));
  from.on('data', (chunk) => later(() => to.write(chunk)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => later(() => to.destroy()));
  from.on('close', () => later(() => to.destroy()));
}

const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
  const upstream = connect({
    host: toAddress,
    port: Number(toPort),
    allowHalfOpen: true,
    noDelay: true,
  });
  pass(client, upstream);
  pass(upstream, client);
});
server.listen(Number(listenPort), listenAddress, () => process.stdout.write('ready\n'));
