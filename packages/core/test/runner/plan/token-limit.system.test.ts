import { parseConfig, TestRunner } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { TokenLimit } from '../../../src/runner/plan/token-limit.ts';

describe('a limit on tokens', () => {
  it('counts prompts and maximum output, and refuses the request that would exceed it, in two lines', () => {
    const limit = new TokenLimit(100);
    limit.take(30, 20);
    limit.take(30, 20);
    expect(() => limit.take(1, 0)).toThrow(
      expect.objectContaining({
        code: 'TOKEN_LIMIT',
        summary:
          'the next request of 1 tokens would exceed the limit of 100 tokens (100 requested)',
        help: 'raise --max-tokens (maxTokens), or configure fewer requests or tokens',
      }),
    );
  });

  it('does not count what is refused or given back', () => {
    const limit = new TokenLimit(100);
    limit.take(50, 40);
    expect(() => limit.take(5, 6)).toThrow('would exceed');
    limit.take(5, 5);
    limit.giveBack(5, 5);
    limit.take(10, 0);
    expect(() => limit.take(0, 1)).toThrow('would exceed');
  });

  it('refuses a plan that exceeds it before anything is started', async () => {
    const config = parseConfig({
      maxTokens: 1378,
      phase: 'load',
      target: { url: 'http://127.0.0.1:9' },
      phases: {
        load: { inputTokens: 100, outputTokens: 10, stages: [{ kind: 'closed', requests: 10 }] },
      },
    });
    let reached = 0;
    const runner = new TestRunner(config, {
      createTargets: () => {
        reached += 1;
        return Promise.reject(new Error('nothing is started'));
      },
    });
    await expect(runner.runTests()).rejects.toMatchObject({
      code: 'CONFIG',
      summary: 'the plan requests about 1,379 tokens, and maxTokens is 1,378',
      help: 'raise --max-tokens, or plan fewer requests or tokens; --dry-run shows the plan',
    });
    expect(reached).toBe(0);
  });
});
