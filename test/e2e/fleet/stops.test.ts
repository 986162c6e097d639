import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { nowNs } from '../../../packages/core/src/stream/clock.ts';
import {
  recordingsOf,
  requestsOf,
  sendsLoad,
  startFleet,
  type TestAgent,
} from '../support/fleet/start-fleet.ts';
import {
  latestRun,
  LENIENT_CALIBRATION,
  temporaryFolder,
  writeConfig,
} from '../support/run-folder.ts';
import { startLoadcell, type RunningCommand } from '../support/run-loadcell.ts';
import { startMock } from '../support/start-mock.ts';

/** Agents that are left alone or aborted send nothing after this time, ns. */
const STOP_NS = 10e9;

interface EndlessRun {
  readonly run: RunningCommand;
  readonly cwd: string;
  readonly left: TestAgent;
  readonly right: TestAgent;
}

/** A run of two agents that both send, until something stops them. */
async function beginEndless(): Promise<EndlessRun> {
  const [mock, fleet] = await Promise.all([startMock(), startFleet()]);
  const [left, right] = [fleet.agent('left'), fleet.agent('right')];
  const cwd = temporaryFolder();
  writeConfig(cwd, {
    seed: 7,
    phase: 'load',
    successCriteria: { errorRate: 0 },
    sampling: { hz: 50 },
    target: { url: mock.url },
    phases: {
      load: {
        idle: '150ms',
        cooldown: '150ms',
        calibration: LENIENT_CALIBRATION,
        stages: [{ kind: 'closed', name: 'endless', concurrency: 4, duration: '10min' }],
      },
    },
  });
  const flags = ['--fleet', fleet.bus.url, '--load-agents', '2', '--wait-agents', '60s'];
  const run = startLoadcell(['run', ...flags], { cwd });
  await Promise.all([sendsLoad(left), sendsLoad(right)]);
  return { run, cwd, left, right };
}

/** The newest send of an agent's one run, CLOCK_MONOTONIC ns. */
async function lastSentNs(agent: TestAgent): Promise<number> {
  const sent = (await requestsOf(agent)).flatMap(({ sentNs }) =>
    Number.isNaN(sentNs) ? [] : [sentNs],
  );
  expect(sent.length).toBeGreaterThan(0);
  return Math.max(...sent);
}

describe('a run of two agents', () => {
  it('ends unreliable when the user stops an agent, names it, and both keep their directories', async () => {
    const { run, cwd, left, right } = await beginEndless();
    process.kill(right.pid, 'SIGINT');
    const [{ code, stderr }, stopped] = await Promise.all([run.finished, right.finished]);
    expect({ code, stderr }).toEqual({
      code: EXIT_CODES.unreliable,
      stderr: expect.stringContaining('machine right: the agent was stopped. Stopping the run.'),
    });
    expect(stopped.code).toBe(EXIT_CODES.pass);
    expect(readFileSync(path.join(latestRun(cwd), 'report.md'), 'utf8')).toContain(
      'right was lost',
    );
    expect(existsSync(path.join(latestRun(cwd), 'machines', 'left', 'run.json'))).toBe(true);
    for (const agent of [left, right]) expect(await requestsOf(agent)).not.toHaveLength(0);
    expect(left.child.exitCode).toBeNull();
  });

  it('stops on both within 10 s when the user stops it', async () => {
    const { run, left, right } = await beginEndless();
    const abortedNs = nowNs();
    process.kill(run.pid, 'SIGINT');
    const { code, stdout, stderr } = await run.finished;
    expect(code, stdout + stderr).toBe(EXIT_CODES.interrupted);
    for (const agent of [left, right]) {
      expect((await lastSentNs(agent)) - abortedNs).toBeLessThan(STOP_NS);
      expect(agent.child.exitCode).toBeNull();
      expect(recordingsOf(agent.outputDir)).toHaveLength(1);
    }
  });
});
