import { describe, expect, it } from 'vitest';
import { refuseUnawaited } from '../../src/vitest/refuse-unawaited.ts';

/** Ends a test with an assertion. @returns the check at its end */
function endOf(assertion: Promise<unknown>): () => void {
  const checks: (() => void)[] = [];
  refuseUnawaited(assertion, {
    context: { onTestFinished: (check) => checks.push(check) },
  });
  return () => {
    for (const check of checks) check();
  };
}

describe('refuseUnawaited', () => {
  it('fails a test that ends before its assertion', () => {
    const end = endOf(new Promise(() => undefined));
    expect(end).toThrow('Write await expect(...).toMeetCriteria(...)');
  });

  it.each([
    ['passed', () => Promise.resolve()],
    ['failed', () => Promise.reject(new Error('a failure'))],
  ])('leaves a test alone whose assertion has %s', async (_how, assert) => {
    const assertion = assert();
    const end = endOf(assertion);
    await assertion.catch(() => undefined);
    expect(end).not.toThrow();
  });

  it('checks nothing outside a test', () => {
    expect(() => refuseUnawaited(Promise.resolve(), undefined)).not.toThrow();
  });
});
