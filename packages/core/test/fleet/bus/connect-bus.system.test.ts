import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bus, BusEntry, BusOptions, BusStatus } from '../../../src/fleet/bus/bus.ts';
import { connectBus } from '../../../src/fleet/bus/connect-bus.ts';
import { NatsServer } from '../support/nats-server.ts';

const OPTIONS = { clientName: 'test', maxDisconnectedMs: Infinity, connectMs: 5000 };

let folder = '';
const closings: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadcell-bus-'));
});

afterEach(async () => {
  for (const close of closings.splice(0).toReversed()) await close();
  await rm(folder, { recursive: true, force: true });
});

async function serverOf(...options: Parameters<typeof NatsServer.start>): Promise<NatsServer> {
  const server = await NatsServer.start(...options);
  closings.push(() => server.stop());
  return server;
}

async function busOf(url: string, options: Partial<BusOptions> = {}): Promise<Bus> {
  const bus = await connectBus({ ...OPTIONS, url, ...options });
  closings.push(() => bus.close());
  return bus;
}

describe('the bus', () => {
  it('delivers the last value of each key, then each change', async () => {
    const server = await serverOf();
    const [writer, reader] = [await busOf(server.url), await busOf(server.url)];
    const written = await writer.kv('test');
    await written.put('state.a', { n: 1 });
    await written.put('state.a', { n: 2 });
    await written.put('other', 3);
    const entries: BusEntry[] = [];
    await (await reader.kv('test')).watch('state.*', (entry) => entries.push(entry));
    await expect.poll(() => entries).toEqual([{ key: 'state.a', value: { n: 2 } }]);
    await written.put('state.b', { n: 3 });
    await written.delete('state.a');
    await expect
      .poll(() => entries.slice(1))
      .toEqual([{ key: 'state.b', value: { n: 3 } }, { key: 'state.a' }]);
    expect(await written.get('state.b')).toEqual({ n: 3 });
    expect(await written.get('state.a')).toBeUndefined();
    expect(await written.get('nothing')).toBeUndefined();
    await written.remove();
    await written.remove();
  });

  it('answers requests, and says when no machine listens', async () => {
    const server = await serverOf();
    const [one, other] = [await busOf(server.url), await busOf(server.url)];
    one.answer('double', (value) => (typeof value === 'number' ? value * 2 : undefined));
    await one.kv('made-in-order');
    await expect(other.request('double', 21, 5000)).resolves.toBe(42);
    await expect(other.request('nobody', {}, 5000)).rejects.toMatchObject({
      code: 'BUS_NO_REPLY',
      summary: expect.stringContaining('no machine listens'),
    });
  });

  it('carries files by chunks and refuses one that differs or is cut short', async () => {
    const server = await serverOf();
    const bus = await busOf(server.url);
    const source = join(folder, 'source');
    const content = Buffer.alloc(1_000_003, 'loadcell');
    await writeFile(source, content);
    const objects = await bus.objects('files');
    const stored = await objects.putFile('agent/source', source);
    expect(stored.bytes).toBe(content.length);
    const copy = join(folder, 'copy');
    await objects.getFile(stored, copy);
    expect((await readFile(copy)).equals(content)).toBe(true);
    const other = { ...stored, sha256: '0'.repeat(64) };
    await expect(objects.getFile(other, copy)).rejects.toMatchObject({ code: 'BUS_OBJECT' });
    await expect(readFile(copy)).rejects.toThrow('ENOENT');
    const longer = { ...stored, bytes: stored.bytes + 1 };
    await expect(objects.getFile(longer, copy)).rejects.toThrow('cut short');
    await expect(objects.getText(stored, 1000)).rejects.toThrow('longer than 1000 bytes');
    await expect(objects.getFile({ ...stored, name: 'no' }, copy)).rejects.toThrow('no object');
    const empty = await objects.putText('empty', '');
    expect(await objects.getText(empty, 10)).toBe('');
    await objects.remove();
    await objects.remove();
  });

  it('keeps its watches and stores what changes through a restart', async () => {
    const server = await serverOf();
    const bus = await busOf(server.url);
    const states: BusStatus['kind'][] = [];
    bus.onStatus(({ kind }) => states.push(kind));
    const bucket = await bus.kv('test');
    await bucket.put('first', 1);
    const entries: BusEntry[] = [];
    await bucket.watch('>', (entry) => entries.push(entry));
    await server.halt('SIGKILL');
    await expect.poll(() => states).toEqual(['disconnected']);
    const put = bucket.put('second', 2);
    await server.resume();
    await put;
    await expect.poll(() => entries).toContainEqual({ key: 'second', value: 2 });
    expect(states).toEqual(['disconnected', 'connected']);
  });

  it('makes a bucket again that the bus lost with its disk', async () => {
    const server = await serverOf();
    const bus = await busOf(server.url);
    const [bucket, same] = [await bus.kv('test'), await (await busOf(server.url)).kv('test')];
    const entries: BusEntry[] = [];
    await bucket.watch('>', (entry) => entries.push(entry));
    await same.remove();
    await bucket.put('again', 1);
    await expect.poll(() => entries).toContainEqual({ key: 'again', value: 1 });
  });

  it('does not make a bucket that belongs to another machine', async () => {
    const server = await serverOf();
    const [owner, other] = [await busOf(server.url), await busOf(server.url)];
    const absent = { code: 'BUS', message: expect.stringContaining('stream not found') };
    await expect(other.kv('run', { mustExist: true })).rejects.toMatchObject(absent);
    await expect(other.objects('run', { mustExist: true })).rejects.toMatchObject({ code: 'BUS' });
    const owned = await owner.kv('run');
    const opened = await other.kv('run', { mustExist: true });
    await opened.put('a', 1);
    await owned.remove();
    await expect(opened.put('b', 2)).rejects.toMatchObject(absent);
  });

  it('deletes what is older than the age of a bucket or store', async () => {
    const server = await serverOf();
    const bus = await busOf(server.url);
    const aged = { ttlMs: 300 };
    const [bucket, objects] = [await bus.kv('aged', aged), await bus.objects('aged', aged)];
    const kept = await bus.kv('kept');
    for (const one of [bucket, kept]) await one.put('a', 1);
    const stored = await objects.putText('text', 'some');
    await expect.poll(async () => await bucket.get('a')).toBeUndefined();
    await expect
      .poll(async () => await objects.getText(stored, 10).catch(() => 'deleted'))
      .toBe('deleted');
    expect(await kept.get('a')).toBe(1);
  });

  it('is closed when it stays disconnected for too long', async () => {
    const server = await serverOf();
    const bus = await busOf(server.url, { maxDisconnectedMs: 300 });
    const states: BusStatus['kind'][] = [];
    bus.onStatus(({ kind }) => states.push(kind));
    await server.halt();
    await expect.poll(() => states).toEqual(['disconnected', 'closed']);
  });
});

