import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  recordingsOf,
  sendsLoad,
  startFleet,
  type TestFleet,
} from '../support/fleet/start-fleet.ts';
import {
  latestRun,
  LENIENT_CALIBRATION,
  readRunJson,
  temporaryFolder,
  writeConfig,
} from '../support/run-folder.ts';
import { runLoadcell, startLoadcell } from '../support/run-loadcell.ts';
import { startMeteredServer } from '../support/metered-server.ts';
import { startMock } from '../support/start-mock.ts';

const WINDOWS = { idle: '300ms', cooldown: '300ms' } as const;

/** The load phase alone. */
function loadOf(url: string, stage: object, target: object = { url }): object {
  return {
    seed: 7,
    phase: 'load',
    successCriteria: { errorRate: 0, memoryUsage: 2 ** 40 },
    target,
    phases: { load: { ...WINDOWS, calibration: LENIENT_CALIBRATION, stages: [stage] } },
  };
}

const COUNTED = { kind: 'closed', name: 'counted', concurrency: 4, requests: 60 };
const ENDLESS = { kind: 'closed', name: 'endless', concurrency: 4, duration: '10min' };

const MeasurementsSchema = z.record(z.string(), z.looseObject({ max: z.number().nullish() }));

const ResultsSchema = z.looseObject({
  machines: z.array(z.looseObject({ name: z.string() })).default([]),
  phases: z.array(
    z.looseObject({
      measurements: MeasurementsSchema,
      stages: z.array(z.looseObject({ measurements: MeasurementsSchema })),
    }),
  ),
});

/** Runs a configuration over one load agent and one watching agent. */
function flagsOf(fleet: TestFleet): string[] {
  const agents = ['--load-agents', 'load', '--watch-agents', 'server'];
  return ['run', '--fleet', fleet.bus.url, ...agents, '--wait-agents', '60s'];
}

describe('an agent that watches the server', () => {
  it('measures its memory in the phases of the load, as a run on its machine does', async () => {
    const [mock, fleet] = await Promise.all([startMock(), startFleet()]);
    fleet.agent('load');
    fleet.agent('server', '--roles', 'watch', '--pid', String(mock.pid));
    const cwd = temporaryFolder();
    writeConfig(cwd, loadOf(mock.url, COUNTED));
    const merged = await runLoadcell(flagsOf(fleet), { cwd });
    expect({ code: merged.code, stderr: merged.stderr }).toEqual({
      code: 0,
      stderr: expect.any(String),
    });
    const results = ResultsSchema.parse(readRunJson(cwd, 'results'));
    expect(results.machines.map(({ name }) => name)).toEqual(['load', 'server']);
    const watched = results.phases[0]?.measurements ?? {};
    const alone = temporaryFolder();
    writeConfig(alone, loadOf(mock.url, COUNTED));
    await runLoadcell(['run', '--pid', String(mock.pid)], { cwd: alone });
    const own = ResultsSchema.parse(readRunJson(alone, 'results')).phases[0]?.measurements ?? {};
    const sampled = ['memoryUsage', 'anonymousMemory', 'retainedMemory', 'cpuUtilization'];
    for (const name of sampled) expect([name, own[name]?.max]).not.toEqual([name, undefined]);
    for (const name of sampled) expect([name, watched[name]?.max]).not.toEqual([name, undefined]);
    expect(watched['memoryUsage']?.max).toBeGreaterThan(2 ** 20);
    const report = await runLoadcell(['report', path.join(latestRun(cwd), 'machines', 'server')], {
      cwd,
    });
    expect(report.code).toBe(0);
  });

  it('finds the server by its port, and reads its metrics at the edges of a stage', async () => {
    const [url, fleet] = await Promise.all([
      startMeteredServer({ keepsGoing: false }),
      startFleet(),
    ]);
    const { port } = new URL(url);
    fleet.agent('load');
    const target = ['--pid', 'auto', '--port', port, '--metrics-url', `${url}/metrics`];
    fleet.agent('server', '--roles', 'watch', ...target);
    const cwd = temporaryFolder();
    // The client does not read them: they are those of the watching machine.
    writeConfig(cwd, loadOf(url, COUNTED, { url, serverMetrics: false }));
    const { code, stderr } = await runLoadcell(flagsOf(fleet), { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    const { phases } = ResultsSchema.parse(readRunJson(cwd, 'results'));
    expect(phases[0]?.measurements).toHaveProperty('memoryUsage');
    expect(phases[0]?.stages[0]?.measurements).toHaveProperty('serverGenerationTokens');
  });

  it('ends the run on all machines when the server crosses its memory limit', async () => {
    const [mock, fleet] = await Promise.all([startMock(), startFleet()]);
    const load = fleet.agent('load');
    fleet.agent('server', '--roles', 'watch', '--pid', String(mock.pid), '--max-memory', '1MiB');
    const cwd = temporaryFolder();
    writeConfig(cwd, loadOf(mock.url, ENDLESS));
    const { code, stderr, stdout } = await runLoadcell(flagsOf(fleet), { cwd });
    expect({ code, text: stdout + stderr }).toEqual({
      code: 3,
      text: expect.stringMatching(/machine server: the target uses .* over the limit of 1\.0 MiB/u),
    });
    expect(stdout).not.toContain('interrupted');
    expect(load.child.exitCode).toBeNull();
  });

  it('ends the run when the server dies, and refuses the next one', async () => {
    const [mock, fleet] = await Promise.all([startMock(), startFleet()]);
    const load = fleet.agent('load');
    const watcher = fleet.agent('server', '--roles', 'watch', '--pid', String(mock.pid));
    const cwd = temporaryFolder();
    writeConfig(cwd, loadOf(mock.url, ENDLESS));
    const run = startLoadcell(flagsOf(fleet), { cwd });
    await sendsLoad(load);
    process.kill(mock.pid, 'SIGKILL');
    const { code, stdout, stderr } = await run.finished;
    expect({ code, text: stdout + stderr }).toEqual({
      code: 3,
      text: expect.stringContaining(`machine server: target process ${mock.pid}`),
    });
    expect(stdout).not.toContain('interrupted');
    expect(stdout).not.toMatch(/machine load|was lost/u);
    expect(recordingsOf(watcher.outputDir)).toHaveLength(1);
    // No agent is named, and still the run does not go without the one that cannot watch.
    const next = await runLoadcell(['run', '--fleet', fleet.bus.url, '--wait-agents', '3s'], {
      cwd,
    });
    expect(next.code).toBe(3);
    expect(next.stderr).toContain(`server accepts no run: process ${mock.pid} has exited`);
  });
});
