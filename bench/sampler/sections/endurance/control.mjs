import { endure } from './endure.mjs';

/**
 * The same process without a sampler: Node's own memory grows over minutes.
 * @param {import('../../sections.mjs').SectionContext} context
 */
export function measure({ plan, machine }) {
  return endure(plan.endurance.durationMs, machine.pageBytes, () => {});
}
