import { describe } from 'vitest';
import { describeAttachment } from './conformance/attachment.ts';
import { describeCancellation } from './conformance/cancellation.ts';
import { describeContexts } from './conformance/contexts.ts';
import { describeDescription } from './conformance/description.ts';
import { describeEmptyResponses } from './conformance/empty-responses.ts';
import { describeEngine } from './conformance/engine.ts';
import { describeGeneration } from './conformance/generation.ts';
import { describeLifecycle } from './conformance/lifecycle.ts';
import { describeLoad } from './conformance/load.ts';
import { describeMemory } from './conformance/memory.ts';
import { describeOverLong } from './conformance/over-long.ts';
import type { ConformanceSubject } from './conformance/subject.ts';
import { describeTokenCounts } from './conformance/token-counts.ts';

/** Tests that every target must pass: engines, the mock server, recorded servers and real ones. */
export function describeTargetConformance(name: string, subject: ConformanceSubject): void {
  const { managed, makeEmpty, model } = subject;

  describe(`${name} as a target`, () => {
    describeDescription(subject);
    describeGeneration(subject);
    describeTokenCounts(subject);
    describeContexts(subject);
    describeOverLong(subject);
    describeCancellation(subject);
    if (makeEmpty !== undefined) describeEmptyResponses(model, makeEmpty);
    if (managed === undefined) {
      describeLoad(subject);
      describeAttachment(subject);
    } else {
      describeEngine(subject, managed);
      describeMemory(subject, managed);
      describeLifecycle(subject);
    }
  });
}
