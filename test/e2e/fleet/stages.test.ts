import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { startFleet } from '../support/fleet/start-fleet.ts';
import {
  LENIENT_CALIBRATION,
  readRunJson,
  temporaryFolder,
  writeConfig,
} from '../support/run-folder.ts';
import { runLoadcell, type CommandResult } from '../support/run-loadcell.ts';
import { startMock } from '../support/start-mock.ts';

const WINDOWS = { idle: '150ms', cooldown: '150ms' } as const;

const ResultsSchema = z.looseObject({
  status: z.string(),
  machines: z.array(z.looseObject({ name: z.string(), requests: z.number() })),
  phases: z.array(z.looseObject({ stages: z.array(z.looseObject({ name: z.string() })) })),
});

/** Runs stages over two agents. */
async function runOnTwo(
  stages: readonly object[],
  config: object = {},
): Promise<CommandResult & { readonly results: z.output<typeof ResultsSchema> }> {
  const [mock, fleet] = await Promise.all([startMock(), startFleet()]);
  fleet.agent('left');
  fleet.agent('right');
  const cwd = temporaryFolder();
  writeConfig(cwd, {
    seed: 7,
    phase: 'load',
    successCriteria: { errorRate: 0 },
    target: { url: mock.url },
    phases: { load: { ...WINDOWS, calibration: LENIENT_CALIBRATION, stages } },
    ...config,
  });
  const flags = ['--fleet', fleet.bus.url, '--load-agents', '2', '--wait-agents', '60s'];
  const finished = await runLoadcell(['run', ...flags], { cwd });
  return { ...finished, results: ResultsSchema.parse(readRunJson(cwd, 'results')) };
}

const BOTH = ['left', 'right'];

describe('stages over two agents', () => {
  it('end with the time limit of the run, whose report names it once', async () => {
    const endless = { kind: 'closed', name: 'endless', concurrency: 4, duration: '10min' };
    const { code, stdout, results } = await runOnTwo([endless], { timeout: '12s' });
    expect({ code, status: results.status }).toEqual({ code: 3, status: 'failed' });
    expect(stdout).toContain('timed out after 12');
    expect(stdout).not.toMatch(/machine (?:left|right): |was lost/u);
    expect(results.machines.map(({ name }) => name)).toEqual(BOTH);
  });

  it('follow each other: an open rate is a share of what both reached together', async () => {
    const { code, stderr, results } = await runOnTwo([
      { kind: 'closed', name: 'full', concurrency: 4, requests: 40 },
      { kind: 'open', name: 'half', rate: { share: 0.5, of: 'full' }, requests: 10 },
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    expect(results.machines.map(({ name }) => name)).toEqual(BOTH);
    const names = results.phases[0]?.stages.map(({ name }) => name) ?? [];
    expect(names).toEqual(['full', 'half']);
  });
});
