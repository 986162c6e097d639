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
      ? `This file holds every sample (${formatNumber(recorded)}), to the byte: zoom in to see each change. Unchanged samples are not repeated.`
      : `${formatNumber(kept)} of ${formatNumber(recorded)} samples are in this file, to keep it small: the minimum and maximum ` +
        `of each stretch of equal count (${thinned.map(({ label }) => label).join(', ')}), so its peak is exact. ` +
        'samples.arrows and survey.arrows hold all.';
  return element(
    'p',
    { class: 'note', 'data-thinned': thinned.length > 0 ? 'true' : 'false' },
    text,
  );
}
