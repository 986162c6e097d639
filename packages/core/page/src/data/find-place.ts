import type { PageData } from '../../../src/report/html/page-data.ts';
import type { TimeWindow } from './time-group.ts';

/** Where an anchor leads. */
export interface Place {
  /** Elements that may stand for it, the most exact first. */
  readonly targets: readonly string[];
  /** The time that it is about; absent for a section alone. */
  readonly stretch?: TimeWindow;
}

/**
 * Reads an anchor: `section-phase-stage`, where there is no such stage `section-phase`, and where there is no such phase
 * either the section. Names hold dashes, so it is read by the names that the run has. Pure.
 */
export function findPlace(
  anchor: string,
  { phases, spans }: Pick<PageData, 'phases' | 'spans'>,
): Place {
  for (const { name, stages } of phases) {
    const phase = spans.find(({ lane, label }) => lane === 'phase' && label === name);
    for (const { name: stage } of stages) {
      const section = before(anchor, `-${name}-${stage}`);
      if (section === undefined) continue;
      const parts = spans.filter(
        ({ lane, label, fromMs, toMs }) =>
          lane === 'stage' &&
          label === stage &&
          phase !== undefined &&
          fromMs >= phase.fromMs &&
          toMs <= phase.toMs,
      );
      return placeOf([anchor, `${section}-${name}`, section], parts);
    }
  }
  const ran = spans.filter(({ lane }) => lane === 'phase');
  const exact = ran.find(({ label }) => before(anchor, `-${label}`) !== undefined);
  if (exact !== undefined) {
    return placeOf([anchor, anchor.slice(0, -exact.label.length - 1)], [exact]);
  }
  const within = ran.find(({ label }) => anchor.includes(`-${label}-`));
  if (within === undefined) return { targets: [anchor] };
  const section = anchor.slice(0, anchor.indexOf(`-${within.label}-`));
  return placeOf([anchor, `${section}-${within.label}`, section], [within]);
}

/** What stands before an ending; undefined where the text does not end so. */
function before(text: string, ending: string): string | undefined {
  return text.endsWith(ending) ? text.slice(0, -ending.length) : undefined;
}

/** From the beginning of the first stretch to the end of the last. */
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
