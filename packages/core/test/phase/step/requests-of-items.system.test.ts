import { createMockServer, type MockServerOptions } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import { ITEM_API_NAMES, type ApiName } from '../../../src/spec/api-name.ts';
import { PHASES } from '../../../src/phase/registry.ts';
import { resolveLoad } from '../../../src/phase/options/load-options.ts';
import { targetFor } from '../../target/server/target-for.ts';
import { useCleanup } from '../../target/transport/transport-run.ts';
import { RecordedPhase } from '../recorded-phase.ts';

const onCleanup = useCleanup();

const BRIEF = { idle: 1, cooldown: 1, duration: 1 };

async function phaseOn(api: ApiName, options: MockServerOptions = {}): Promise<RecordedPhase> {
  const server = createMockServer({ timeToFirstTokenMs: 1, ...options });
  onCleanup(() => Promise.resolve(server.stop()));
  const target = targetFor(server.url, { api });
  onCleanup(() => target.stop());
  await target.start();
  return new RecordedPhase(target);
}

async function runLoad(phase: RecordedPhase, api: ApiName, given: object): Promise<void> {
  const parsed = PHASES.load.options.parse({ ...BRIEF, ...given });
  await PHASES.load.run(phase.context, resolveLoad(parsed, api));
}

const STAGES = [{ kind: 'closed', concurrency: 2, requests: 12, warmup: 2 }];

describe.each(ITEM_API_NAMES)('a load on api %s', (api) => {
  it('sends the requested number of items with each request, and has no token times', async () => {
    const phase = await phaseOn(api);
    await runLoad(phase, api, { stages: STAGES, itemsPerRequest: 3, inputTokens: 7 });
    const rows = phase.rows.filter(({ stage }) => stage === 'closed');
    expect(rows).toHaveLength(14);
    for (const row of rows) {
      expect(row).toMatchObject({
        outcome: 'ok',
        api,
        itemCount: 3,
        maxOutputTokens: 0,
        outputTokens: Number.NaN,
        firstTokenNs: Number.NaN,
        firstAnswerNs: Number.NaN,
      });
      expect(row.chunkNs).toHaveLength(0);
      expect(row.lastTokenNs).toBeLessThanOrEqual(row.endNs);
      expect(row.bodyBytes).toBeGreaterThan(0);
      // A bare list has no usage. A query is read with each of its documents.
      const read = api === 'rerank' || api === 'score' ? 2 * 3 * 7 : 3 * 7;
      expect(row.inputTokens).toBe(api === 'tei-rerank' ? Number.NaN : read);
    }
  });
});

describe('a baseline of embeddings', () => {
  it('sends single inputs, and loads no context and no template', async () => {
    const phase = await phaseOn('openai-embeddings');
    const options = { ...BRIEF, outputTokens: 0, minRequests: 4 };
    await PHASES.baseline.run(phase.context, {
      ...PHASES.baseline.options.parse(BRIEF),
      ...options,
    });
    expect(new Set(phase.rows.map(({ purpose }) => purpose))).toEqual(
      new Set(['warm-up', 'sequential']),
    );
    for (const row of phase.rows) {
      expect(row).toMatchObject({ outcome: 'ok', itemCount: 1, firstTokenNs: Number.NaN });
    }
    const { limitations } = phase.context.target;
    const stated = limitations?.find(({ ability }) => ability === 'generate-text');
    expect(stated?.reason).toMatch(/^api "openai-embeddings" generates no text/);
    expect(stated?.metrics).toContain('contextLoadTime');
  });
});
