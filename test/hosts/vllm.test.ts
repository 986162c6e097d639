import { describe, expect, it } from 'vitest';
import { describeTargetConformance } from '../../packages/core/test/target/conformance.ts';
import type { ConformanceSubject } from '../../packages/core/test/target/conformance/subject.ts';
import { runLoadcell } from '../e2e/support/run-loadcell.ts';
import { runToEnd } from './support/full-run.ts';
import { expectHealthy, expectUncached } from './support/healthy-run.ts';
import { expectCountedBy } from './support/counted-by.ts';
import { useRealServer, type RealServer } from './support/real-server.ts';
import { realTarget, templateTokensOf } from './support/real-target.ts';

/** The tiny model ends a response with this token; preferred above all, it is the first one. */
const END_FIRST = { logit_bias: { 2: 100 } };

function subjectOn(
  server: () => RealServer,
  change: Pick<ConformanceSubject, 'kind' | 'contextTokens'>,
): ConformanceSubject {
  return {
    ...change,
    make: () => realTarget(server()),
    makeEmpty: () => realTarget(server(), { extraBody: END_FIRST }),
    model: 'tiny',
    sequences: 4,
    overLongWords: 5_000,
    endlessTokens: 1_500,
    traits: {
      hasExactLengths: false,
      // Requests that run together are computed together, and rounded otherwise than alone.
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

  it.each([1, 2, 3])('passes full run %i in a row on vLLM, which counted the same', async () => {
    const templateTokens = await templateTokensOf(vllm());
    const run = await expectCountedBy(vllm(), () => runToEnd(vllm()));
    expectHealthy(run);
    expectUncached(run, templateTokens);
  });

  describe('LiteLLM in front of vLLM', () => {
    const gateway = useRealServer('litellm', vllm);

    describeTargetConformance(
      'LiteLLM',
      subjectOn(gateway, { kind: 'litellm', contextTokens: Number.NaN }),
    );

    it.each([1, 2, 3])('passes full run %i in a row, and vLLM counted the same', async () => {
      const templateTokens = await templateTokensOf(gateway());
      const run = await expectCountedBy(vllm(), () => runToEnd(gateway()));
      expectHealthy(run);
      expectUncached(run, templateTokens);
    });

    it('is not run without its key, which the error names in two lines', async () => {
      const { code, stdout, stderr } = await runLoadcell(['run', '--url', gateway().url]);
      expect(code, stderr).toBe(3);
      expect(stderr).toContain('LOADCELL_API_KEY');
      expect(`${stdout}${stderr}`.trim().split('\n')).toHaveLength(2);
    });
  });
});
