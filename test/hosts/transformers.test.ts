import { describe, expect, it } from 'vitest';
import { describeTargetConformance } from '../../packages/core/test/target/conformance.ts';
import { runToEnd } from './support/full-run.ts';
import { expectHealthy, successful } from './support/healthy-run.ts';
import { useRealServer } from './support/real-server.ts';
import { realTarget } from './support/real-target.ts';

/** A successful text request in the access log of the server. */
const ACCESS = /"POST \/v1\/chat\/completions HTTP\/1\.1" 200/g;
/** Requests of one token that a run may send to learn how the server counts tokens. */
const MAX_CALIBRATING = 8;

describe('transformers serve', () => {
  const server = useRealServer('transformers');
  const logged = (): number => server().log().match(ACCESS)?.length ?? 0;

  describeTargetConformance('transformers serve', {
    make: () => realTarget(server()),
    kind: 'openai',
    model: 'tiny',
    parallel: 1,
    contextTokens: Number.NaN,
    // Sizes above those its model was made for take it a minute.
    overLongWords: 1_000,
    endlessTokens: 400,
    traits: {
      hasExactLengths: false,
      isDeterministic: true,
      hasTokenIds: false,
      readsPrompts: true,
      tokenCounts: 'model',
      overLong: 'read',
    },
  });

  it('passes a full run, with every request in its log', async () => {
    const before = logged();
    const run = await runToEnd(server());
    const calibrating = logged() - before - successful(run).length;
    expectHealthy(run);
    expect(calibrating).toBeGreaterThanOrEqual(0);
    expect(calibrating).toBeLessThanOrEqual(MAX_CALIBRATING);
    expect(successful(run).every(({ tokenCountSource }) => tokenCountSource === 'usage')).toBe(
      true,
    );
  });
});
