import { element } from '../dom.ts';

/** One option of a choice. */
export interface Option {
  readonly label: string;
  readonly onChosen: () => void;
}

/** A row of radio buttons, the first one selected; undefined with fewer than two options. */
export function choice(legend: string, options: readonly Option[]): HTMLElement | undefined {
  if (options.length < 2) return undefined;
  const name = `choice-${legend.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-')}`;
  return element(
    'fieldset',
    { class: 'choice' },
    element('legend', { class: 'visually-hidden' }, legend),
    ...options.map(({ label, onChosen }, index) => {
      const radio = element('input', { type: 'radio', name, checked: index === 0 });
      radio.addEventListener('change', onChosen);
      return element('label', {}, radio, element('span', {}, label));
    }),
  );
}
