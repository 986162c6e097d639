import type { PageData } from '../../../../src/report/page/page-data.ts';
import type { RequestView } from '../../data/requests.ts';
import type { TimeGroup } from '../../data/time-group.ts';
import { element, type Child } from '../../dom.ts';
import type { Theme } from '../../theme.ts';
import { inspector } from './inspector.ts';
import { lanes } from './lanes.ts';
import { firstTokenFigure, gapFigure } from './latency-over-time.ts';
import { loadFigures } from './load-over-time.ts';
import { memoryFigure } from './memory.ts';
import { reasonInstead, section } from '../section.ts';
import { serverFigures } from './server-over-time.ts';
import { zoomBar } from './zoom-bar.ts';

/** A section; `mount` draws its charts once it is in the document. */
interface MountedSection {
  readonly root: HTMLElement;
  readonly mount: () => void;
}

/** Memory over the run, below the lanes. */
export function memorySection(
  data: PageData,
  requests: readonly RequestView[],
  group: TimeGroup,
  theme: Theme,
): MountedSection {
  const { root, mount } = memoryFigure(data, group, theme);
  return {
    root: section(
      'timeline',
      'Memory over time',
      undefined,
      zoomBar(group),
      withInspector(
        [lanes(data, group), root],
        inspector(data, requests, group, 'Memory: at the cursor'),
      ),
    ),
    mount,
  };
}

/** Requests and server metrics over time, with the same window and cursor as memory. */
export function requestsSection(
  data: PageData,
  requests: readonly RequestView[],
  group: TimeGroup,
  theme: Theme,
): MountedSection {
  const firstToken = firstTokenFigure(data, requests, group, theme);
  const gaps = gapFigure(data, group, theme);
  const load = loadFigures(data, group, theme);
  const server = serverFigures(data, group, theme);
  const figures = [firstToken, gaps, ...load, ...server].filter((figure) => figure !== undefined);
  const noRequests =
    firstToken === undefined
      ? reasonInstead('Requests over time', 'No measured request was made in this run.')
      : undefined;
  const charts = [
    lanes(data, group),
    noRequests,
    element('div', { id: 'first-token' }, firstToken?.root, gaps?.root),
    element('div', { id: 'throughput' }, ...load.map((figure) => figure.root)),
    ...server.map((figure) => figure.root),
  ];
  return {
    root: section(
      'requests',
      'Requests over time',
      undefined,
      ...(figures.length === 0
        ? [noRequests]
        : [
            zoomBar(group),
            withInspector(charts, inspector(data, requests, group, 'Requests: at the cursor')),
          ]),
    ),
    mount: () => {
      for (const figure of figures) figure.mount();
    },
  };
}

function withInspector(charts: readonly Child[], panel: HTMLElement): HTMLElement {
  return element(
    'div',
    { class: 'with-inspector' },
    element('div', { class: 'charts' }, ...charts),
    panel,
  );
}