describe('an unusable bus', () => {
  const secret = 'hush-9';

  it('is unreachable', async () => {
    const server = await serverOf();
    await server.halt();
    await expect(busOf(`nats://me:${secret}@127.0.0.1:${server.port}`)).rejects.toMatchObject({
      code: 'BUS',
      summary: `cannot reach the bus at ${server.url}: connection refused`,
    });
  });

  it.each(['', 'HTTP/1.1 400 Bad Request\r\n\r\n'])(
    'is another program that answers %j, and no connection to it stays open',
    async (answer) => {
      const sockets = new Set<Socket>();
      const other = createServer((socket) => {
        sockets.add(socket.on('error', () => {}));
        socket.once('close', () => sockets.delete(socket));
        socket.resume().write(answer);
      }).listen(0, '127.0.0.1');
      closings.push(async () => void other.close());
      await once(other, 'listening');
      const address = other.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      await expect(busOf(`nats://127.0.0.1:${port}`, { connectMs: 300 })).rejects.toMatchObject({
        code: 'BUS',
        summary: `no NATS server listens at nats://127.0.0.1:${port}`,
      });
      await expect.poll(() => sockets.size).toBe(0);
    },
  );

  it('refuses credentials, and no message holds the password', async () => {
    const server = await serverOf({ flags: ['--user', 'me', '--pass', secret] });
    const right = await busOf(`nats://me:${secret}@127.0.0.1:${server.port}`);
    expect(right.address).toBe(server.url);
    const error = await busOf(`nats://me:${secret}x@127.0.0.1:${server.port}`).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      code: 'BUS',
      summary: `the bus at ${server.url} refused the credentials`,
    });
    expect(JSON.stringify(error) + String(error)).not.toContain(secret);
  });

  it('has no JetStream', async () => {
    const server = await serverOf({ isWithJetStream: false });
    await expect(busOf(server.url)).rejects.toThrow('has no JetStream');
  });

  it('has an unreadable file of credentials', async () => {
    const server = await serverOf();
    await expect(busOf(server.url, { credsFile: join(folder, 'no') })).rejects.toMatchObject({
      code: 'CONFIG',
    });
  });

  it('has a file of credentials without credentials', async () => {
    const server = await serverOf();
    const credsFile = join(folder, 'creds');
    await writeFile(credsFile, 'root:x:0:0\n');
    await expect(busOf(server.url, { credsFile })).rejects.toMatchObject({
      code: 'CONFIG',
      summary: '--bus-creds: the file holds no credentials of a user',
    });
  });
});
