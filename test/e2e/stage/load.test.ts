import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RunResultsSchema, type RunResults } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import {
  eventsSoFar,
  latestRun,
  readRunJson,
  temporaryFolder,
  writeConfig,
} from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { startMockWith } from '../support/start-mock.ts';

/** Only a load; other tests check how well the client keeps time. */
const LOAD = {
  idle: '100ms',
  cooldown: '100ms',
  duration: '400ms',
  calibration: false,
} as const;

/** A mock server: TTFT 10 ms, then a token every 2 ms. */
const MOCK = [
  '--time-to-first-token=10ms',
  '--inter-token-latency=2ms',
  '--output-tokens=4',
  '--quiet',
] as const;

function readResults(cwd: string): RunResults {
  return RunResultsSchema.parse(readRunJson(cwd, 'results'));
}

describe('a load', () => {
  it('above the capacity of a server is swept to the highest rate that meets the SLOs', async () => {
    // Two slots of 16 ms serve at most 125 requests per second.
    const { url } = await startMockWith(...MOCK, '--concurrency=2');
    const cwd = temporaryFolder();
    const stages = [
      { kind: 'closed', concurrency: 2, minRequests: 4, warmup: 3 },
      {
        kind: 'sweep',
        parameter: 'rate',
        from: 20,
        to: 2000,
        duration: '500ms',
        minRequests: 20,
        attainment: 0.5,
        tolerance: 0.5,
        arrivals: 'constant',
      },
    ] as const;
    writeConfig(cwd, {
      phase: 'load',
      target: { headers: { 'x-team': 'hidden-value' }, extraBody: { ignore_eos: true } },
      slos: { ttft: 150 },
      phases: { load: { ...LOAD, stages: [...stages] } },
    });
    const { code, stdout, stderr } = await runLoadcell(['run', '--url', url], { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    const [phase] = readResults(cwd).phases;
    const loadCurve = phase?.loadCurves[0];
    expect(loadCurve?.slos).toEqual({ timeToFirstToken: 150 });
    // The exact rate depends on how busy this machine is, but cannot be far above the capacity of the slots.
    expect(loadCurve?.highestMet).toBeLessThan(600);
    expect(loadCurve?.lowestBroken).toBeGreaterThan(loadCurve?.highestMet ?? Infinity);
    const best = phase?.stages.find(({ name }) => name === `sweep/${loadCurve?.highestMet}`);
    expect(best?.measurements['goodput']?.avg).toBeGreaterThan(0);
    expect(best?.measurements['sloAttainment']?.count).toBe(1);
    const kept = ['run.json', 'report.md', 'results.json', 'events.jsonl'].map((name) =>
      readFileSync(path.join(latestRun(cwd), name), 'utf8'),
    );
    expect(kept.join('\n')).not.toContain('hidden-value');
    expect(kept[0]).toContain('x-team');
  });

  it('replays a trace with prompts of its lengths', async () => {
    const { url } = await startMockWith(...MOCK);
    const cwd = temporaryFolder();
    const stages = [{ kind: 'trace', file: 'trace.jsonl' }] as const;
    writeConfig(cwd, { phase: 'load', phases: { load: { ...LOAD, stages: [...stages] } } });
    const rows = Array.from({ length: 12 }, (_, index) => ({
      atMs: 1000 + index * 25,
      inputTokens: 10 + index,
      outputTokens: 3,
    }));
    writeFileSync(
      path.join(cwd, 'trace.jsonl'),
      rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    );
    const { code, stdout, stderr } = await runLoadcell(['run', '--url', url], { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    expect(eventsSoFar(cwd).filter(({ kind }) => kind === 'stage-began')).toMatchObject([
      { stage: 'trace', load: { kind: 'trace', requests: 12 } },
    ]);
    const [stage] = readResults(cwd).phases[0]?.stages ?? [];
    expect(stage?.measurements['inferenceTime']?.count).toBe(12);
  });

  it('holds conversations of several turns', async () => {
    const { url } = await startMockWith(...MOCK);
    const cwd = temporaryFolder();
    const sessions = {
      kind: 'sessions',
      rate: 20,
      arrivals: 'constant',
      turns: 3,
      thinkTime: '5ms',
      requests: 23,
    } as const;
    writeConfig(cwd, { phase: 'load', phases: { load: { ...LOAD, stages: [sessions] } } });
    const { code, stdout, stderr } = await runLoadcell(['run', '--url', url], { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    // Eight conversations of three turns each, the last of them cut.
    const [stage] = readResults(cwd).phases[0]?.stages ?? [];
    expect(stage?.measurements['inferenceTime']?.count).toBe(23);
  });

  it.each([
    [['--dataset', 'nowhere.jsonl'], /cannot read "nowhere\.jsonl": ENOENT/],
    [['--trace', 'nowhere.jsonl'], /cannot read "nowhere\.jsonl": ENOENT/],
    [['--sweep', 'rate=1..2'], /needs? SLOs?.*\nhelp: .*--slo/s],
    [['--slo', 'timeToFirstTokn=1ms'], /timeToFirstToken/],
    [['--arrivals', 'gamma'], /--burstiness/],
  ])('is rejected with %j, and nothing starts', async (flags, message) => {
    const { code, stdout, stderr } = await runLoadcell(['run', ...flags], {
      cwd: temporaryFolder(),
    });
    expect({ code, stdout }).toEqual({ code: EXIT_CODES.usage, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
