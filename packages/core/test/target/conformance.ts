import { describe } from 'vitest';
import { describeCancellation } from './conformance/cancellation.ts';
import { describeContexts } from './conformance/contexts.ts';
import { describeGeneration } from './conformance/generation.ts';
import { describeLifecycle } from './conformance/lifecycle.ts';
import { describeMemory } from './conformance/memory.ts';
import type { ConformanceSubject } from './conformance/subject.ts';

/** Tests that every managed target must pass. */
export function describeTargetConformance(name: string, subject: ConformanceSubject): void {
  describe(`${name} as a target`, () => {
    describeGeneration(subject);
    describeContexts(subject);
    describeCancellation(subject);
    describeMemory(subject);
    describeLifecycle(subject);
  });
}
