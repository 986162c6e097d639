import { formatNumber } from '../../../src/metric/format/format-value.ts';
import type { PageSeries } from '../../../src/report/page/page-data.ts';
import { element } from '../dom.ts';

/** States how many of the recorded samples the page holds, and how they were thinned. */
export function thinningNote(series: readonly PageSeries[]): HTMLElement {
  const recorded = series.reduce((sum, { recordedCount }) => sum + recordedCount, 0);
  const kept = series.reduce((sum, { value }) => sum + value.count, 0);
  const thinned = series.filter(({ isThinned }) => isThinned);
  const text =
    thinned.length === 0
      ? `All samples (${formatNumber(recorded)}) stand in this file, to the byte: zoom in to see each change. Those between two changes are not repeated.`
      : `${formatNumber(kept)} of ${formatNumber(recorded)} samples stand in this file, so that it stays small: of each stretch of equal count ` +
        `the least and the largest (${thinned.map(({ label }) => label).join(', ')}). No spike is lost; samples.arrows holds all.`;
  return element(
    'p',
    { class: 'note', 'data-thinned': thinned.length > 0 ? 'true' : 'false' },
    text,
  );
}
