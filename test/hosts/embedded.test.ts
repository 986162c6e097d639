import { describe, it } from 'vitest';
import { runToEnd } from './support/full-run.ts';
import { expectHealthy, expectUncached } from './support/healthy-run.ts';

describe('the embedded default', () => {
  it('passes a full run', async () => {
    const run = await runToEnd();
    expectHealthy(run);
    expectUncached(run, 0);
  });
});
