import path from 'node:path';
import { RunResultsSchema, type RunResults } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { eventsSoFar, readRunJson, temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { startMockWith } from '../support/start-mock.ts';
import { unwrapped } from '../support/unwrapped.ts';

const DATASETS = path.resolve(import.meta.dirname, '../../../packages/core/test/fixtures/datasets');

/** A load and nothing else. */
const LOAD = { idle: '100ms', cooldown: '100ms', calibration: false } as const;

/** 25 requests of the conversations with tools. */
const TOOL_CONVERSATIONS = [
  '--dataset',
  path.join(DATASETS, 'tool-conversation.jsonl'),
  '--sessions',
  '200',
  '--think-time',
  '1ms',
  '--requests',
  '25',
] as const;

async function run(...flags: readonly string[]) {
  const { url } = await startMockWith(
    '--time-to-first-token=5ms',
    '--inter-token-latency=1ms',
    '--output-tokens=3',
    '--quiet',
  );
  const cwd = temporaryFolder();
  writeConfig(cwd, { phase: 'load', phases: { load: LOAD } });
  const { code, stdout, stderr } = await runLoadcell(['run', '--url', url, ...flags], { cwd });
  expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
  const results: RunResults = RunResultsSchema.parse(readRunJson(cwd, 'results'));
  const [stage] = results.phases[0]?.stages ?? [];
  return { stage, stdout, events: eventsSoFar(cwd) };
}

describe('a data set as load', () => {
  it('of conversations of ShareGPT is held by users, once around the file', async () => {
    const { stage, stdout } = await run(
      '--dataset',
      path.join(DATASETS, 'sharegpt.json'),
      '--users',
      '3',
      '--think-time',
      '10ms',
      '--requests',
      '50',
    );
    expect(stage?.load).toEqual({ kind: 'users', users: 3, requests: 50 });
    expect(stage?.requests.successful).toBe(14);
    expect(stage?.endedBy).toMatchObject({ kind: 'exhausted', requests: 14 });
    expect(stdout).toContain('every request of its data set was sent');
  });

  it('of tool conversations sends a request for each answer, with the recorded calls', async () => {
    const { stage, stdout } = await run(...TOOL_CONVERSATIONS);
    expect(stage?.requests.successful).toBe(25);
    expect(stage?.endedBy).toBeUndefined();
    // An unanswered call and a result without a call.
    expect(stdout).toMatch(/doubtful rows, which are sent/);
  });

  it('of tool conversations ends them where the answers of this run call no tool', async () => {
    const { events, stdout } = await run(...TOOL_CONVERSATIONS, '--history', 'live');
    expect(stdout).toMatch(/ended before their last turn: the model made 0 tool calls/);
    expect(events.filter(({ kind }) => kind === 'conversations-cut')).not.toEqual([]);
  });

  it('of a trace sends its requests without their times, and reports the rows that it leaves out', async () => {
    const { stage, stdout } = await run(
      '--dataset',
      path.join(DATASETS, 'burstgpt.csv'),
      '--concurrency',
      '4',
      '--requests',
      '11',
      '--dataset-order',
      'shuffled',
    );
    expect(stage?.requests.successful).toBe(11);
    expect(unwrapped(stdout)).toMatch(
      /3 rows of \S*burstgpt\.csv are not sent \(11 requests to send\)/,
    );
  });
});
