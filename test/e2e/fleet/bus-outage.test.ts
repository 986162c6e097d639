import { RunResultsSchema, startMockServer } from '@loadcell/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nowNs } from '../../../packages/core/src/stream/clock.ts';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { eventsOf, requestsOf, sendsLoad, startFleet } from '../support/fleet/start-fleet.ts';
import {
  LENIENT_CALIBRATION,
  readRunJson,
  temporaryFolder,
  writeConfig,
} from '../support/run-folder.ts';
import { startLoadcell } from '../support/run-loadcell.ts';

const RATE = 40;
const DURATION_S = 10;
const COUNT = RATE * DURATION_S;
/** Requests that arrive while the bus is away: for longer than any pause of a client. */
const DURING = RATE * 3;

const STEADY = {
  kind: 'open',
  name: 'steady',
  rate: RATE,
  arrivals: 'constant',
  requests: COUNT,
} as const;
const AFTER = { kind: 'closed', name: 'after', concurrency: 2, requests: 20 } as const;

/** Agents that are left alone send nothing after this time, ns. */
const STOP_NS = 10e9;

const LOAD = { idle: '150ms', cooldown: '150ms', calibration: LENIENT_CALIBRATION } as const;
const CONFIG = {
  seed: 7,
  phase: 'load',
  successCriteria: { errorRate: 0 },
  sampling: { hz: 50 },
} as const;

/** Two agents that send, and the bus that they are on. */
async function beginRun(stages: readonly object[]) {
  const mock = startMockServer({ timeToFirstTokenMs: 2, interTokenLatencyMs: 1, outputTokens: 4 });
  onTestFinished(() => mock.stop());
  const fleet = await startFleet();
  const agents = [fleet.agent('left'), fleet.agent('right')];
  const cwd = temporaryFolder();
  writeConfig(cwd, { ...CONFIG, target: { url: mock.url }, phases: { load: { ...LOAD, stages } } });
  const flags = ['--fleet', fleet.bus.url, '--load-agents', '2', '--wait-agents', '60s'];
  const run = startLoadcell(['run', ...flags], { cwd });
  await Promise.all(agents.map((agent) => sendsLoad(agent, 'steady')));
  return { bus: fleet.bus, agents, cwd, run, mock };
}

describe('a bus that is killed while agents send', () => {
  it('and started again: all agents send on time, and the run passes', async () => {
    const { bus, agents, cwd, run, mock } = await beginRun([STEADY, AFTER]);
    await bus.halt('SIGKILL');
    const awayNs = nowNs();
    const before = mock.account().requests;
    await expect.poll(() => mock.account().requests).toBeGreaterThanOrEqual(before + DURING);
    const backNs = nowNs();
    await bus.resume();
    const { code, stdout, stderr } = await run.finished;
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);

    const { machines = [], phases } = RunResultsSchema.parse(readRunJson(cwd, 'results'));
    expect(machines.map(({ name }) => name)).toEqual(['left', 'right']);
    expect(phases.flatMap(({ stages }) => stages)).toMatchObject([
      { name: 'steady', requests: { due: COUNT, successful: COUNT } },
      { name: 'after', requests: { due: 20, successful: 20 } },
    ]);
    for (const agent of agents) {
      const steady = (await requestsOf(agent)).filter(({ stage }) => stage === 'steady');
      expect(steady).toHaveLength(COUNT / 2);
      const due = steady.map(({ scheduledNs }) => scheduledNs);
      const during = due.filter((atNs) => atNs > awayNs && atNs < backNs);
      expect(during.length).toBeGreaterThan(DURING / 4);
      expect(Math.max(...due)).toBeGreaterThan(backNs);
      const delaysNs = steady.map(({ sentNs, scheduledNs }) => sentNs - scheduledNs);
      expect(Math.max(...delaysNs)).toBeLessThan(backNs - awayNs);
    }
  });

  it('and stays away: agents stop within 10 s, keep their directories, and the run ends and names them', async () => {
    const { bus, agents, run } = await beginRun([{ ...STEADY, requests: COUNT * 100 }]);
    await bus.halt('SIGKILL');
    const awayNs = nowNs();
    for (const agent of agents) await expect.poll(() => eventsOf(agent)).toContain('"phase-ended"');
    await bus.resume();
    const { code, stderr } = await run.finished;
    expect(code, stderr).toBe(EXIT_CODES.unreliable);
    for (const name of ['left', 'right']) {
      expect(stderr).toContain(`${name}: the coordinator was not heard for 9 s`);
    }
    for (const agent of agents) {
      const sentNs = (await requestsOf(agent)).map((request) => request.sentNs);
      const lastNs = Math.max(...sentNs.filter((atNs) => !Number.isNaN(atNs)));
      expect(lastNs).toBeGreaterThan(awayNs);
      expect(lastNs - awayNs).toBeLessThan(STOP_NS);
      expect(agent.child.exitCode).toBeNull();
    }
  });
});
