/** Mock servers for the clients of a section; the process ends when the section disconnects. */
import { createMockServer } from '@loadcell/native';

const servers = [];

process.on('message', ({ add, accounts }) => {
  if (add !== undefined) {
    const server = createMockServer(add);
    servers.push(server);
    process.send({ url: server.url });
  }
  if (accounts === true) process.send({ accounts: servers.map((server) => server.account()) });
});
process.once('disconnect', () => {
  for (const server of servers) server.stop();
});
