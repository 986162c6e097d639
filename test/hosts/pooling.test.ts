import type { RequestRow, RunConclusion } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { runLoadcell } from '../e2e/support/run-loadcell.ts';
import { useRealServer, type RealServer } from './support/real-server.ts';
import { runLoad } from './support/server-metrics.ts';
import { countedBetween, readVllmCounters, type VllmCounters } from './support/vllm-counters.ts';

/** The gateway has no tokenizer: a run learns from the usage of its first requests. */
const MOST_LEARNING = 4;

const ITEMS = { min: 2, max: 4 };
const LOAD = {
  itemsPerRequest: ITEMS,
  inputTokens: 20,
  stages: [{ kind: 'closed', concurrency: 2, requests: 20 }],
};

/** A run, its requests, and what vLLM counted meanwhile. */
interface CountedRun {
  readonly run: RunConclusion;
  readonly rows: readonly RequestRow[];
  readonly counted: VllmCounters;
}

async function countedLoad(
  vllm: RealServer,
  server: RealServer,
  target: object,
): Promise<CountedRun> {
  const before = await readVllmCounters(vllm.url);
  const run = await runLoad(server, LOAD, { target });
  const counted = countedBetween(before, await readVllmCounters(vllm.url));
  const rows = run.streams.phases.flatMap(({ requests }) => requests);
  return { run, rows, counted };
}

function sumOf(rows: readonly RequestRow[], of: (row: RequestRow) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0);
}

/**
 * Expects every request successful, with as many items and tokens as the server counted.
 * @param queries texts that the server counts for a request in addition to its items
 * @param mostLearning requests by which a run may learn the tokens of words, where no endpoint counts them
 */
function expectCounted(
  { run, rows, counted }: CountedRun,
  queries: number,
  mostLearning = 0,
): void {
  expect(rows.length).toBeGreaterThanOrEqual(20);
  for (const row of rows) {
    expect(row).toMatchObject({ outcome: 'ok', outputTokens: Number.NaN });
    expect(row.firstTokenNs).toBeNaN();
  }
  const learning = counted.requests - sumOf(rows, ({ itemCount }) => itemCount + queries);
  expect(learning).toBeGreaterThanOrEqual(0);
  expect(learning).toBeLessThanOrEqual(mostLearning * (1 + queries));
  const learned = counted.promptTokens - sumOf(rows, ({ inputTokens }) => inputTokens);
  expect(learned > 0).toBe(learning > 0);
  expect(counted.generatedTokens).toBe(0);
  const [stage] = run.results.phases[0]?.stages ?? [];
  const { itemThroughput, requestThroughput, timeToFirstToken } = stage?.measurements ?? {};
  const sizes = (itemThroughput?.avg ?? NaN) / (requestThroughput?.avg ?? NaN);
  expect(sizes).toBeGreaterThanOrEqual(ITEMS.min);
  expect(sizes).toBeLessThanOrEqual(ITEMS.max);
  expect(timeToFirstToken?.reason).toMatch(/generates no text/);
  const rules = run.recommendations.map(({ rule }) => rule);
  expect(rules).not.toContain('server-counts-differ');
}

describe('vLLM with a model that embeds', () => {
  const vllm = useRealServer('vllm-pooling');

  it.each([
    [{ api: 'openai-embeddings' }, 0],
    [{ api: 'openai-embeddings', encodingFormat: 'base64' }, 0],
    [{ api: 'pooling' }, 0],
    // The query is embedded once for all of its documents.
    [{ api: 'score' }, 1],
    [{ api: 'rerank', topN: 2 }, 1],
  ])('counts the items and tokens that a load with %j sends', async (target, queries) => {
    expectCounted(await countedLoad(vllm(), vllm(), target), queries);
  });

  it('fails requests for dimensions that the model cannot have, with its reason', async () => {
    const run = runLoad(vllm(), LOAD, { target: { api: 'openai-embeddings', dimensions: 8 } });
    await expect(run).rejects.toThrow(/does not support Matryoshka embeddings/);
  });

  it('is refused with the paths that it serves where the API is another', async () => {
    const { code, stdout, stderr } = await runLoadcell(['run', '--url', vllm().url]);
    expect(code, stderr).toBe(3);
    const said = `${stdout}${stderr}`;
    expect(said).toContain('has no /v1/chat/completions');
    expect(said).toMatch(/target\.api to one that it has: openai-embeddings, rerank, .*score/);
  });

  describe('LiteLLM in front of it', () => {
    const gateway = useRealServer('litellm', () => ({ upstream: vllm().url }));

    it.each([
      [{ api: 'openai-embeddings' }, 0],
      [{ api: 'rerank' }, 1],
    ])('passes on the items and tokens of a load with %j', async (target, queries) => {
      expectCounted(await countedLoad(vllm(), gateway(), target), queries, MOST_LEARNING);
    });
  });
});

describe('vLLM with a classifier of one label', () => {
  const vllm = useRealServer('vllm-scoring');

  it.each([
    // Query and document are read as one text.
    [{ api: 'score' }, 0],
    [{ api: 'rerank' }, 0],
    [{ api: 'classify' }, 0],
  ])('counts the items and tokens that a load with %j sends', async (target, queries) => {
    expectCounted(await countedLoad(vllm(), vllm(), target), queries);
  });
});
