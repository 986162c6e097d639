import { formatBytes, formatMs, formatNumber } from '../../../../src/metric/format/format-value.ts';
import type { PageData } from '../../../../src/report/page/page-data.ts';
import { momentLabel } from '../../data/format-axis.ts';
import { lineFromSeries, valueAt } from '../../data/line.ts';
import { startMs, type RequestView } from '../../data/requests.ts';
import type { TimeGroup } from '../../data/time-group.ts';
import { element, fill } from '../../dom.ts';

/** Maximum requests and events shown around the cursor. */
const MAX_REQUESTS = 6;
const EVENTS_BEFORE = 3;
const EVENTS_AFTER = 2;

/** Shows the state at the cursor: memory, stage, loaded models, and nearby requests and events. */
export function inspector(
  data: PageData,
  requests: readonly RequestView[],
  group: TimeGroup,
  title: string,
): HTMLElement {
  const body = element('div', { class: 'inspector-body' });
  const isWhole = data.requests.keptCount === data.requests.recordedCount;
  const total = data.memory.total === null ? undefined : lineFromSeries(data.memory.total, 0);
  const longestMs = requests.reduce(
    (longest, one) => Math.max(longest, (one.endMs || 0) - startMs(one) || 0),
    0,
  );
  const show = (atMs: number | undefined): void => {
    root.classList.toggle('is-empty', atMs === undefined);
    if (atMs === undefined) {
      fill(
        body,
        element(
          'p',
          { class: 'muted' },
          'Hover over a chart, or focus one and use the arrow keys. Click to pin the cursor.',
        ),
      );
      return;
    }
    const bytes = total === undefined ? Number.NaN : valueAt(total, atMs);
    const spans = data.spans.filter(({ fromMs, toMs }) => fromMs <= atMs && toMs >= atMs);
    const named = (lane: string): string =>
      [...new Set(spans.filter((one) => one.lane === lane).map(({ label }) => label))].join(', ');
    const facts: [string, string][] = [
      ['Memory', Number.isNaN(bytes) ? 'not sampled here' : formatBytes(bytes)],
      ['Phase', named('phase') || 'between phases'],
      ['Stage', stagesAt(spans) || 'none'],
      ...(named('window') === '' ? [] : [['Window', named('window')] satisfies [string, string]]),
      ['In memory', named('model') || 'no model'],
      ...(named('switch') === '' ? [] : [['Switch', named('switch')] satisfies [string, string]]),
    ];
    fill(
      body,
      element(
        'p',
        { class: 'moment' },
        momentLabel(atMs),
        element(
          'span',
          { class: 'muted' },
          ` ${wallClock(data.beganEpochMs + atMs)}${group.isPinned ? ' · pinned' : ''}`,
        ),
      ),
      element(
        'dl',
        {},
        ...facts.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
      ),
      ...requestsAround(requests, atMs, longestMs, isWhole),
      ...eventsAround(data, atMs),
    );
  };
  const root = element(
    'aside',
    { class: 'inspector', 'aria-label': title },
    element('h3', {}, 'At the cursor'),
    body,
  );
  show(undefined);
  group.listen({ onCursor: show });
  return root;
}

/** The stages at a time. A part other than the measured one is named: a drain may be the only span there. */
function stagesAt(spans: PageData['spans']): string {
  const names = spans
    .filter(({ lane }) => lane === 'stage')
    .map(({ label, part }) => (part === 'measured' ? label : `${label} (${part ?? ''})`));
  return [...new Set(names)].join(', ');
}

function wallClock(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(11, 23)} UTC`;
}

function requestsAround(
  requests: readonly RequestView[],
  atMs: number,
  longestMs: number,
  isWhole: boolean,
): HTMLElement[] {
  if (requests.length === 0) return [];
  // Requests omitted from this file cannot be counted.
  const ofKept = isWhole ? '' : ' among the requests in this file';
  const after = firstAfter(requests, atMs);
  const inFlight: RequestView[] = [];
  for (let index = after - 1; index >= 0; index -= 1) {
    const one = requests[index];
    if (one === undefined || startMs(one) < atMs - longestMs) break;
    if (!(one.endMs < atMs)) inFlight.push(one);
  }
  const title =
    inFlight.length === 0
      ? `No request in flight${ofKept}`
      : `${formatNumber(inFlight.length)} in flight${ofKept}`;
  // With no request in flight, show the nearest ones instead.
  const listed =
    inFlight.length > 0
      ? inFlight.slice(0, MAX_REQUESTS)
      : [requests[after - 1], requests[after]].filter((one) => one !== undefined);
  return [
    element('h4', {}, title),
    element('ul', {}, ...listed.map((one) => element('li', {}, ...describeRequest(one, atMs)))),
  ];
}

function firstAfter(requests: readonly RequestView[], atMs: number): number {
  let low = 0;
  let high = requests.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const one = requests[middle];
    if (one !== undefined && startMs(one) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function describeRequest(one: RequestView, atMs: number): (Node | string)[] {
  const sent = startMs(one);
  const elapsed = one.endMs - sent;
  const when =
    sent > atMs ? `sent ${formatMs(sent - atMs)} later` : `sent ${formatMs(atMs - sent)} earlier`;
  const parts = [
    ...(one.stage === '' ? [] : [one.stage]),
    one.model,
    when,
    ...(Number.isNaN(one.firstTokenMs) ? [] : [`TTFT ${formatMs(one.firstTokenMs - sent)}`]),
    Number.isNaN(elapsed) ? 'did not end' : `total ${formatMs(elapsed)}`,
    ...(Number.isNaN(one.outputTokens)
      ? []
      : [`${formatNumber(one.inputTokens)} → ${formatNumber(one.outputTokens)} tokens`]),
    ...(one.outcome === 'ok' ? [] : [one.outcome]),
  ];
  return [element('strong', {}, `#${one.id} ${one.purpose}`), ` ${parts.join(' · ')}`];
}

function eventsAround({ events }: PageData, atMs: number): HTMLElement[] {
  const after = events.findIndex((event) => event.atMs > atMs);
  const at = after < 0 ? events.length : after;
  const near = events.slice(Math.max(0, at - EVENTS_BEFORE), at + EVENTS_AFTER);
  if (near.length === 0) return [];
  return [
    element('h4', {}, 'Nearby events'),
    element(
      'ul',
      {},
      ...near.map((event) => {
        const byMs = event.atMs - atMs;
        const when = `${byMs > 0 ? '+' : '−'}${formatMs(Math.abs(byMs))}`;
        return element('li', {}, element('span', { class: 'when' }, when), ` ${event.text}`);
      }),
    ),
  ];
}
