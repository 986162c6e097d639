import { createServer } from 'node:http';
import { workerData } from 'node:worker_threads';
import { MockHandler } from './mock-handler.ts';
import { COUNTS, START, type ScriptMockData } from './shared-counts.ts';

const { options, host, counts }: ScriptMockData = workerData;

function announce(start: number): void {
  Atomics.store(counts, COUNTS.start, start);
  Atomics.notify(counts, COUNTS.start);
}

const handler = new MockHandler(options, (count) => Atomics.add(counts, COUNTS[count], 1));
const server = createServer(handler.handle);
server.on('connection', (socket) => {
  // Each event leaves when it is written.
  socket.setNoDelay(true);
  Atomics.add(counts, COUNTS.acceptedConnections, 1);
});
server.once('error', () => announce(START.failed));
server.listen(options.port ?? 0, host, () => {
  const address = server.address();
  Atomics.store(counts, COUNTS.port, typeof address === 'object' ? (address?.port ?? 0) : 0);
  announce(START.listening);
});
