import { expect } from 'vitest';
import type { FullRun } from './full-run.ts';
import { successful } from './healthy-run.ts';
import type { RealServer } from './real-server.ts';
import { countedBetween, readVllmCounters } from './vllm-counters.ts';

/**
 * Requests of one token that a run may send to learn how a server counts tokens, in addition to its requests. A server
 * with a tokenizer gets none.
 */
const MAX_CALIBRATING = 8;

/** Maximum prompt tokens of such a request. */
const CALIBRATION_TOKENS = 1_000;

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/**
 * Runs a load, and compares its counts to those of vLLM: every request and every token, calibration counted separately.
 * @param vllm the server that counts; a gateway may forward to it
 */
export async function expectCountedBy(
  vllm: RealServer,
  run: () => Promise<FullRun>,
): Promise<FullRun> {
  const before = await readVllmCounters(vllm.url);
  const over = await run();
  const counted = countedBetween(before, await readVllmCounters(vllm.url));
  const rows = successful(over);
  const calibrating = counted.requests - rows.length;
  expect(rows.length, over.output).toBeGreaterThan(0);
  expect(calibrating, over.output).toBeGreaterThanOrEqual(0);
  expect(calibrating, over.output).toBeLessThanOrEqual(MAX_CALIBRATING);
  expect(counted.generatedTokens, over.output).toBe(
    sumOf(rows.map(({ outputTokens }) => outputTokens)) + calibrating,
  );
  const read = sumOf(rows.map(({ inputTokens }) => inputTokens));
  expect(counted.promptTokens, over.output).toBeGreaterThanOrEqual(read);
  expect(counted.promptTokens, over.output).toBeLessThanOrEqual(
    read + calibrating * CALIBRATION_TOKENS,
  );
  return over;
}
