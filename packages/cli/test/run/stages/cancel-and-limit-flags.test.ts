import { describe, expect, it } from 'vitest';
import { refusal, stagesOf } from './flagged-stages.ts';

describe('--cancel and --cancel-after', () => {
  it('set the share of requests to cancel and the time, except for a sweep', () => {
    const flags = { concurrency: '8', sweep: 'rate=1..2', cancel: '10%', 'cancel-after': '500ms' };
    expect(stagesOf(flags)).toEqual([
      { kind: 'closed', concurrency: 8, cancel: { share: 0.1, after: 500 } },
      { kind: 'sweep', parameter: 'rate', from: 1, to: 2 },
    ]);
  });

  it.each([
    [{ cancel: '10%' }, '--cancel needs --cancel-after'],
    [{ 'cancel-after': '1s' }, '--cancel-after needs --cancel'],
    [{ cancel: '0', 'cancel-after': '1s' }, '--cancel 0 cancels no request'],
    [
      { cancel: '110%', 'cancel-after': '1s' },
      '--cancel: invalid share "110%": expected 0% to 100%, or 0 to 1',
    ],
    [
      { sweep: 'rate=1..2', cancel: '10%', 'cancel-after': '1s' },
      '--cancel needs a stage of kind closed, open, ramp, or trace',
    ],
  ])('are rejected as %j, with help', (flags, text) => {
    expect(refusal(flags)).toMatchObject({ text, help: expect.any(String) });
  });
});

describe('flags that end a stage early', () => {
  it('apply to every stage, --stop-over-saturated only to those with a schedule of requests', () => {
    const loads = { concurrency: '1', rate: '2', sweep: 'rate=1..2' };
    const limits = { 'max-error-rate': '20%', 'max-outage': '10s', 'stop-over-saturated': '' };
    const common = { maxErrorRate: 0.2, maxOutage: 10_000 };
    expect(stagesOf({ ...loads, ...limits })).toMatchObject([
      { kind: 'closed', ...common },
      { kind: 'open', ...common, stopOverSaturated: true },
      { kind: 'sweep', ...common },
    ]);
    expect(stagesOf({ concurrency: '1', 'max-error-rate': '0.2' })).toMatchObject([
      { kind: 'closed', maxErrorRate: 0.2 },
    ]);
  });
});
