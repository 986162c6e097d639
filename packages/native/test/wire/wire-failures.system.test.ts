import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createWire, describeWireFailure, WireError, type WireOptions } from '../../src/index.ts';
import { Collector, get } from './collect.ts';

let servers: Server[] = [];
let sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
  servers = [];
  sockets = [];
});

/** A server that runs `act` on each connection once bytes have arrived. */
async function serverThat(act: (socket: Socket) => void, path?: string): Promise<string> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => socket.destroy());
    socket.once('data', () => act(socket));
  });
  servers.push(server);
  server.listen(path ?? { port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
}

/** Outcome of one request on a connection opened for it. */
async function outcomeOf(options: WireOptions) {
  const wire = createWire({ connections: 0, ...options });
  try {
    await wire.start();
    wire.stage([{ id: 1, bytes: get() }]);
    const rows = new Collector(wire);
    await rows.untilEnded(1);
    return rows.of(1);
  } finally {
    wire.stop();
  }
}

function failureOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

const HEAD = 'HTTP/1.1 200 OK\r\n';

describe('a request that fails has a kind', () => {
  it.each([
    ['reset', (socket: Socket) => socket.resetAndDestroy()],
    ['closed-early', (socket: Socket) => socket.end()],
    ['closed-early', (socket: Socket) => socket.end(HEAD)],
    ['closed-early', (socket: Socket) => socket.end(`${HEAD}Content-Length: 9\r\n\r\nhalf`)],
    ['protocol', (socket: Socket) => socket.write('not HTTP at all')],
    ['protocol', (socket: Socket) => socket.write(Buffer.from([0x15, 3, 1, 0, 2, 2, 70]))],
    [
      'protocol',
      (socket: Socket) => socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\nx\r\n`),
    ],
    ['header-too-large', (socket: Socket) => socket.write(`${HEAD}A: ${'a'.repeat(20_000)}`)],
    ['body-too-large', (socket: Socket) => socket.write(`${HEAD}Content-Length: 1000000\r\n\r\n`)],
    ['timeout', () => undefined],
    ['timeout', (socket: Socket) => socket.write(`${HEAD}Content-Length: 9\r\n\r\nhalf`)],
  ])('%s', async (failure, act) => {
    const url = await serverThat(act);
    const request = await outcomeOf({
      endpoint: { url },
      maxHeaderBytes: 4096,
      maxBodyBytes: 100_000,
      timeoutMs: failure === 'timeout' ? 30 : 20_000,
    });
    expect(request).toMatchObject({ outcome: 'failed', failure });
  });

  it('refused, by a port or a path without a listener', async () => {
    const url = await serverThat(() => undefined);
    const [server] = servers;
    server?.close();
    const refused = { outcome: 'failed', failure: 'refused', sentNs: Number.NaN };
    expect(await outcomeOf({ endpoint: { url } })).toMatchObject(refused);
    const socketPath = '/nonexistent/loadcell.sock';
    expect(await outcomeOf({ endpoint: { socketPath } })).toMatchObject(refused);
  });

  it('and a description of the cause alone, for the evidence of reports', () => {
    expect(describeWireFailure('protocol', 5)).toMatch(/TLS on this port$/);
    expect(describeWireFailure('protocol', 999)).toMatch(/protocol/);
    expect(describeWireFailure('closed-early', 1)).toMatch(/without a response$/);
    expect(describeWireFailure('closed-early', 0)).toMatch(/before the response was complete/);
    expect(describeWireFailure('refused', 111)).toMatch(/refused the connection$/);
    expect(describeWireFailure('socket', 105)).toMatch(/ENOBUFS/);
    expect(describeWireFailure('too-many-files', 24)).toMatch(/too many open files$/);
  });
});

describe('a wire does not start', () => {
  it('for a name without an address', async () => {
    const wire = createWire({ endpoint: { url: 'http://nowhere.invalid:80' } });
    await expect(wire.start()).rejects.toMatchObject({
      name: 'WireError',
      code: 'DNS',
      message: expect.stringContaining('nowhere.invalid'),
    });
    expect(wire.state).toBe('stopped');
  });

  it('for https', async () => {
    const wire = createWire({ endpoint: { url: 'https://127.0.0.1' } });
    await expect(wire.start()).rejects.toMatchObject({ code: 'ADDRESS' });
  });

  it('when none of its connections can be opened, with a reason', async () => {
    const url = await serverThat(() => undefined);
    servers[0]?.close();
    const wire = createWire({ endpoint: { url }, connections: 3 });
    wire.stage([{ id: 1, bytes: get() }]);
    const error: unknown = await wire.start().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WireError);
    expect(error).toMatchObject({
      code: 'CONNECT',
      failure: 'refused',
      message: expect.stringMatching(/any of 3 connections to 127.0.0.1:\d+.*refused/),
    });
    const rows = new Collector(wire);
    while (rows.drain());
    expect(rows.of(1).outcome).toBe('failed');
  });

  it('twice', async () => {
    const url = await serverThat(() => undefined);
    const wire = createWire({ endpoint: { url } });
    await wire.start();
    await expect(wire.start()).rejects.toMatchObject({ code: 'STATE' });
    // It still works.
    expect(wire.state).toBe('open');
    wire.stop();
    await expect(wire.start()).rejects.toMatchObject({ code: 'STATE' });
  });

  it('when it is stopped while opening', async () => {
    const url = await serverThat(() => undefined);
    const wire = createWire({ endpoint: { url } });
    const started = wire.start();
    wire.stop();
    await expect(started).rejects.toMatchObject({ code: 'STATE' });
  });
});

it('a name with several addresses is reached at the one that responds', async () => {
  const url = await serverThat((socket) => socket.end(`${HEAD}Content-Length: 2\r\n\r\nok`));
  const request = await outcomeOf({ endpoint: { url: url.replace('127.0.0.1', 'localhost') } });
  expect(request).toMatchObject({ outcome: 'end', body: 'ok' });
});

it('a Unix socket is reached by its path', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loadcell-wire-'));
  try {
    const socketPath = join(folder, 'server.sock');
    await serverThat((socket) => socket.end(`${HEAD}Content-Length: 2\r\n\r\nok`), socketPath);
    const request = await outcomeOf({ endpoint: { socketPath }, connections: 1 });
    expect(request).toMatchObject({ outcome: 'end', body: 'ok' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('values out of range are rejected', () => {
  const endpoint = { url: 'http://127.0.0.1:1' };
  it.each([
    ['connections', { connections: -1 }],
    ['connections', { connections: 5, maxConcurrency: 4 }],
    ['connectTimeoutNs', { connectTimeoutMs: 0 }],
    ['headerBytes', { maxHeaderBytes: 1 }],
    ['ringSlots', { ringSlots: 1000 }],
    ['arenaBytes', { arenaBytes: 1000 }],
  ])('%s', (name, options) => {
    expect(failureOf(() => createWire({ endpoint, ...options }))).toMatchObject({
      name: 'RangeError',
      message: expect.stringContaining(name),
    });
  });

  it.each([
    ['byte', { bytes: new Uint8Array() }],
    ['scheduledNs', { scheduledNs: -1 }],
    ['timeoutNs', { timeoutMs: 0 }],
  ])('%s of a request', (name, options) => {
    const wire = createWire({ endpoint });
    expect(failureOf(() => wire.stage([{ id: 1, bytes: get(), ...options }]))).toMatchObject({
      name: 'RangeError',
      message: expect.stringContaining(name),
    });
    wire.stop();
  });
});
