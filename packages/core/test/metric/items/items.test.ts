import { describe, expect, test } from 'vitest';
import { itemThroughput } from '../../../src/metric/items/item-throughput.ts';
import { itemsPerRequest } from '../../../src/metric/items/items-per-request.ts';
import { measure } from '../../../src/metric/measure/measure.ts';
import { outputTokenThroughput } from '../../../src/metric/throughput/output-token-throughput.ts';
import type { PhaseStreams } from '../../../src/stream/phase-streams.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

/** Requests that end within a window of two seconds, and one after it; items by place, `NaN` for text. */
function phaseOf(items: readonly number[], outcome: 'ok' | 'error' = 'ok'): PhaseStreams {
  const built = new PhaseBuilder('p').stage('closed', 1000, 3000);
  for (const [place] of items.entries()) {
    built.request({
      purpose: 'load',
      stage: 'closed',
      sentMs: 1000 + place,
      chunksMs: [2000 + place],
      endMs: place === items.length - 1 ? 3500 : 2000 + place,
    });
  }
  const phase = built.build(4000);
  const requests = phase.requests.map((row, place) => {
    const itemCount = items[place] ?? Number.NaN;
    const ofItems = { itemCount, outputTokens: Number.NaN, chunkNs: new Float64Array(0), outcome };
    return Number.isNaN(itemCount) ? row : { ...row, ...ofItems };
  });
  return { ...phase, requests };
}

describe('item throughput', () => {
  test('counts the inputs of requests that ended in the window', () => {
    const phase = phaseOf([16, 8, 4]);
    expect(measure(itemThroughput, phase).avg).toBe((16 + 8) / 2);
    expect(measure(itemsPerRequest, phase)).toMatchObject({ count: 3, min: 4, max: 16 });
  });

  test('is a measured zero where all failed, and unmeasured where there are only texts', () => {
    expect(measure(itemThroughput, phaseOf([16, 8], 'error')).avg).toBe(0);
    for (const metric of [itemThroughput, itemsPerRequest]) {
      expect(measure(metric, phaseOf([Number.NaN]))).toMatchObject({
        avg: Number.NaN,
        reason: 'no request was for embeddings, scores or classes',
      });
    }
  });

  test('leaves the output tokens of texts in the same stage measured', () => {
    expect(measure(outputTokenThroughput, phaseOf([Number.NaN, 8, 8])).avg).toBe(1 / 2);
  });
});
