import { describe, expect, it } from 'vitest';
import { traceRowsOf } from '../../../../src/phase/stage/kind/trace-rows.ts';
import { idealHits } from '../../../../src/workload/text/blocks/ideal-hits.ts';
import type { TraceRow } from '../../../../src/workload/trace-file.ts';

const PLAN = { name: 'trace', warmup: 1, scaleRate: 1, isSpread: false } as const;

/** Requests one second apart: each continues the one before by a block. */
const ROWS: readonly TraceRow[] = Array.from({ length: 6 }, (_, row) => ({
  atMs: row * 1_000,
  inputTokens: (row + 1) * 512,
  outputTokens: 4,
  blocks: Array.from({ length: row + 1 }, (_block, id) => `${id}`),
  blockTokens: 512,
}));

function hitRate(rows: readonly TraceRow[]): number {
  const { hitTokens, tokens } = idealHits(
    rows.map(({ inputTokens, blocks = [] }) => ({ tokens: inputTokens, blocks, blockTokens: 512 })),
  );
  return hitTokens / tokens;
}

describe('the requests of a trace stage', () => {
  it('are those of its trace, warm-up included, up to a number', () => {
    expect(traceRowsOf(PLAN, ROWS, 1)).toEqual(ROWS);
    expect(traceRowsOf({ ...PLAN, requests: 2 }, ROWS, 1)).toEqual(ROWS.slice(0, 3));
  });

  it('are repeated within the same time, with prefixes of their own', () => {
    const rows = traceRowsOf({ ...PLAN, scaleRate: 2 }, ROWS, 1);
    expect(rows).toHaveLength(12);
    expect(rows.at(-1)?.atMs).toBeLessThan(6_000);
    const first = new Set(rows.map(({ blocks }) => blocks?.[0]));
    expect(first).toEqual(new Set(['0', '0 copy 1']));
  });

  it('have the prefix sharing of the trace at a multiple of its rate', () => {
    // The repetitions of a step arrive after it and before the next one, so their order stays as well.
    expect(hitRate(traceRowsOf({ ...PLAN, scaleRate: 3 }, ROWS, 1))).toBe(hitRate(ROWS));
  });

  it('count repetitions toward the number of requests', () => {
    expect(traceRowsOf({ ...PLAN, scaleRate: 2, requests: 4 }, ROWS, 1)).toHaveLength(5);
  });
});
