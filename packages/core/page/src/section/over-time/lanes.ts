import { formatMs } from '../../../../src/metric/format/format-value.ts';
import type { PageData, PageSpan } from '../../../../src/report/page/page-data.ts';
import type { TimeGroup } from '../../data/time-group.ts';
import { element, fill } from '../../dom.ts';

/** Maximum model lanes; with more models, the rest share the last lane. */
const MAX_MODELS = 6;

interface Lane {
  readonly label: string;
  readonly kind: PageSpan['lane'];
  readonly spans: readonly PageSpan[];
}

/** Phases, stages, models in memory and switches, as lanes aligned with the charts below. */
export function lanes({ spans }: PageData, group: TimeGroup): HTMLElement {
  const rows = lanesOf(spans).map((lane) => {
    const track = element('div', { class: 'lane-track' });
    const root = element(
      'div',
      { class: `lane lane-${lane.kind}` },
      element('span', { class: 'lane-label', title: lane.label }, lane.label),
      track,
    );
    return { lane, track, root };
  });
  const cursor = element('div', { class: 'lane-cursor', hidden: true });
  const root = element(
    'div',
    { class: 'lanes', role: 'img', 'aria-label': describe(spans) },
    ...rows.map((row) => row.root),
    element('div', { class: 'lane-overlay' }, cursor),
  );
  const place = (): void => {
    for (const { lane, track } of rows) {
      fill(track, ...lane.spans.flatMap((span) => barOf(span, group, track.clientWidth)));
    }
  };
  const follow = (atMs: number | undefined): void => {
    cursor.hidden = atMs === undefined;
    if (atMs !== undefined) cursor.style.left = `${shareOf(atMs, group) * 100}%`;
  };
  // Also draws them the first time, once the element has a width.
  new ResizeObserver(place).observe(root);
  group.listen({
    onWindow: () => {
      place();
      follow(group.cursorMs);
    },
    onCursor: follow,
  });
  return root;
}

function lanesOf(spans: readonly PageSpan[]): Lane[] {
  const of = (kind: PageSpan['lane']): PageSpan[] => spans.filter(({ lane }) => lane === kind);
  const models = [...new Set(of('model').map(({ label }) => label))];
  const named = models.length > MAX_MODELS ? models.slice(0, MAX_MODELS - 1) : models;
  const rest = of('model').filter(({ label }) => !named.includes(label));
  const all: Lane[] = [
    { label: 'Phase', kind: 'phase', spans: of('phase') },
    // The idle windows at either end lie between stages, so they share the lane.
    { label: 'Stage', kind: 'stage', spans: [...of('stage'), ...of('window')] },
    ...named.map((model) => ({
      label: model,
      kind: 'model' as const,
      spans: of('model').filter(({ label }) => label === model),
    })),
    { label: 'Other models', kind: 'model', spans: rest },
    { label: 'Switches', kind: 'switch', spans: of('switch') },
  ];
  return all.filter((lane) => lane.spans.length > 0);
}

function shareOf(atMs: number, { window }: TimeGroup): number {
  return (atMs - window.fromMs) / (window.toMs - window.fromMs);
}

/** Estimated width of a letter, CSS pixels; a label that does not fit is omitted, not cut. */
const LETTER_WIDTH = 7;

function barOf(
  { lane, part, label, fromMs, toMs }: PageSpan,
  group: TimeGroup,
  trackWidth: number,
): HTMLElement[] {
  const from = Math.max(0, shareOf(fromMs, group));
  const to = Math.min(1, shareOf(toMs, group));
  if (to < 0 || from > 1) return [];
  const bar = element(
    'span',
    {
      class: `lane-bar${isShaded(part) ? ' shaded' : ''}${lane === 'window' ? ' window' : ''}`,
      title: `${label}${isShaded(part) ? `, ${part ?? ''}` : ''}, ${formatMs(toMs - fromMs)}`,
    },
    // The lane label already names the model.
    lane === 'model' ||
      isShaded(part) ||
      (to - from) * trackWidth < (label.length + 1) * LETTER_WIDTH
      ? ''
      : label,
  );
  bar.style.left = `${from * 100}%`;
  bar.style.width = `${Math.max(0, to - from) * 100}%`;
  return [bar];
}

/** Warm-up and drain belong to a stage, but not to its metrics. */
function isShaded(part: PageSpan['part']): boolean {
  return part === 'warm-up' || part === 'drain';
}

function describe(spans: readonly PageSpan[]): string {
  const phases = spans
    .filter(({ lane }) => lane === 'phase')
    .map(({ label, fromMs, toMs }) => `${label} for ${formatMs(toMs - fromMs)}`);
  const switches = spans.filter(({ lane }) => lane === 'switch').length;
  const text = `Phases in order: ${phases.join(', ')}.`;
  if (switches === 0) return text;
  return `${text} ${switches} model ${switches === 1 ? 'switch' : 'switches'}.`;
}
