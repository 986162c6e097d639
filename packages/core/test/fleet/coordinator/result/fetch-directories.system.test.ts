import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bus, BusObjects } from '../../../../src/fleet/bus/bus.ts';
import { connectBus } from '../../../../src/fleet/bus/connect-bus.ts';
import type { AgentCourse } from '../../../../src/fleet/coordinator/course/course-book.ts';
import {
  fetchDirectories,
  type Fetched,
} from '../../../../src/fleet/coordinator/result/fetch-directories.ts';
import type { StoredFile } from '../../../../src/fleet/protocol/stored-file.ts';
import { NatsServer } from '../../support/nats-server.ts';

describe('fetchDirectories', () => {
  let server: NatsServer;
  let bus: Bus;
  let objects: BusObjects;
  let folder = '';
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loadcell-fetch-'));
    server = await NatsServer.start();
    const options = { clientName: 'test', maxDisconnectedMs: 10_000 };
    bus = await connectBus({ url: server.url, ...options });
    objects = await bus.objects('loadcell_files_test');
  });
  afterEach(async () => {
    await bus.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Stores a file as an agent does. */
  async function store(agent: string, name: string, text: string): Promise<StoredFile> {
    const path = join(folder, 'stored');
    writeFileSync(path, text);
    const { name: object, bytes, sha256 } = await objects.putFile(`${agent}/${name}`, path);
    return { name, object, bytes, sha256 };
  }

  function course(name: string, files: StoredFile[]): AgentCourse {
    const state = { kind: 'stored', atNs: 0, directory: { files } } as const;
    return { name, role: 'load', isOver: true, state };
  }

  async function fetchInto(place: string, agents: readonly AgentCourse[]): Promise<Fetched[]> {
    const { signal } = new AbortController();
    return await fetchDirectories(agents, { objects, folder: join(folder, place), signal });
  }

  it('writes every file of every agent into a folder of its own', async () => {
    const fetched = await fetchInto('whole', [
      course('a', [await store('a', 'run.json', '{}'), await store('a', 'logs/out.log', 'out')]),
      course('b', [await store('b', 'run.json', '{"b":1}')]),
      { name: 'c', role: 'load', isOver: true },
    ]);
    expect(fetched).toEqual([
      { agent: 'a', path: join(folder, 'whole', 'a') },
      { agent: 'b', path: join(folder, 'whole', 'b') },
    ]);
    expect(readFileSync(join(folder, 'whole/a/logs/out.log'), 'utf8')).toBe('out');
    expect(readFileSync(join(folder, 'whole/b/run.json'), 'utf8')).toBe('{"b":1}');
  });

  it('names an agent whose object was cut short, and keeps the others', async () => {
    const short = { ...(await store('a', 'requests.arrows', 'half')), bytes: 8 };
    const fetched = await fetchInto('short', [
      course('a', [await store('a', 'run.json', '{}'), short]),
      course('b', [await store('b', 'run.json', '{}')]),
    ]);
    expect(fetched[0]?.error).toMatchObject({
      code: 'FLEET_FETCH',
      summary: expect.stringMatching(/cannot fetch the run directory of a: .*requests\.arrows/),
      help: 'copy it from a, and merge with loadcell merge',
    });
    expect(fetched[1]?.error).toBeUndefined();
    expect(existsSync(join(folder, 'short', 'a'))).toBe(false);
  });

  it('refuses an object with another content', async () => {
    const changed = { ...(await store('a', 'run.json', '{}')), sha256: 'f'.repeat(64) };
    const [fetched] = await fetchInto('changed', [course('a', [changed])]);
    expect(fetched?.error?.summary).toContain('checksum');
  });

  it('names an agent whose object is absent', async () => {
    const gone = { name: 'run.json', object: 'nowhere', bytes: 2, sha256: 'f'.repeat(64) };
    const [fetched] = await fetchInto('gone', [course('a', [gone])]);
    expect(fetched?.error?.summary).toContain('"nowhere"');
  });

  it.each(['../escape', '/etc/passwd', 'a/../../b', '.', '.hidden'])(
    'writes nothing outside of its folder: %s',
    async (name) => {
      const file = { ...(await store('a', 'run.json', '{}')), name };
      const [fetched] = await fetchInto('outside', [course('a', [file])]);
      expect(fetched?.error?.summary).toContain('it has an unusable name');
    },
  );
});
