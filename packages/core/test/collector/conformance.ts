import { describe } from 'vitest';
import { checkFigures } from './conformance/figures.ts';
import { checkLifecycle } from './conformance/lifecycle.ts';
import type { Subject } from './conformance/subject.ts';
import { checkWorkers } from './conformance/workers.ts';

/** What every sampler must do, whoever takes its samples. */
export function checkSampler(subject: Subject): void {
  describe('its life', () => {
    checkLifecycle(subject);
  });
  describe('its figures', () => {
    checkFigures(subject);
  });
  describe('in worker threads', () => {
    checkWorkers(subject);
  });
}
