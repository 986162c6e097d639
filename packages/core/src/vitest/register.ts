import { expect } from 'vitest';
import { toMeetCriteria } from './to-meet-criteria.ts';
import type { GivenCriteria } from './read-criteria.ts';

export type { GivenCriteria } from './read-criteria.ts';

declare module 'vitest' {
  interface Matchers<T> {
    /**
     * Judges a run by criteria instead of its own, with 95% confidence. Await it: recorded data is read. With `not` it passes
     * only if a criterion is missed; an inconclusive, unreliable or incomplete run fails both ways.
     * @param criteria such as `['ttft.p95<=80ms', 'errorRate<=1%']` or `{ p95Ttft: 80, errorRate: 0.01 }`
     */
    toMeetCriteria(criteria: GivenCriteria): Promise<void>;
  }
}

expect.extend({ toMeetCriteria });
