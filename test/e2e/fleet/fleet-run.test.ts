import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { recordingsOf, sendsLoad, startFleet } from '../support/fleet/start-fleet.ts';
import {
  latestRun,
  LENIENT_CALIBRATION,
  readRunJson,
  temporaryFolder,
  writeConfig,
} from '../support/run-folder.ts';
import { runLoadcell, startLoadcell } from '../support/run-loadcell.ts';
import { startMock } from '../support/start-mock.ts';

const WINDOWS = { idle: '150ms', cooldown: '150ms' } as const;

/** The load phase alone. */
function loadOf(url: string, stage: object, more: object = {}): object {
  return {
    seed: 7,
    phase: 'load',
    successCriteria: { errorRate: 0 },
    target: { url },
    phases: { load: { ...WINDOWS, calibration: LENIENT_CALIBRATION, stages: [stage], ...more } },
  };
}

const COUNTED = { kind: 'closed', name: 'counted', concurrency: 4, requests: 60 };
const ENDLESS = { kind: 'closed', name: 'endless', concurrency: 4, duration: '10min' };

const ResultsSchema = z.looseObject({
  machines: z.array(z.looseObject({ name: z.string(), requests: z.number() })),
});

describe('loadcell run --fleet', () => {
  it('merges the load of two agents into one run that passes', async () => {
    const [mock, fleet] = await Promise.all([startMock(), startFleet()]);
    fleet.agent('left');
    fleet.agent('right');
    const cwd = temporaryFolder();
    writeConfig(cwd, loadOf(mock.url, COUNTED));
    // The coordinator reaches the bus by name.
    const bus = fleet.bus.url.replace('127.0.0.1', 'localhost');
    const flags = ['--fleet', bus, '--load-agents', '2', '--wait-agents', '60s'];
    const { code, stdout, stderr } = await runLoadcell(['run', ...flags], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('left, right') });
    const { machines } = ResultsSchema.parse(readRunJson(cwd, 'results'));
    expect(machines.map(({ name }) => name)).toEqual(['left', 'right']);
    expect(machines.reduce((sum, { requests }) => sum + requests, 0)).toBeGreaterThanOrEqual(60);
    expect(stdout).toContain('60');
    const markdown = readFileSync(path.join(latestRun(cwd), 'report.md'), 'utf8');
    expect(markdown).toContain('left');
    expect(markdown).toContain('right');
    for (const name of ['left', 'right']) {
      expect(existsSync(path.join(latestRun(cwd), 'machines', name, 'run.json'))).toBe(true);
    }
    const again = await runLoadcell(['report', latestRun(cwd)], { cwd });
    expect(again.code).toBe(0);
  });

  it('ends when an agent is killed, keeps what there is, names it and does not pass', async () => {
    const [mock, fleet] = await Promise.all([startMock(), startFleet()]);
    fleet.agent('left');
    const right = fleet.agent('right');
    const cwd = temporaryFolder();
    writeConfig(cwd, loadOf(mock.url, ENDLESS));
    const flags = ['--fleet', fleet.bus.url, '--load-agents', '2', '--wait-agents', '60s'];
    const run = startLoadcell(['run', ...flags], { cwd });
    await sendsLoad(right);
    process.kill(-right.pid, 'SIGKILL');
    const { code, stderr } = await run.finished;
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: expect.stringMatching(/right was lost: no heartbeat/),
    });
    const markdown = readFileSync(path.join(latestRun(cwd), 'report.md'), 'utf8');
    expect(markdown).toContain('right was lost');
    expect(existsSync(path.join(latestRun(cwd), 'machines', 'left', 'run.json'))).toBe(true);
  });

  it('lists who is there when agents are missing', async () => {
    const fleet = await startFleet();
    fleet.agent('left');
    const cwd = temporaryFolder();
    writeConfig(cwd, loadOf('http://127.0.0.1:9', COUNTED));
    const flags = ['--fleet', fleet.bus.url, '--load-agents', 'left,right', '--wait-agents', '5s'];
    const { code, stderr } = await runLoadcell(['run', ...flags], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain('right is not there');
    expect(existsSync(path.join(cwd, 'loadcell-results'))).toBe(false);
  });

  it('refuses an output folder before it looks for agents', async () => {
    const cwd = temporaryFolder();
    writeConfig(cwd, loadOf('http://127.0.0.1:9', COUNTED));
    // Without a bus: the folder is checked first.
    const flags = ['--fleet', 'nats://127.0.0.1:9', '-o', '/proc/runs'];
    const { code, stderr } = await runLoadcell(['run', ...flags], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('cannot use output directory "/proc/runs"');
  });

  it('ends after one look with --wait-agents 0s, and names who is there', async () => {
    const fleet = await startFleet();
    await fleet.agentThatWaits('left');
    const cwd = temporaryFolder();
    writeConfig(cwd, loadOf('http://127.0.0.1:9', COUNTED));
    const flags = ['--fleet', fleet.bus.url, '--load-agents', '2', '--wait-agents', '0s'];
    const { code, stderr } = await runLoadcell(['run', ...flags], { cwd });
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringContaining('2 load agents are needed, and 1 is ready (left)'),
    });
    expect(existsSync(path.join(cwd, 'loadcell-results'))).toBe(false);
  });

  it('refuses rows that name files of this machine before it reaches the bus', async () => {
    const cwd = temporaryFolder();
    const dataset = path.join(cwd, 'rows.jsonl');
    // This machine could read it; the others have another one, or none.
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    writeFileSync(path.join(cwd, 'picture.png'), Buffer.from(png, 'base64'));
    const content = [{ type: 'image_url', image_url: { url: 'picture.png' } }];
    writeFileSync(dataset, `${JSON.stringify({ messages: [{ role: 'user', content }] })}\n`);
    const config = loadOf('http://127.0.0.1:9', COUNTED, { dataset });
    writeConfig(cwd, config);
    const flags = ['--fleet', 'nats://127.0.0.1:9', '--load-agents', '1'];
    const { code, stderr } = await runLoadcell(['run', ...flags], { cwd });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('a fleet sends no file that a row names'),
    });
    expect(stderr).not.toContain('cannot reach the bus');
  });

  it('leaves agents that stop their load and wait again when it is killed', async () => {
    const [mock, fleet] = await Promise.all([startMock(), startFleet()]);
    const agent = fleet.agent('left');
    const cwd = temporaryFolder();
    const flags = ['--fleet', fleet.bus.url, '--load-agents', '1', '--wait-agents', '60s'];
    writeConfig(cwd, loadOf(mock.url, ENDLESS));
    const killed = startLoadcell(['run', ...flags], { cwd });
    await sendsLoad(agent);
    process.kill(-killed.pid, 'SIGKILL');
    await killed.finished;
    expect(agent.child.exitCode).toBeNull();
    writeConfig(cwd, loadOf(mock.url, COUNTED));
    const { code, stderr } = await runLoadcell(['run', ...flags], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    // Of both runs: what was recorded before the load stopped is kept.
    expect(recordingsOf(agent.outputDir)).toHaveLength(2);
  });

  it('refuses agents that are busy, and names their run', async () => {
    const [mock, fleet] = await Promise.all([startMock(), startFleet()]);
    const agent = fleet.agent('left');
    const cwd = temporaryFolder();
    const flags = ['--fleet', fleet.bus.url, '--load-agents', '1'];
    writeConfig(cwd, loadOf(mock.url, ENDLESS));
    const first = startLoadcell(['run', ...flags, '--wait-agents', '60s'], { cwd });
    await sendsLoad(agent);
    const second = await runLoadcell(['run', ...flags, '--wait-agents', '5s'], { cwd });
    expect({ code: second.code, stderr: second.stderr }).toEqual({
      code: 3,
      stderr: expect.stringMatching(/left is busy with run \w+/),
    });
    first.child.kill('SIGINT');
    const { code } = await first.finished;
    expect(code).toBe(130);
    expect(existsSync(path.join(latestRun(cwd), 'report.md'))).toBe(true);
  });
});
