import type { PageData } from '../../src/report/page/page-data.ts';
import { findPlace } from './data/find-place.ts';
import type { TimeGroup } from './data/time-group.ts';

/** Room left and right of a stretch that is shown by a link to it, as a share of its length. */
const ROOM = 0.04;

/**
 * Shows what an anchor names: a section, or a section for one phase or stage (`memory-load`, `latency-load-open`), which charts
 * over time then show alone. Links of the findings point here, and so may any other.
 */
export function goTo(anchor: string, data: PageData, group: TimeGroup): void {
  const { targets, stretch } = findPlace(anchor, data);
  const target = targets
    .map((id) => document.getElementById(id))
    .find((element) => element !== null);
  if (target === undefined || target === null) return;
  if (stretch !== undefined && target.closest('#timeline, #requests') !== null) {
    const room = (stretch.toMs - stretch.fromMs) * ROOM;
    // Cut here: a window that leaves the run is moved into it whole, and would show more of what lies before.
    group.show(
      Math.max(group.full.fromMs, stretch.fromMs - room),
      Math.min(group.full.toMs, stretch.toMs + room),
    );
  }
  // What is folded cannot be scrolled to.
  for (let at = target.closest('details'); at !== null; at = parentOf(at)) at.open = true;
  target.scrollIntoView();
}

function parentOf(details: HTMLDetailsElement): HTMLDetailsElement | null {
  return details.parentElement?.closest('details') ?? null;
}
