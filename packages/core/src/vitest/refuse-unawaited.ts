import { LoadcellError } from '../spec/error/errors.ts';

/** A test of vitest, as far as it is used here. */
interface EndingTest {
  readonly context: { readonly onTestFinished: (check: () => void) => void };
}

/**
 * Fails a test that ends before its assertion: the assertion would fail after the result of the test, or never.
 * @param test absent outside a test
 */
export function refuseUnawaited(assertion: Promise<unknown>, test: EndingTest | undefined): void {
  let isSettled = false;
  const settle = (): void => {
    isSettled = true;
  };
  void assertion.then(settle, settle);
  test?.context.onTestFinished(() => {
    if (isSettled) return;
    throw new LoadcellError('STATE', 'the test ended before toMeetCriteria', {
      help: 'write await expect(...).toMeetCriteria(...)',
    });
  });
}
