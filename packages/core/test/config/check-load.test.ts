import { describe, expect, it } from 'vitest';
import { parseConfig } from '@loadcell/core';

const objectives = { timeToFirstToken: 200 };

describe('a load', () => {
  it.each([
    { schedule: { shape: 'constant', rate: 5 } },
    { schedule: { shape: 'gamma', burstiness: 0.5 } },
    { schedule: { shape: 'ramp', from: 0, to: 10 } },
    { schedule: { shape: 'trace', trace: 't.jsonl', speed: 2 }, sharedPrefix: { tokens: 9 } },
    { schedule: { rate: 3 }, loops: ['open'] },
    { inputTokens: { min: 1, max: 1 }, sessions: {} },
    { prompts: 'p.jsonl' },
    { sweep: { over: 'concurrency', from: 1, to: 8 } },
  ])('is taken as %j', (load) => {
    expect(() => parseConfig({ objectives, phases: { load } })).not.toThrow();
  });

  it.each([
    [{ schedule: { shape: 'gamma' } }, /schedule: shape gamma needs burstiness/],
    [{ schedule: { shape: 'ramp', from: 1 } }, /schedule: shape ramp needs to\./],
    [{ schedule: { shape: 'trace' } }, /schedule: shape trace needs trace/],
    [{ schedule: { burstiness: 2 } }, /burstiness is for shape gamma, and the shape is poisson/],
    [{ schedule: { from: 1, to: 2 } }, /from is for shape ramp.*\n.*to is for shape ramp/],
    [{ schedule: { trace: 'x' } }, /trace is for shape trace, and the shape is poisson/],
    [{ schedule: { speed: 2 } }, /speed is for shape trace/],
    [{ schedule: { shape: 'ramp', from: 0, to: 0 } }, /brings nobody/],
    [{ schedule: { shape: 'ramp', from: 1, to: 2, rate: 3 } }, /leave rate out/],
    [{ schedule: { shape: 'posson' } }, /Did you mean "poisson"/],
    [{ loops: ['open'] }, /rate auto is taken from the closed loop/],
    [{ loops: [] }, /phases\.load\.loops: expected at least 1 entry, and got \[\]\./],
    [{ inputTokens: { min: 5, max: 4 } }, /inputTokens: .*min to be at most max/],
    [{ outputTokens: 1 }, /phases\.load\.outputTokens/],
    [{ prompts: 'p.jsonl', inputTokens: 5 }, /prompts and inputTokens both say/],
    [{ prompts: 'p.jsonl', sessions: {} }, /prompts and sessions both say/],
    [
      { schedule: { shape: 'trace', trace: 't' }, prompts: 'p.jsonl' },
      /schedule\.trace and prompts both say/,
    ],
    [{ sweep: { over: 'rate', from: 2, to: 1 } }, /from to be at most to/],
    [{ sweep: { over: 'concurrency', from: 1.5, to: 2 } }, /whole number/],
    [{ sweep: { over: 'rats', from: 1, to: 2 } }, /sweep\.over: "rats".*Did you mean "rate"/],
    [{ sweep: { over: 'rate', from: 1, to: 2, precison: 1 } }, /Did you mean "precision"/],
  ])('is refused as %j', (load, message) => {
    expect(() => parseConfig({ objectives, phases: { load } })).toThrow(message);
  });

  it('that sweeps needs objectives to break', () => {
    const load = { sweep: { over: 'rate', from: 1, to: 2 } };
    expect(() => parseConfig({ phases: { load } })).toThrow(
      /sweep: .*set objectives, or --objective/,
    );
  });
});
