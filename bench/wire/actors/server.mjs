/** Mock servers for the clients of a section; the process ends when the section disconnects. */
import { createMockServer } from '@loadcell/native';

const servers = [];

process.on('message', ({ add, accounts, stamps }) => {
  if (add !== undefined) {
    const server = createMockServer(add);
    servers.push(server);
    process.send({ url: server.url });
  }
  if (stamps === true) process.send({ stamps: servers.map(stampsOf) });
  if (accounts === true) process.send({ accounts: servers.map((server) => server.account()) });
});
process.once('disconnect', () => {
  for (const server of servers) server.stop();
});

/** @param {import('@loadcell/native').NativeMockServer} server */
function stampsOf(server) {
  const { sentNs, handedOverNs } = server.drainStamps();
  return { sentNs: [...sentNs], handedOverNs: [...handedOverNs] };
}
