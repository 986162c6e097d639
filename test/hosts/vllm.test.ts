import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { describeTargetConformance } from '../../packages/core/test/target/conformance.ts';
import type { ConformanceSubject } from '../../packages/core/test/target/conformance/subject.ts';
import { runLoadcell } from '../e2e/support/run-loadcell.ts';
import { runToEnd } from './support/full-run.ts';
import { expectHealthy, expectUncached } from './support/healthy-run.ts';
import { expectCountedBy } from './support/counted-by.ts';
import { useRealServer, type RealServer } from './support/real-server.ts';
import { realTarget, templateTokensOf } from './support/real-target.ts';
import { hitTokensOf, makeMooncakeTrace } from './support/mooncake-trace.ts';
import { readPrefixCounters, readVllmCounters } from './support/vllm-counters.ts';
import { describeChatApis, describeMissingApi } from './vllm/chat-apis.ts';
import { describeContent } from './vllm/content.ts';
import { gainOf, readVllmTimes, runLoad, sendForeign } from './support/server-metrics.ts';

/** The tiny model ends a response with this token; with a high bias, it is the first one. */
const END_FIRST = { logit_bias: { 2: 100 } };

/** `--block-size` of the server. */
const VLLM_BLOCK_TOKENS = 32;

function subjectOn(
  server: () => RealServer,
  change: Pick<ConformanceSubject, 'kind' | 'contextTokens'>,
): ConformanceSubject {
  return {
    ...change,
    make: () => realTarget(server()),
    makeEmpty: () => realTarget(server(), { extraBody: END_FIRST }),
    model: 'tiny',
    parallel: 4,
    overLongWords: 5_000,
    endlessTokens: 1_500,
    traits: {
      hasExactLengths: false,
      // Concurrent requests are computed in one batch, and rounded differently than alone.
      isDeterministic: false,
      hasTokenIds: false,
      readsPrompts: true,
      tokenCounts: 'model',
      overLong: 'refused',
    },
  };
}

