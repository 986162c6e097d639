import { expect, test } from 'vitest';
import { requestFailures } from '../../../src/report/results/request-failures.ts';
import type { RequestPurpose } from '../../../src/stream/rows/request-row.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

function failed(phase: PhaseBuilder, purpose: RequestPurpose, errorKind: string, said: string) {
  const errorMessage = said;
  return phase.request({ purpose, sentMs: 1, endMs: 2, errorKind, errorMessage });
}

test('failures are counted by kind over the whole phase, whatever their requests were for', () => {
  const phase = new PhaseBuilder('load').request({ purpose: 'warm-up', sentMs: 0, chunksMs: [1] });
  failed(phase, 'warm-up', 'http-5xx', 'The server answered 503.');
  failed(phase, 'load', 'http-429', 'The server answered 429. It asks to retry after 2.');
  failed(phase, 'load', 'http-429', 'The server answered 429. It asks to retry after 9.');
  failed(phase, 'probe', 'reset', 'The connection was reset.');
  failed(phase, 'probe', 'http-429', 'The server answered 429.');
  expect(requestFailures(phase.build(10))).toEqual([
    {
      kind: 'http-429',
      count: 3,
      example: 'The server answered 429. It asks to retry after 2.',
    },
    { kind: 'http-5xx', count: 1, inWarmup: 1, example: 'The server answered 503.' },
    { kind: 'reset', count: 1, example: 'The connection was reset.' },
  ]);
});

test('counts a failure without a kind by its outcome, and no request that the client canceled', () => {
  const phase = new PhaseBuilder('load')
    .request({ purpose: 'load', stage: 'open', sentMs: 0, outcome: 'dropped', errorKind: '' })
    .request({
      purpose: 'load',
      stage: 'open',
      sentMs: 0,
      outcome: 'cancelled',
      errorKind: 'cancelled',
    })
    .request({ purpose: 'load', stage: 'open', sentMs: 0, outcome: 'abandoned', errorKind: '' });
  expect(requestFailures(phase.build(10))).toMatchObject([{ kind: 'dropped', count: 1 }]);
});
