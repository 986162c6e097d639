import { describe, it } from 'vitest';
import { runToEnd } from './support/full-run.ts';
import { expectHealthy, expectUncached } from './support/healthy-run.ts';

describe('the embedded default', () => {
  it.each([1, 2])('passes full run %i in a row', async () => {
    const run = await runToEnd();
    expectHealthy(run);
    expectUncached(run, 0);
  });
});
