import { expect, test } from 'vitest';
import { PaceLog } from '../../../src/runner/client/pace-log.ts';
import { PhaseBuilder, type BuiltRequest } from '../../stream/built/phase-builder.ts';

function paceOf(...requests: BuiltRequest[]) {
  const built = new PhaseBuilder('load');
  for (const request of requests) built.request(request);
  const log = new PaceLog();
  for (const row of built.build(1000).requests) log.observe(row);
  return log.pace;
}

const purpose = 'warm-up';

test('the pace of a server is the median of its responses', () => {
  const pace = paceOf(
    { purpose, sentMs: 0, chunksMs: [10, 20, 30] },
    { purpose, sentMs: 100, chunksMs: [110, 112, 114], endMs: 120 },
    { purpose, sentMs: 200, chunksMs: [210, 214] },
  );
  expect(pace).toEqual({ serviceMs: 20, gapMs: 4 });
});

test('failures have no pace, and responses of one event no gap', () => {
  expect(paceOf({ purpose, sentMs: 0, endMs: 1 })).toEqual({
    serviceMs: Number.NaN,
    gapMs: Number.NaN,
  });
  expect(paceOf({ purpose, sentMs: 0, chunksMs: [40] })).toEqual({
    serviceMs: 40,
    gapMs: Number.NaN,
  });
});

test('only the last responses count', () => {
  const slow = Array.from({ length: 70 }, () => ({ purpose, sentMs: 0, chunksMs: [900] }) as const);
  const fast = Array.from({ length: 64 }, () => ({ purpose, sentMs: 0, chunksMs: [30] }) as const);
  expect(paceOf(...slow, ...fast).serviceMs).toBe(30);
});

test('a sweep beyond capacity does not change the pace', () => {
  const within = { purpose, sentMs: 0, chunksMs: [40] } as const;
  const past = { purpose: 'probe', sentMs: 0, chunksMs: [900] } as const;
  expect(paceOf(within, past, past).serviceMs).toBe(40);
});
