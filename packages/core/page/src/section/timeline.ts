import type { PageData } from '../../../src/report/html/page-data.ts';
import { momentLabel } from '../data/format-axis.ts';
import type { RequestView } from '../data/requests.ts';
import type { TimeGroup } from '../data/time-group.ts';
import { button, element, fill } from '../dom.ts';
import type { Theme } from '../theme.ts';
import { inspector } from './inspector.ts';
import { lanes } from './lanes.ts';
import { firstTokenFigure, gapFigure } from './latency-over-time.ts';
import { loadFigures } from './load-over-time.ts';
import { memoryFigure } from './memory.ts';
import { reasonInstead, section } from './section.ts';
import { serverFigures } from './server-over-time.ts';

/** Everything over time, under one window and one cursor. */
export function timelineSection(
  data: PageData,
  requests: readonly RequestView[],
  group: TimeGroup,
  theme: Theme,
): { readonly root: HTMLElement; readonly mount: () => void } {
  const memory = memoryFigure(data, group, theme);
  const firstToken = firstTokenFigure(data, requests, group, theme);
  const gaps = gapFigure(data, group, theme);
  const load = loadFigures(data, group, theme);
  const server = serverFigures(data, group, theme);
  const figures = [firstToken, gaps, ...load, ...server].filter((figure) => figure !== undefined);
  const noRequests =
    firstToken === undefined
      ? reasonInstead('Requests over time', 'No request was made in this run as users make them.')
      : undefined;
  const root = section(
    'timeline',
    'Over time',
    undefined,
    toolbar(group),
    element(
      'div',
      { class: 'with-inspector' },
      element(
        'div',
        { class: 'charts' },
        lanes(data, group),
        memory.root,
        noRequests,
        element('div', { id: 'first-token' }, firstToken?.root, gaps?.root),
        element('div', { id: 'throughput' }, ...load.map((figure) => figure.root)),
        ...server.map((figure) => figure.root),
      ),
      inspector(data, requests, group),
    ),
  );
  return {
    root,
    mount: () => {
      memory.mount();
      for (const figure of figures) figure.mount();
    },
  };
}

function toolbar(group: TimeGroup): HTMLElement {
  const shown = element('output', { class: 'shown-window', id: 'shown-window' });
  const reset = button('Whole run', () => group.reset(), { id: 'reset-zoom' });
  const tell = (): void => {
    const { fromMs, toMs } = group.window;
    shown.textContent = group.isZoomed
      ? `${momentLabel(fromMs)} to ${momentLabel(toMs)}`
      : 'Whole run shown';
    reset.disabled = !group.isZoomed;
  };
  group.listen({ onWindow: tell });
  tell();
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
      'Drag over a chart to zoom; so do Ctrl with the wheel, and + and − on a chart in focus.',
    ),
  );
  return bar;
}
