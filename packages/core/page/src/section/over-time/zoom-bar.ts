import { momentLabel } from '../../data/format-axis.ts';
import type { TimeGroup } from '../../data/time-group.ts';
import { button, element, fill } from '../../dom.ts';

/** Buttons that zoom and move the window of all charts over time. */
export function zoomBar(group: TimeGroup): HTMLElement {
  const shown = element('output', { class: 'shown-window' });
  const reset = button('Whole run', () => group.reset());
  const update = (): void => {
    const { fromMs, toMs } = group.window;
    shown.textContent = group.isZoomed
      ? `${momentLabel(fromMs)} to ${momentLabel(toMs)}`
      : 'Whole run shown';
    reset.disabled = !group.isZoomed;
  };
  group.listen({ onWindow: update });
  update();
  const bar = element('div', { class: 'toolbar', role: 'group', 'aria-label': 'Zoom' });
  fill(
    bar,
    button('Zoom in', () => group.zoom(0.5)),
    button('Zoom out', () => group.zoom(2)),
    button('Earlier', () => group.move(-0.5)),
    button('Later', () => group.move(0.5)),
    reset,
    shown,
    element(
      'span',
      { class: 'hint' },
      'To zoom, drag over a chart or use Ctrl + wheel (⌘ + wheel). On a focused chart, the wheel alone, + and − zoom, too.',
    ),
  );
  return bar;
}
