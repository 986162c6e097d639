import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { FleetBus, type FleetBusOptions } from '../../../src/fleet/up/fleet-bus.ts';
import { readGreeting } from '../../../src/fleet/up/read-greeting.ts';
import { isAlive } from '../../target/is-alive.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-fleet-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function start(options: Partial<FleetBusOptions> = {}): Promise<FleetBus> {
  const bus = await FleetBus.start({
    bind: '127.0.0.1',
    port: 0,
    within: temporaryFolder(),
    searchPath: process.env['PATH'] ?? '',
    ...options,
  });
  onTestFinished(() => bus.stop());
  return bus;
}

/** The first line that the server sends after a client has logged in with these credentials. */
async function logIn(port: number, user: string, pass: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'data');
    socket.write(`CONNECT ${JSON.stringify({ user, pass, verbose: false })}\r\nPING\r\n`);
    const [answer] = await once(socket, 'data');
    return String(answer);
  } finally {
    socket.destroy();
  }
}

it('accepts the credentials of its URL, and no others', async () => {
  const bus = await start();
  const { username, password, port } = new URL(bus.url);
  expect(Number(port)).toBe(bus.port);
  expect(await logIn(bus.port, username, password)).toMatch(/^PONG/);
  expect(await logIn(bus.port, username, 'wrong')).toContain('Authorization Violation');
});

it('offers JetStream', async () => {
  const { port, version } = await start();
  expect(await readGreeting('127.0.0.1', port)).toEqual({ version, jetstream: true });
});

it('has another password each time', async () => {
  const [one, other] = [await start(), await start()];
  expect(new URL(one.url).password).not.toBe(new URL(other.url).password);
});

it('keeps its settings from other users, and removes them when it stops', async () => {
  const within = temporaryFolder();
  const bus = await start({ within });
  const [folder = ''] = readdirSync(within);
  const file = path.join(within, folder, 'nats.conf');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await bus.stop();
  expect(isAlive(bus.pid)).toBe(false);
  expect(existsSync(path.dirname(file))).toBe(false);
});

it('listens on the given address alone', async () => {
  const { port } = await start({ bind: '127.0.0.2' });
  expect(await readGreeting('127.0.0.2', port)).toBeDefined();
  expect(await readGreeting('127.0.0.1', port)).toBeUndefined();
});

it('names the port that is taken, and leaves no folder', async () => {
  const within = temporaryFolder();
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(start({ port, within })).rejects.toMatchObject({
    code: 'BUS',
    summary: expect.stringContaining('address already in use'),
    help: expect.stringContaining('--port'),
  });
  expect(readdirSync(within)).toEqual([]);
});

it('rejects a folder that does not exist', async () => {
  const within = path.join(temporaryFolder(), 'absent');
  await expect(start({ within })).rejects.toMatchObject({
    code: 'CONFIG',
    summary: expect.stringContaining(within),
    help: expect.stringContaining('--dir'),
  });
});

it('says how it ended when it is killed', async () => {
  const bus = await start();
  process.kill(bus.pid, 'SIGKILL');
  await bus.exited;
  expect(bus.lost()).toMatchObject({ code: 'BUS', help: expect.stringContaining('fleet up') });
});

it('reads no greeting from a server that is not NATS', async () => {
  const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  onTestFinished(() => void other.close());
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await readGreeting('127.0.0.1', port)).toBeUndefined();
});
