import type { PlainObject } from '../../config/plain-object.ts';

/** Keys of a stage that end it. */
const ENDS: readonly string[] = ['duration', 'minRequests', 'requests', 'until', 'maxDuration'];

/** A stage without what ends it, so that a flag can set another end. */
export function withoutEnd(stage: PlainObject): PlainObject {
  return Object.fromEntries(Object.entries(stage).filter(([key]) => !ENDS.includes(key)));
}
