import { createMockServer, type NativeMockServer } from '@loadcell/native';
import { afterAll, beforeAll, describe } from 'vitest';
import { describeTargetConformance } from '../../conformance.ts';
import { targetFor } from '../target-for.ts';

const ENDLESS_TOKENS = 100_000;
const SLOTS = 3;

let server: NativeMockServer | undefined;
beforeAll(() => {
  server = createMockServer({
    timeToFirstTokenMs: 2,
    interTokenLatencyMs: 1,
    outputTokens: ENDLESS_TOKENS,
    concurrency: SLOTS,
    isStrictAboutModel: true,
  });
});
afterAll(() => server?.stop());

describe.each(['openai-chat', 'openai-responses', 'anthropic-messages'] as const)('%s', (api) => {
  describeTargetConformance('the mock server', {
    make: () => targetFor(server?.url ?? '', { api }),
    kind: 'loadcell mock',
    model: 'mock',
    parallel: SLOTS,
    contextTokens: Number.NaN,
    overLongWords: 5_000,
    endlessTokens: ENDLESS_TOKENS,
    traits: {
      hasExactLengths: true,
      isDeterministic: true,
      hasTokenIds: false,
      readsPrompts: true,
      tokenCounts: 'words',
      overLong: 'read',
    },
  });
});
