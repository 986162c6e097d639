import type { Recommendation, RequestRow } from '@loadcell/core';
import { expect } from 'vitest';
import type { FullRun } from './full-run.ts';

/** Share of prompt tokens that a cache may serve beyond the common start of every chat. */
const MAX_CACHED_SHARE = 0.02;

/**
 * Rules about the machine, the client and its reads, which a busy neighbor on a shared machine triggers: a server or
 * client that does not get its core writes or reads several events together.
 */
const CONTENTION: ReadonlySet<string> = new Set([
  'cpu-pressure',
  'send-delay',
  'timing-error',
  'sampler-fell-behind',
  'stream-in-bursts',
]);

/** A server that loses its core to a neighbor serves less, and its queue grows. */
const IF_CONTENDED = 'no-steady-state';

/** Findings above a note that a busy neighbor cannot cause. */
function graveFindings({ conclusion }: FullRun): readonly Recommendation[] {
  const grave = conclusion.recommendations.filter(({ severity }) => severity !== 'note');
  const isContended = grave.some(({ rule }) => rule === 'cpu-pressure');
  return grave.filter(
    ({ rule }) => !CONTENTION.has(rule) && !(isContended && rule === IF_CONTENDED),
  );
}

/** Requests that the server finished; an over-long prompt that it rejected is a fact, and no success. */
export function successful({ requests }: Pick<FullRun, 'requests'>): readonly RequestRow[] {
  return requests.filter(({ outcome }) => outcome === 'ok');
}

/** Expects a healthy run: passed, without a failure or a finding above a note. */
export function expectHealthy(run: FullRun): void {
  const { code, output, conclusion, requests } = run;
  expect(code, output).toBe(0);
  expect(graveFindings(run), output).toEqual([]);
  const failed = requests.filter(
    ({ outcome, purpose }) => outcome !== 'ok' && purpose !== 'over-long',
  );
  expect(failed, output).toEqual([]);
  for (const { name, stages } of conclusion.results.phases) {
    for (const stage of stages) {
      expect(stage.measurements['errorRate']?.avg, `${name} ${stage.name}\n${output}`).toBe(0);
    }
  }
}

/** Prompt tokens of single requests; a conversation legitimately finds its earlier turns in the cache. */
function ofSinglePrompts({ requests }: FullRun): readonly RequestRow[] {
  return successful({ requests }).filter(({ context }) => context === '');
}

/**
 * Expects prompts that share no prefix with those of any earlier run.
 * @param templateTokens tokens that begin every prompt
 */
export function expectUncached(run: FullRun, templateTokens: number): void {
  const rows = ofSinglePrompts(run);
  const cached = rows.map(({ cachedTokens }) => Math.max(0, cachedTokens - templateTokens));
  const cachedTokens = cached.reduce((sum, tokens) => sum + tokens, 0);
  const promptTokens = rows.reduce((sum, { inputTokens }) => sum + inputTokens, 0);
  expect(promptTokens).toBeGreaterThan(0);
  // If a count is absent, the sum is NaN, which fails every comparison.
  expect(cachedTokens / promptTokens, run.output).toBeLessThanOrEqual(MAX_CACHED_SHARE);
}
