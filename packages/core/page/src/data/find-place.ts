import type { PageData, PagePhase, PageSpan } from '../../../src/report/page/page-data.ts';
import type { TimeWindow } from './time-group.ts';

/** Where an anchor leads. */
export interface Place {
  /** Candidate elements, most specific first. */
  readonly targets: readonly string[];
  /** The time to show; absent for a section alone. */
  readonly stretch?: TimeWindow;
}

/**
 * Parses an anchor: `section-phase-stage` (a sweep counts as a stage), else `section-phase`, else `section`,
 * depending on which the run has. Names may contain dashes, so parsing matches the names in the run. Pure.
 */
export function findPlace(
  anchor: string,
  { phases, spans }: Pick<PageData, 'phases' | 'spans'>,
): Place {
  const ran = spans.filter(({ lane }) => lane === 'phase');
  for (const phase of phases) {
    for (const name of stageNames(phase)) {
      const section = before(anchor, `-${phase.name}-${name}`);
      if (section === undefined) continue;
      const within = ran.find(({ label }) => label === phase.name);
      const targets = [anchor, `${section}-${phase.name}`, section];
      return placeOf(targets, within === undefined ? [] : stretchesOf(name, within, spans));
    }
  }
  const exact = ran.find(({ label }) => before(anchor, `-${label}`) !== undefined);
  if (exact !== undefined) {
    return placeOf([anchor, anchor.slice(0, -exact.label.length - 1)], [exact]);
  }
  const within = ran.find(({ label }) => anchor.includes(`-${label}-`));
  if (within === undefined) return { targets: [anchor] };
  const section = anchor.slice(0, anchor.indexOf(`-${within.label}-`));
  return placeOf([anchor, `${section}-${within.label}`, section], [within]);
}

/** The stages of a phase and its sweeps. */
function stageNames({ stages }: PagePhase): string[] {
  const names = stages.flatMap(({ name, level }) =>
    level === null ? [name] : [name, level.sweep],
  );
  return [...new Set(names)];
}

/** The spans of a stage, or of the levels of a sweep. */
function stretchesOf(name: string, phase: PageSpan, spans: readonly PageSpan[]): PageSpan[] {
  return spans.filter(
    ({ lane, label, fromMs, toMs }) =>
      lane === 'stage' &&
      (label === name || label.startsWith(`${name}/`)) &&
      fromMs >= phase.fromMs &&
      toMs <= phase.toMs,
  );
}

/** The text before an ending; undefined when the text ends differently. */
function before(text: string, ending: string): string | undefined {
  return text.endsWith(ending) ? text.slice(0, -ending.length) : undefined;
}

/** A place from the start of the first stretch to the end of the last. */
function placeOf(targets: readonly string[], stretches: readonly TimeWindow[]): Place {
  if (stretches.length === 0) return { targets };
  return {
    targets,
    stretch: {
      fromMs: Math.min(...stretches.map(({ fromMs }) => fromMs)),
      toMs: Math.max(...stretches.map(({ toMs }) => toMs)),
    },
  };
}
