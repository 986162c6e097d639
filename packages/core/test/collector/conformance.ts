import { describe } from 'vitest';
import { checkFigures } from './conformance/figures.ts';
import { checkLifecycle } from './conformance/lifecycle.ts';
import type { Subject } from './conformance/subject.ts';
import { checkWorkers } from './conformance/workers.ts';

/** Requirements for every sampler, whatever its source of samples. */
export function checkSampler(subject: Subject): void {
  describe('lifecycle', () => {
    checkLifecycle(subject);
  });
  describe('values', () => {
    checkFigures(subject);
  });
  describe('in worker threads', () => {
    checkWorkers(subject);
  });
}
