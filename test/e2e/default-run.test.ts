import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import {
  RUN_FILES,
  RunResultsSchema,
  TestResultsSchema,
  type CrossModelMetrics,
  type TestResults,
} from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../packages/cli/src/exit-codes.ts';
import { expectPassed } from './support/expect-passed.ts';
import { eventsSoFar, latestRun, readRunJson, temporaryFolder } from './support/run-folder.ts';
import { runLoadcell } from './support/run-loadcell.ts';

/** Every number in a value, by path. */
function numbersIn(value: object, at = ''): [string, number][] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]): [string, number][] => {
    if (typeof inner === 'number') return [[`${at}${key}`, inner]];
    return typeof inner === 'object' && inner !== null ? numbersIn(inner, `${at}${key}.`) : [];
  });
}

function expectMeasured(value: object): void {
  expect(numbersIn(value).filter(([, number]) => !Number.isFinite(number))).toEqual([]);
}

function expectPhases(
  { phases, summary }: TestResults,
  largestModelBytes: number,
  isPass: boolean,
): void {
  expect(phases.map(({ name }) => name)).toEqual(['baseline', 'cross-model', 'load']);
  expect(summary.overallSuccess).toBe(isPass);
  expect(summary.failedPhases.length === 0).toBe(isPass);
  for (const { metrics } of phases) {
    expectMeasured(metrics);
    const { baseline, peak, afterRelease } = metrics.memoryUsage;
    expect(peak - baseline).toBeGreaterThanOrEqual(0.8 * largestModelBytes);
    expect(peak).toBeGreaterThanOrEqual(afterRelease);
    expect(metrics.contextStats.compressionRatio).toBeGreaterThanOrEqual(0);
    expect(metrics.contextStats.compressionRatio).toBeLessThanOrEqual(1);
    for (const [where, number] of numbersIn(metrics)) {
      expect(number, where).toBeGreaterThanOrEqual(0);
    }
  }
}

function expectSwitches(metrics: CrossModelMetrics): void {
  expectMeasured(metrics);
  const { minSwitchTime, averageSwitchTime, maxSwitchTime } = metrics.switchingLatency;
  expect(minSwitchTime).toBeGreaterThan(0);
  expect(averageSwitchTime).toBeGreaterThanOrEqual(minSwitchTime);
  expect(maxSwitchTime).toBeGreaterThanOrEqual(averageSwitchTime);
  const { preservationRate, contextSize } = metrics.contextPreservation;
  expect(preservationRate).toBeGreaterThanOrEqual(0);
  expect(preservationRate).toBeLessThanOrEqual(1);
  expect(contextSize).toBeGreaterThan(0);
  const { samples, average, peak, timeline } = metrics.memoryProfile;
  expect(samples.length).toBeLessThanOrEqual(2000);
  expect(timeline).toHaveLength(samples.length);
  expect(Math.max(...samples)).toBeLessThanOrEqual(peak);
  expect(average).toBeLessThanOrEqual(peak);
  expect(timeline.some(({ event }) => event !== undefined)).toBe(true);
}

describe('loadcell run without a configuration', () => {
  it('measures the embedded default in three phases, passes, and can be reported again', async () => {
    const cwd = temporaryFolder();
    const ran = await runLoadcell(['run'], { cwd });
    expectPassed(ran, cwd);

    const sizes = eventsSoFar(cwd).flatMap(({ bytes }) => bytes ?? []);
    const results = readRunJson(cwd, 'results');
    const isPass = ran.code === EXIT_CODES.pass;
    expectPhases(TestResultsSchema.parse(results), Math.max(...sizes), isPass);
    const crossModel = RunResultsSchema.parse(results).phases.flatMap(
      ({ crossModel: metrics }) => metrics ?? [],
    );
    expect(crossModel.length).toBeGreaterThan(0);
    for (const metrics of crossModel) expectSwitches(metrics);

    const runDir = latestRun(cwd);
    expect(ran.stderr).toContain(path.relative(cwd, runDir));
    // Only a recording has a summary file.
    const files = Object.values(RUN_FILES).filter((file) => file !== RUN_FILES.recording);
    expect(readdirSync(runDir).toSorted()).toEqual(files.toSorted());

    const saved = readFileSync(path.join(runDir, RUN_FILES.report), 'utf8');
    const again = await runLoadcell(['report', 'loadcell-results/latest', '--json'], { cwd });
    expect(again).toMatchObject({ code: ran.code, stdout: saved });
    const markdown = await runLoadcell(['report', runDir, '--format', 'md'], { cwd });
    expect(markdown).toMatchObject({
      code: ran.code,
      stdout: readFileSync(path.join(runDir, RUN_FILES.markdown), 'utf8'),
    });
  });
});
