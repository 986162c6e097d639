import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AgentOptions } from '../../../src/fleet/agent/agent-options.ts';
import { runAgent } from '../../../src/fleet/agent/run-agent.ts';
import type { Bus } from '../../../src/fleet/bus/bus.ts';
import { connectBus } from '../../../src/fleet/bus/connect-bus.ts';
import { answerClock } from '../../../src/fleet/clock/exchange-clocks.ts';
import { AgentStateSchema, type AgentState } from '../../../src/fleet/protocol/agent-state.ts';
import { buckets, keys, parseRunKey, subjects } from '../../../src/fleet/protocol/names.ts';
import type { RunOffer } from '../../../src/fleet/protocol/offer.ts';
import { fromPayload } from '../../../src/fleet/protocol/payload.ts';
import { startMockServer } from '../../../src/mock/start-mock-server.ts';
import { nowNs } from '../../../src/stream/clock.ts';
import { readRun } from '../../../src/stream/files/read-run.ts';
import { canMount, fill, mountSmallFilesystem } from '../../stream/files/small-filesystem.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';
import { NatsServer } from '../support/nats-server.ts';

const VERSION = '1.2.3';
const FLEET = 'test';
const PAGE_BYTES = 4096;

async function startedBus(): Promise<{ server: NatsServer; bus: Bus }> {
  const server = await NatsServer.start();
  onTestFinished(() => server.stop());
  const options = { url: server.url, clientName: 'test', maxDisconnectedMs: Infinity };
  const bus = await connectBus(options);
  onTestFinished(() => bus.close());
  return { server, bus };
}

function startAgent(url: string, options: Partial<AgentOptions> = {}) {
  const end = new AbortController();
  const notes: string[] = [];
  const outputDir = temporaryFolder();
  const ended = runAgent({
    bus: { url },
    fleet: FLEET,
    name: 'a1',
    roles: ['load'],
    outputDir,
    version: VERSION,
    allowedEnv: [],
    signal: end.signal,
    onNote: (line) => notes.push(line),
    ...options,
  });
  onTestFinished(async () => {
    end.abort();
    await ended.catch(() => {});
  });
  return { ended, notes, outputDir, stop: () => end.abort() };
}

/** The least of a coordinator: it starts each stage when the agent is ready, and returns its own totals. */
async function offered(bus: Bus, plan: object, change: Partial<RunOffer> = {}) {
  const runId = `R${Math.random().toString(36).slice(2, 10)}`;
  const kv = await bus.kv(buckets.run(runId));
  const objects = await bus.objects(buckets.files(runId));
  const text = JSON.stringify({ seed: 1, nonce: 'n', ...plan });
  await objects.putText('plan.json', text);
  const clock = answerClock({ bus, fleet: FLEET, runId });
  const alive = setInterval(() => bus.publish(subjects.alive(FLEET, runId), { beat: 1 }), 300);
  onTestFinished(() => {
    clearInterval(alive);
    clock.close();
  });
  const states: AgentState[] = [];
  await kv.watch('>', ({ key, value }) => {
    const { kind, phase = '', stage = '' } = parseRunKey(key);
    const state = fromPayload(AgentStateSchema, value);
    if (kind === 'state' && state !== undefined) states.push(state);
    if (kind === 'ready') void kv.put(keys.start({ phase, stage }), { startNs: nowNs() + 1e9 });
    if (kind === 'ended') void kv.put(keys.totals({ phase, stage }), value);
  });
  const offer: RunOffer = {
    runId,
    version: VERSION,
    protocol: 1,
    role: 'load',
    slice: { index: 0, count: 2 },
    plan: { object: 'plan.json', sha256: createHash('sha256').update(text).digest('hex') },
    files: [],
    phases: ['load'],
    heartbeatMs: 300,
    ...change,
  };
  const reply = await bus.request(subjects.offer(FLEET, 'a1'), offer, 30_000);
  return { reply, kv, objects, states, stopAlive: () => clearInterval(alive) };
}

function planOf(stage: object, windows: object = {}): object {
  const mock = startMockServer({ timeToFirstTokenMs: 1, interTokenLatencyMs: 0 });
  onTestFinished(() => mock.stop());
  const load = {
    idle: '100ms',
    cooldown: '100ms',
    calibration: false,
    stages: [stage],
    ...windows,
  };
  return { phase: 'load', target: { url: mock.url }, phases: { load } };
}

const COUNTED = { kind: 'closed', name: 'counted', concurrency: 2, requests: 20 };
const ENDLESS = { kind: 'closed', name: 'endless', concurrency: 2, duration: '10min' };

async function waiting({ notes }: ReturnType<typeof startAgent>): Promise<void> {
  await expect.poll(() => notes.at(0)).toContain('waits for runs');
}

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

it.skipIf(!canMount())(
  'puts the reason on the bus when its disk is full, even where only its clock is recorded, and waits again',
  async () => {
    const disk = await mountSmallFilesystem(6 * 2 ** 20);
    onTestFinished(() => disk.remove());
    const { server, bus } = await startedBus();
    const agent = startAgent(server.url, { outputDir: join(disk.path, 'out') });
    await waiting(agent);
    const plan = planOf(COUNTED, { idle: '1h' });
    const { states } = await offered(bus, plan);
    const events = join(disk.path, 'out', 'latest', 'events.jsonl');
    await expect.poll(() => readFile(events, 'utf8').catch(String)).toContain('"window-began"');
    // Its last page has room, too.
    appendFileSync(events, ' '.repeat(PAGE_BYTES - (statSync(events).size % PAGE_BYTES)));
    fill(disk.path);
    await expect
      .poll(() => states.at(-1))
      .toMatchObject({
        kind: 'failed',
        error: { code: 'RECORDING', message: expect.stringMatching(/the disk is full.*ENOSPC/u) },
      });
    expect(agent.notes.at(-1)).toMatch(/^Run \w+ failed: .*the disk is full.*keeps/u);
    const next = await offered(bus, plan);
    expect(next.reply).toEqual({ accepted: true });
    await expect
      .poll(() => next.states.at(-1))
      .toMatchObject({
        kind: 'failed',
        error: { message: expect.stringContaining('its disk is full') },
      });
  },
);

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
