import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RUN_FILES } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { latestRun, readRunJson, temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { list, listenRoutes } from '../support/scripted-server.ts';
import { GOOD_ANSWER } from '../support/server-faults.ts';

const COMPLETIONS = '/v1/completions';

const SHARED = ['--seed', '7', '--nonce', 'slices'];

const LOAD = {
  idle: '20ms',
  cooldown: '20ms',
  calibration: false,
  models: { a: 3, b: 1 },
  stages: [
    { kind: 'closed', concurrency: 3, warmup: 2, requests: 16 },
    { kind: 'open', rate: 150, warmup: 3, requests: 31 },
  ],
};

/** The bodies that workers send together, each started with its flags. */
async function bodiesOf(workers: readonly (readonly string[])[]): Promise<string[]> {
  const server = await listenRoutes({ '/v1/models': list('a', 'b'), [COMPLETIONS]: GOOD_ANSWER });
  const runs = workers.map(async (flags) => {
    const cwd = temporaryFolder();
    const target = { url: server.url, api: 'openai-completions', models: ['a', 'b'] };
    writeConfig(cwd, { target, phase: 'load', phases: { load: LOAD } });
    const { code, stdout, stderr } = await runLoadcell(['run', ...SHARED, ...flags], { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    return readRunJson(cwd, 'run');
  });
  const files = await Promise.all(runs);
  expect(files).toMatchObject(
    workers.map((_, index) => ({
      worker: {
        machine: expect.stringMatching(/./),
        bootId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        slice: { index, count: workers.length },
      },
    })),
  );
  return (
    server.requests
      .filter((request) => request.path === COMPLETIONS)
      // Each worker probes the path without a body.
      .flatMap(({ body }) => (body === '' ? [] : body))
      .toSorted()
  );
}

const EventSchema = z.looseObject({
  kind: z.string(),
  atNs: z.number(),
  epochMs: z.number().optional(),
  windowBeganNs: z.number().optional(),
});

/** When the measurement of the only stage of a run began, epoch milliseconds. */
function windowBeganEpochMs(runDir: string): number {
  const lines = readFileSync(path.join(runDir, RUN_FILES.events), 'utf8').trim().split('\n');
  const events = lines.map((line) => EventSchema.parse(JSON.parse(line)));
  const began = events.find(({ kind }) => kind === 'run-began');
  const stage = events.find(({ kind }) => kind === 'stage-ended');
  const elapsedNs = (stage?.windowBeganNs ?? Number.NaN) - (began?.atNs ?? Number.NaN);
  return (began?.epochMs ?? Number.NaN) + elapsedNs / 1e6;
}

describe('two slices', () => {
  it('send together what one worker sends alone, to the byte', async () => {
    const whole = await bodiesOf([[]]);
    const slices = await bodiesOf([
      ['--slice', '0/2'],
      ['--slice', '1/2'],
    ]);
    expect(whole.length).toBeGreaterThan(2 + 16 + 3 + 31);
    expect(slices).toEqual(whole);
  });

  it('start their first stage at one time', async () => {
    const startAtMs = Date.now() + 12_000;
    const at = ['--start-at', `${startAtMs / 1e3}`];
    const server = await listenRoutes({ '/v1/models': list('a'), [COMPLETIONS]: GOOD_ANSWER });
    const stages = [{ kind: 'open', rate: 100, requests: 20, arrivals: 'constant' }];
    const runs = [0, 1].map(async (index) => {
      const cwd = temporaryFolder();
      writeConfig(cwd, {
        target: { url: server.url, api: 'openai-completions' },
        phase: 'load',
        phases: { load: { ...LOAD, models: undefined, stages } },
      });
      const flags = [...SHARED, '--slice', `${index}/2`, ...at];
      const { code, stdout, stderr } = await runLoadcell(['run', ...flags], { cwd });
      expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
      return windowBeganEpochMs(latestRun(cwd));
    });
    // Wall clocks are read in whole milliseconds.
    for (const beganMs of await Promise.all(runs)) expect(beganMs).toBeGreaterThan(startAtMs - 2);
  });
});

describe('a slice', () => {
  it.each([
    [['--rate', '5'], '--slice needs --seed and --nonce'],
    [SHARED, 'a rate that is a share of stage "closed" needs the results of all workers'],
    [
      [...SHARED, '--sweep', 'rate=1..8', '--slo', 'ttft=1s'],
      'a sweep needs the results of all workers',
    ],
    [[...SHARED, '--rate', '5', '--slice', '2/2'], 'invalid slice "2/2": expected I/N'],
    [[...SHARED, '--rate', '5', '--start-at', '2020-01-01T00:00:00Z'], 'has passed'],
    [[...SHARED, '--rate', '5', '--start-at', 'noon'], 'invalid --start-at "noon"'],
    [[...SHARED, '--rate', '5', '--repeat', '2'], '--slice cannot be combined with --repeat'],
  ])('is refused with %j', async (flags, message) => {
    const slice = flags.includes('--slice') ? [] : ['--slice', '0/2'];
    const args = ['run', '--url', 'http://127.0.0.1:9', ...flags, ...slice];
    const { code, stderr } = await runLoadcell(args, { cwd: temporaryFolder() });
    expect(stderr).toContain(message);
    expect(code).toBe(EXIT_CODES.usage);
  });
});
