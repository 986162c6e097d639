import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareRuns } from '../../src/compare/compare-runs.ts';
import { MismatchedRunsError } from '../../src/compare/compare-sides.ts';
import { RepeatSet } from '../../src/compare/repeat-set.ts';
import type { RunConclusion } from '../../src/report/results/conclude-directory.ts';
import { RunEventSchema } from '../../src/stream/events/run-event.ts';
import { scriptedRun } from '../runner/scripted-run.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';

/** A real run of the load phase on a scripted target. */
function run(contextTokens = 512, outputDir = temporaryFolder()): Promise<RunConclusion> {
  const target = { models: ['small.gguf'], contextTokens };
  return scriptedRun(() => ({}), { outputDir, phase: 'load', target }).runner.runTests();
}

/** Changes the description of the target in the events of a run. */
function editEvents(runDir: string, changed: { models?: string[]; version?: string }): void {
  const path = join(runDir, 'events.jsonl');
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  const edited = lines.map((line) => {
    const event = RunEventSchema.parse(JSON.parse(line));
    return event.kind === 'target-described' ? JSON.stringify({ ...event, ...changed }) : line;
  });
  writeFileSync(path, `${edited.join('\n')}\n`);
}

describe('compareRuns', () => {
  test('reads single runs from their directories, with the figures of their reports', async () => {
    const [first, second] = [await run(), await run()];
    const { base, candidates, remarks } = await compareRuns([first.runDir], [[second.runDir]]);
    expect(base.runDirs).toEqual([first.runDir]);
    const latency = candidates[0]?.metrics.find(({ key }) => key === 'responseLatency');
    const reported = first.results.phases[0]?.stages[0]?.measurements['responseLatency'];
    expect(latency?.base).toEqual({
      value: reported?.avg,
      runCount: 1,
      valueCount: reported?.count,
      failedCount: 0,
    });
    expect(remarks).toEqual([expect.stringMatching(/^One run per side/)]);
  });

  test('takes several directories, and a set of repeats, for one configuration', async () => {
    const [first, second] = [await run(), await run()];
    const set = await RepeatSet.create(temporaryFolder(), 'repeats');
    for (let repeat = 0; repeat < 2; repeat += 1)
      await set.add((await run(512, set.folder)).runDir);
    const { candidates, remarks } = await compareRuns(
      [first.runDir, second.runDir],
      [[set.folder]],
    );
    const throughput = candidates[0]?.metrics.find(({ key }) => key === 'requestThroughput');
    expect(throughput).toMatchObject({ evidence: 'runs', base: { runCount: 2 } });
    expect(candidates[0]?.runDirs).toEqual(set.runDirs);
    expect(remarks).toEqual([]);
  });

  test('compares each candidate with the base, with one correction for all', async () => {
    const [first, second] = [await run(), await run()];
    const alone = await compareRuns([first.runDir], [[second.runDir]]);
    const both = await compareRuns([first.runDir], [[second.runDir], [second.runDir]]);
    expect(both.candidates).toHaveLength(2);
    expect(both.comparisonCount).toBe(2 * alone.comparisonCount);
  });

  test('rejects runs of another configuration, and compares them when allowed', async () => {
    const [first, other] = [await run(), await run(1024)];
    const asked = compareRuns([first.runDir], [[other.runDir]]);
    await expect(asked).rejects.toThrow(MismatchedRunsError);
    await expect(asked).rejects.toThrow('target.contextTokens differs (512 vs. 1024)');
    const allowed = await compareRuns([first.runDir], [[other.runDir]], { allowsMismatch: true });
    expect(allowed.candidates[0]?.mismatches).toEqual([
      expect.stringContaining('contextTokens differs (512 vs. 1024)'),
    ]);
  });

  test('compares details that servers report, which run.json does not contain', async () => {
    const [first, other, newer] = [await run(), await run(), await run()];
    editEvents(other.runDir, { models: ['another'] });
    await expect(compareRuns([first.runDir], [[other.runDir]])).rejects.toThrow(
      /model: models differ \(.* vs\. another/u,
    );
    editEvents(newer.runDir, { version: '9.9' });
    const { candidates } = await compareRuns([first.runDir], [[newer.runDir]]);
    expect(candidates[0]?.changes).toEqual([
      expect.stringMatching(/the server differs \(.* 9\.9\)/u),
    ]);
  });

  test('rejects what is not a run, a metric, or a stage', async () => {
    const [first, second] = [await run(), await run()];
    const nowhere = join(temporaryFolder(), 'nowhere');
    await expect(compareRuns([nowhere], [[first.runDir]])).rejects.toThrow(
      'is not a run directory',
    );
    const mistyped = compareRuns([first.runDir], [[second.runDir]], { metrics: ['p95Respons'] });
    await expect(mistyped).rejects.toThrow(/did you mean "p95Respon/);
    const nameless = compareRuns([first.runDir], [[second.runDir]], { stages: ['opne'] });
    await expect(nameless).rejects.toThrow('unknown stage "opne"; did you mean "open"?');
  });
});
