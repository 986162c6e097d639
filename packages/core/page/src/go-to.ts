import type { PageData } from '../../src/report/html/page-data.ts';
import type { TimeGroup } from './data/time-group.ts';

/** Room left and right of a phase that is shown by a link to it, as a share of its length. */
const ROOM = 0.04;

/**
 * Shows what an anchor names: a section, or a section for one phase (`memory-load`), which charts over time then show
 * alone. Links of the recommendations point here, and so may any other.
 */
export function goTo(anchor: string, data: PageData, group: TimeGroup): void {
  const phase = data.spans.find(
    ({ lane, label }) => lane === 'phase' && anchor.endsWith(`-${label}`),
  );
  const section = phase === undefined ? anchor : anchor.slice(0, -phase.label.length - 1);
  const target = document.getElementById(anchor) ?? document.getElementById(section);
  if (target === null) return;
  if (phase !== undefined && target.closest('#timeline') !== null) {
    const room = (phase.toMs - phase.fromMs) * ROOM;
    // Cut here: a window that leaves the run is moved into it whole, and would show more of the phase before.
    group.show(
      Math.max(group.full.fromMs, phase.fromMs - room),
      Math.min(group.full.toMs, phase.toMs + room),
    );
  }
  target.scrollIntoView();
}
