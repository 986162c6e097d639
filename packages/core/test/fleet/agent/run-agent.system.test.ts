import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buckets, keys } from '../../../src/fleet/protocol/names.ts';
import { readRun } from '../../../src/stream/files/read-run.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';
import {
  COUNTED,
  ENDLESS,
  FLEET,
  offered,
  planOf,
  startAgent,
  startedBus,
  waiting,
} from '../support/agent-on-bus.ts';

it('runs its slice, and stores its directory with the exchanges of clocks', async () => {
  const { server, bus } = await startedBus();
  const agent = startAgent(server.url);
  await waiting(agent);
  const { reply, states, objects } = await offered(bus, planOf(COUNTED));
  expect(reply).toEqual({ accepted: true });
  await expect.poll(() => states.at(-1)?.kind).toBe('stored');
  expect(states.map(({ error }) => error)).not.toContainEqual(expect.anything());
  const files = states.at(-1)?.directory?.files ?? [];
  const runDir = temporaryFolder();
  for (const { object, name, bytes, sha256 } of files) {
    await objects.getFile({ name: object, bytes, sha256 }, join(runDir, name));
  }
  const { phases } = await readRun(runDir);
  expect(phases).toHaveLength(1);
  const events = await readFile(join(runDir, 'events.jsonl'), 'utf8');
  expect(events.split('"clock-exchanged"').length).toBeGreaterThan(65);
  const run = await readFile(join(runDir, 'run.json'), 'utf8');
  expect(run).toContain('"machine": "a1"');
  const { status } = await readRun(join(agent.outputDir, 'latest'));
  expect(status).toBe('complete');
});

it('refuses another version, held keys and a second run', async () => {
  const { server, bus } = await startedBus();
  await waiting(startAgent(server.url));
  const other = await offered(bus, planOf(COUNTED), { version: '9.9.9' });
  expect(other.reply).toMatchObject({ accepted: false, code: 'version' });
  const held = await offered(bus, { target: { url: 'http://x', command: ['rm'] } });
  expect(held.reply).toMatchObject({ accepted: false, code: 'held-keys' });
  const first = await offered(bus, planOf(ENDLESS));
  expect(first.reply).toEqual({ accepted: true });
  const second = await offered(bus, planOf(COUNTED));
  expect(second.reply).toMatchObject({ accepted: false, code: 'busy' });
});

it('stops for an abort, stores what there is, and takes the next run', async () => {
  const { server, bus } = await startedBus();
  const agent = startAgent(server.url);
  await waiting(agent);
  const { kv, states } = await offered(bus, planOf(ENDLESS));
  await expect.poll(() => states.map(({ kind }) => kind)).toContain('running');
  await kv.put(keys.abort, { code: 'FLEET_LOST', reason: 'a2 was lost', help: 'check a2' });
  await expect.poll(() => states.at(-1)?.kind).toBe('stored');
  await expect.poll(() => agent.notes.at(-1)).toContain('is stored; this machine keeps');
  const said = agent.notes.join('\n');
  expect(said).toContain('was ended by the coordinator: a2 was lost. Check a2.\n');
  // The folder is named once.
  expect(said.split(agent.outputDir)).toHaveLength(2);
  const next = await offered(bus, planOf(COUNTED));
  expect(next.reply).toEqual({ accepted: true });
  await expect.poll(() => next.states.at(-1)?.kind).toBe('stored');
});

it('stops its load when the coordinator falls silent, keeps its directory and waits again', async () => {
  const { server, bus } = await startedBus();
  const agent = startAgent(server.url);
  await waiting(agent);
  const { states, stopAlive } = await offered(bus, planOf(ENDLESS));
  await expect.poll(() => states.map(({ kind }) => kind)).toContain('running');
  stopAlive();
  await expect
    .poll(() => states.at(-1))
    .toMatchObject({
      kind: 'failed',
      error: { code: 'FLEET_LOST', message: expect.stringContaining('not heard for 9 s') },
    });
  const { status } = await readRun(join(agent.outputDir, 'latest'));
  expect(status).toBe('failed');
  const next = await offered(bus, planOf(COUNTED));
  expect(next.reply).toEqual({ accepted: true });
});

it('goes on with its run through a restart of the bus', async () => {
  const { server, bus } = await startedBus();
  await waiting(startAgent(server.url));
  const { states } = await offered(bus, planOf({ ...COUNTED, requests: 4000 }));
  await expect.poll(() => states.map(({ kind }) => kind)).toContain('running');
  await server.halt('SIGKILL');
  await server.resume();
  await expect.poll(() => states.at(-1)?.kind).toBe('stored');
  expect(states.map(({ error }) => error)).not.toContainEqual(expect.anything());
});

it('ends with its signal: the load in progress fails with that reason', async () => {
  const { server, bus } = await startedBus();
  const agent = startAgent(server.url);
  await waiting(agent);
  const { states } = await offered(bus, planOf(ENDLESS));
  await expect.poll(() => states.map(({ kind }) => kind)).toContain('running');
  agent.stop();
  await agent.ended;
  await expect
    .poll(() => states.at(-1))
    .toMatchObject({
      kind: 'failed',
      error: { message: 'the agent was stopped' },
    });
});

it('is refused a name that another agent has', async () => {
  const { server } = await startedBus();
  await waiting(startAgent(server.url));
  await expect(startAgent(server.url).ended).rejects.toMatchObject({ code: 'AGENT_NAME' });
});

// Each wait for the bus lasts 30 s where it is not ended.
describe('an agent that is ended without its bus', { timeout: 15_000 }, () => {
  it('ends while it waits for the bus to return', async () => {
    const { server } = await startedBus();
    const agent = startAgent(server.url);
    await waiting(agent);
    await server.halt('SIGKILL');
    await expect.poll(() => agent.notes.join()).toContain('Lost the bus');
    agent.stop();
    await agent.ended;
  });

  it('ends a run whose states cannot be stored, without a note about them', async () => {
    const { server, bus } = await startedBus();
    const agent = startAgent(server.url);
    await waiting(agent);
    const { states } = await offered(bus, planOf(ENDLESS));
    await expect.poll(() => states.map(({ kind }) => kind)).toContain('running');
    await server.halt('SIGKILL');
    await expect.poll(() => agent.notes.join()).toContain('Lost the bus');
    agent.stop();
    await agent.ended;
    expect(agent.notes.at(-1)).toContain('was ended: the agent was stopped. This machine keeps');
    expect(agent.notes.join()).not.toContain('did not take a state');
  });

  it('ends while it waits for the greeting of a bus', async () => {
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const asked = once(silent, 'connection');
    const agent = startAgent(`nats://127.0.0.1:${portOf(silent)}`);
    await asked;
    agent.stop();
    await agent.ended;
    expect(agent.notes).toEqual([]);
  }, 5000);
});

it('refuses an output folder that cannot be made before it joins the bus', async () => {
  const { server, bus } = await startedBus();
  const outputDir = join(temporaryFolder(), 'file', 'runs');
  writeFileSync(dirname(outputDir), '');
  await expect(startAgent(server.url, { outputDir }).ended).rejects.toMatchObject({
    code: 'CONFIG',
    summary: expect.stringContaining(`"${outputDir}": a part of its path is a file`),
  });
  const kv = await bus.kv(buckets.agents(FLEET));
  expect(await kv.get('a1')).toBeUndefined();
});

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
