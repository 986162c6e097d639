import { createHash } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
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
import { temporaryFolder } from '../../stream/temporary-folder.ts';
import { NatsServer } from './nats-server.ts';

const VERSION = '1.2.3';
export const FLEET = 'test';

export async function startedBus(): Promise<{ server: NatsServer; bus: Bus }> {
  const server = await NatsServer.start();
  onTestFinished(() => server.stop());
  const options = { url: server.url, clientName: 'test', maxDisconnectedMs: Infinity };
  const bus = await connectBus(options);
  onTestFinished(() => bus.close());
  return { server, bus };
}

export function startAgent(url: string, options: Partial<AgentOptions> = {}) {
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
export async function offered(bus: Bus, plan: object, change: Partial<RunOffer> = {}) {
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

export function planOf(stage: object, windows: object = {}): object {
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

export const COUNTED = { kind: 'closed', name: 'counted', concurrency: 2, requests: 20 };
export const ENDLESS = { kind: 'closed', name: 'endless', concurrency: 2, duration: '10min' };

export async function waiting({ notes }: ReturnType<typeof startAgent>): Promise<void> {
  await expect.poll(() => notes.at(0)).toContain('waits for runs');
}
