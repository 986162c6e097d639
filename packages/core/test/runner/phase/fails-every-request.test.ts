import { describe, expect, it } from 'vitest';
import { failsEveryRequest } from '../../../src/runner/phase/fails-every-request.ts';
import { LoadcellError, TestError } from '../../../src/spec/error/errors.ts';
import { RequestError } from '../../../src/target/server/failure/request-error.ts';

const failed = (status: number): RequestError =>
  new RequestError({
    facts: {
      sentNs: 1,
      connectedNs: 1,
      firstByteNs: 2,
      endNs: 3,
      status,
      headers: new Map(),
      resends: 0,
      delayedReads: 0,
    },
    response: undefined,
    failure: { kind: 'http-4xx', message: `returned ${status}` },
  });

describe('a failure of a phase ends the phases after it', () => {
  it.each([
    ['a missing key', failed(401), true],
    ['a path that does not exist', failed(404), true],
    ['requests that all fail alike', new LoadcellError('FAILS_ALIKE', 'no'), true],
    ['an overloaded server', failed(503), false],
    ['a refused prompt', failed(400), false],
    ['a timeout', new TestError('late', { phase: 'load' }), false],
    ['nothing', undefined, false],
  ])('or not: %s', (_what, failure, ends) => {
    expect(failsEveryRequest(failure)).toBe(ends);
  });
});
