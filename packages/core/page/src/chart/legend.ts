import { element } from '../dom.ts';
import { seriesColor, type Theme } from '../theme.ts';

/** An entry of a legend. */
export interface LegendEntry {
  readonly label: string;
  /** Index in the palette. */
  readonly color: number;
}

/** A legend whose entries toggle their lines and show their values at the cursor. */
export interface Legend {
  readonly root: HTMLElement;
  readonly isHidden: (index: number) => boolean;
  /** Shows texts next to the entries, by index; empty without a cursor. */
  readonly showValues: (texts: readonly string[]) => void;
}

export function makeLegend(
  entries: readonly LegendEntry[],
  theme: Theme,
  onToggle: () => void,
): Legend {
  const hidden = new Set<number>();
  const values = entries.map(() => element('span', { class: 'legend-value' }));
  const swatches = entries.map(() => element('span', { class: 'swatch', 'aria-hidden': 'true' }));
  const items = entries.map(({ label }, index) => {
    const box = element('input', { type: 'checkbox', checked: true });
    box.addEventListener('change', () => {
      if (box.checked) hidden.delete(index);
      else hidden.add(index);
      onToggle();
    });
    // A chart of one line has nothing to hide.
    const toggle = entries.length > 1 ? box : undefined;
    return element(
      'label',
      { class: 'legend-entry' },
      toggle,
      swatches[index],
      label,
      values[index],
    );
  });
  const paint = (): void => {
    for (const [index, swatch] of swatches.entries()) {
      swatch.style.backgroundColor = seriesColor(entries[index]?.color ?? 0);
    }
  };
  paint();
  theme.listen(paint);
  return {
    root: element('div', { class: 'legend' }, ...items),
    isHidden: (index) => hidden.has(index),
    showValues: (texts) => {
      for (const [index, value] of values.entries()) value.textContent = texts[index] ?? '';
    },
  };
}
