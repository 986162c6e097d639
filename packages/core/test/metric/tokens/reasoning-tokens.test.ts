import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import { metricNamed } from '../../../src/metric/registry.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

const metric = metricNamed('reasoningTokens');

/** A load of responses with these reasoning tokens; `NaN` where the usage has none. */
function loadOf(...counts: readonly number[]) {
  const builder = new PhaseBuilder('load');
  for (const [index, reasoningTokens] of counts.entries()) {
    const sentMs = 1000 * index;
    const chunksMs = [sentMs + 50, sentMs + 90];
    builder.request({ purpose: 'load', stage: 'closed', sentMs, chunksMs, reasoningTokens });
  }
  const endMs = 1000 * counts.length;
  return measure(metric, builder.stage('closed', 0, endMs).build(endMs));
}

describe('reasoning tokens', () => {
  it('are those of each response that reports them', () => {
    const measured = loadOf(4, 8, Number.NaN);
    expect(measured).toMatchObject({ count: 2, avg: 6, note: '2 of 3 responses report it' });
    expect(metric.isShownWhen?.(measured)).toBe(true);
  });

  it('are not estimated where no usage reports them', () => {
    const measured = loadOf(Number.NaN);
    expect(measured.avg).toBeNaN();
    expect(measured.reason).toBe('no response reports its reasoning tokens');
    expect(metric.isShownWhen?.(measured)).toBe(false);
  });

  it('have no row where the model does not reason', () => {
    expect(metric.isShownWhen?.(loadOf(0, 0))).toBe(false);
  });
});