describe('vLLM and a gateway', () => {
  const vllm = useRealServer('vllm');

  describeTargetConformance('vLLM', subjectOn(vllm, { kind: 'vllm', contextTokens: 2_048 }));

  it.each([1, 2])('passes full run %i in a row on vLLM, with equal counts in vLLM', async () => {
    const templateTokens = await templateTokensOf(vllm());
    const run = await expectCountedBy(vllm(), () => runToEnd(vllm()));
    expectHealthy(run);
    expectUncached(run, templateTokens);
    // One cache is in the API process, which also imports PyTorch, and one in the model process.
    for (const { events } of run.conclusion.streams.phases) {
      expect(events).toContainEqual(
        expect.objectContaining({ kind: 'kernel-caches-found', processes: 2, kernels: 2048 }),
      );
    }
  });

  it('reports the times that vLLM measured, and finds no difference in counts', async () => {
    const before = await readVllmTimes(vllm().url);
    const run = await runLoad(vllm(), { duration: '6s' });
    const after = await readVllmTimes(vllm().url);
    const [phase] = run.streams.phases;
    if (phase === undefined) throw new Error('The run has no phase.');
    for (const [name, quantity] of [
      ['request_queue_time', 'queueTime'],
      ['request_prefill_time', 'prefillTime'],
      ['request_decode_time', 'decodeTime'],
    ] as const) {
      const gained = (after.get(name)?.sum ?? 0) - (before.get(name)?.sum ?? 0);
      const count = (after.get(name)?.count ?? 0) - (before.get(name)?.count ?? 0);
      expect(gainOf(phase, `server.${quantity}.count`), quantity).toBe(count);
      const meanMs = gainOf(phase, `server.${quantity}.sum`) / count;
      expect(meanMs, quantity).toBeCloseTo((gained * 1000) / count, 6);
    }
    const [result] = run.results.phases;
    for (const { name, measurements } of result?.stages ?? []) {
      const sent = phase.requests.filter(({ stage }) => stage === name);
      expect(measurements['serverQueueTime']?.count, name).toBe(sent.length);
      expect(measurements['serverDecodeTime']?.avg, name).toBeGreaterThan(0);
    }
    expect(run.recommendations.map(({ rule }) => rule)).not.toContain('server-counts-differ');
  });

  it('frees requests that are canceled on purpose, and counts none of them', async () => {
    const cancel = { share: 0.3, after: '400ms' };
    const stages = [{ kind: 'closed', concurrency: 4, requests: 40, cancel }];
    const run = await runLoad(vllm(), { stages, outputTokens: 300 });
    const [stage] = run.results.phases[0]?.stages ?? [];
    const { successful = NaN, failed, abandoned } = stage?.requests ?? {};
    expect(abandoned).toBeGreaterThan(0);
    expect(failed).toBe(0);
    expect(stage?.measurements['serverEndToEndLatency']?.count).toBe(successful);
    expect(stage?.cutEffect).toMatchObject({ runningAfterDrain: 0 });
    const { generated = NaN, possible = NaN } = stage?.cutEffect?.orphanedTokens ?? {};
    expect(generated / possible).toBeLessThan(0.25);
    const rules = run.recommendations.map(({ rule }) => rule);
    expect(rules).not.toContain('abandoned-still-served');
    expect(rules).not.toContain('server-counts-differ');
  });

  it('has the prefix cache hit rate that the usage fields of the responses give', async () => {
    const run = await runLoad(vllm(), { duration: '4s', sharedPrefix: { tokens: 256 } });
    const [phase] = run.streams.phases;
    const [result] = run.results.phases;
    for (const { name, measurements } of result?.stages ?? []) {
      const sent = (phase?.requests ?? []).filter(({ stage }) => stage === name);
      const cached = sent.reduce((sum, { cachedTokens }) => sum + cachedTokens, 0);
      const read = sent.reduce((sum, { inputTokens }) => sum + inputTokens, 0);
      expect(cached, name).toBeGreaterThan(0);
      const counted = measurements['serverPrefixCacheHitRate']?.avg ?? Number.NaN;
      expect(Math.abs(counted - cached / read), name).toBeLessThanOrEqual(0.001);
    }
  });

  it('hits its prefix cache as often as the block ids of a trace imply, within 2%', async () => {
    const rows = makeMooncakeTrace({ rows: 32, gapMs: 700, mostBlocks: 4 });
    const before = await readPrefixCounters(vllm().url);
    const run = await runLoad(
      vllm(),
      { stages: [{ kind: 'trace', file: 'trace.jsonl' }] },
      {
        target: { api: 'openai-completions' },
        files: { 'trace.jsonl': rows.map((row) => JSON.stringify(row)).join('\n') },
      },
    );
    const after = await readPrefixCounters(vllm().url);
    const [stage] = run.results.phases[0]?.stages ?? [];
    const [phase] = run.streams.phases;
    const sent = (phase?.requests ?? []).filter((row) => row.stage === 'trace');
    expect(sent.map((row) => row.inputTokens)).toEqual(rows.map((row) => row.input_length));
    const cached = sent.reduce((sum, { cachedTokens }) => sum + cachedTokens, 0);
    const implied = hitTokensOf(rows, VLLM_BLOCK_TOKENS);
    const promptTokens = rows.reduce((sum, row) => sum + row.input_length, 0);
    const counted = after.hitTokens - before.hitTokens;
    const { idealPrefixHitRate, cacheHitRate } = stage?.measurements ?? {};
    process.stderr.write(
      `prefix hits of ${rows.length} requests, ${promptTokens} prompt tokens: ids imply ${implied}, ` +
        `vLLM counted ${counted}, its responses report ${cached}; ` +
        `ideal ${idealPrefixHitRate?.avg}, measured ${cacheHitRate?.avg}\n`,
    );
    expect(implied / promptTokens).toBeGreaterThan(0.2);
    expect(Math.abs(counted - implied) / implied).toBeLessThanOrEqual(0.02);
    expect(idealPrefixHitRate?.avg).toBeCloseTo(implied / promptTokens, 12);
    expect(cacheHitRate?.avg).toBeCloseTo(implied / promptTokens, 2);
  });

  it('excludes the 50 requests of another client from the run', async () => {
    const { requests: before } = await readVllmCounters(vllm().url);
    const running = runLoad(vllm(), {
      stages: [{ kind: 'closed', duration: '6s', minRequests: 200 }],
    });
    const isUnderLoad = async (): Promise<boolean> =>
      (await readVllmCounters(vllm().url)).requests > before + 20;
    await vi.waitUntil(isUnderLoad, { timeout: 60_000, interval: 100 });
    await sendForeign(vllm(), 50);
    const found = (await running).recommendations.find(
      ({ rule }) => rule === 'server-counts-differ',
    );
    const requests = found?.evidence.find(({ name }) => name === 'requests');
    expect(requests?.value).toContain('50 not of this run');
  });

  it('reaches a required length with every response, and otherwise ends at the first token', async () => {
    const target = realTarget(vllm(), { extraBody: END_FIRST });
    onTestFinished(() => target.stop());
    await target.start();
    const request = { model: 'tiny', maxTokens: 40, greedy: true };
    const prompts = Array.from({ length: 8 }, (_, index) => `story ${index}`);
    for (const isLengthDemanded of [false, true]) {
      const generated = await Promise.all(
        prompts.map((prompt) => target.generate({ ...request, prompt, isLengthDemanded })),
      );
      const lengths = generated.map(({ outputTokens }) => outputTokens);
      expect(lengths).toEqual(prompts.map(() => (isLengthDemanded ? 40 : 1)));
      // An ignored end-of-sequence token has no text.
      for (const { text } of generated) expect(text !== '').toBe(isLengthDemanded);
    }
    expect(target.description.details).not.toHaveProperty('lengthField');
  });

  describeChatApis('vLLM', vllm, vllm);
  describeMissingApi(vllm);
  describeContent(vllm);

  describe('LiteLLM in front of vLLM', () => {
    const gateway = useRealServer('litellm', () => ({ upstream: vllm().url }));

    describeChatApis('LiteLLM', gateway, vllm);

    describeTargetConformance(
      'LiteLLM',
      subjectOn(gateway, { kind: 'litellm', contextTokens: Number.NaN }),
    );

    // Its prompts would be in the cache if they were those of the full runs before, without the gateway.
    it('passes a full run, with equal counts in vLLM', async () => {
      const templateTokens = await templateTokensOf(gateway());
      const run = await expectCountedBy(vllm(), () => runToEnd(gateway()));
      expectHealthy(run);
      expectUncached(run, templateTokens);
    });

    it('does not run without its key, which the error names in two lines', async () => {
      const { code, stdout, stderr } = await runLoadcell(['run', '--url', gateway().url]);
      expect(code, stderr).toBe(3);
      expect(stderr).toContain('LOADCELL_API_KEY');
      expect(`${stdout}${stderr}`.trim().split('\n')).toHaveLength(2);
    });
  });
});
