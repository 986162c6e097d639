import type { PageData } from '../../src/report/page/page-data.ts';
import { findPlace } from './data/find-place.ts';
import type { TimeGroup } from './data/time-group.ts';

/** Margin on each side of a linked stretch of time, as a share of its length. */
const ROOM = 0.04;

/**
 * Shows the target of an anchor: a section, or a section for one phase or stage (`memory-load`, `latency-load-open`).
 * The charts over time then zoom to that phase or stage. Findings link here; other links may, too.
 */
export function goTo(anchor: string, data: PageData, group: TimeGroup): void {
  const { targets, stretch } = findPlace(anchor, data);
  const target = targets
    .map((id) => document.getElementById(id))
    .find((element) => element !== null);
  if (target === undefined || target === null) return;
  if (stretch !== undefined && target.closest('#timeline, #requests') !== null) {
    const room = (stretch.toMs - stretch.fromMs) * ROOM;
    // Clamped here: `show` would shift a window that extends past the run, and so show unrelated time.
    group.show(
      Math.max(group.full.fromMs, stretch.fromMs - room),
      Math.min(group.full.toMs, stretch.toMs + room),
    );
  }
  // The browser cannot scroll into a closed `details`.
  for (let at = target.closest('details'); at !== null; at = parentOf(at)) at.open = true;
  target.scrollIntoView();
}

function parentOf(details: HTMLDetailsElement): HTMLDetailsElement | null {
  return details.parentElement?.closest('details') ?? null;
}
