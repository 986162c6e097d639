import { residentSeries } from '../metric/resident-memory.ts';
import { distributionData } from '../report/html/distribution-data.ts';
import { lineOf } from '../report/html/line-data.ts';
import type { PageDistributions } from '../report/html/page-data.ts';
import type { PhaseStreams, RunStreams } from '../stream/phase-streams.ts';
import { samplesFrom } from '../stream/sample-columns.ts';
import { readRun } from '../stream/read-run.ts';
import type { ComparisonPageData } from './comparison-page-data.ts';

/** What people ask for first. */
const FIRST_METRIC = 'responseLatency';

/** Points of a line of memory. */
const LINE_POINTS = 20_000;

/** A side with the directories of its runs. */
export interface OverlaySide {
  readonly name: string;
  readonly runDirs: readonly string[];
}

type MemoryLine = ComparisonPageData['memory'][number]['lines'][number];

/** What is drawn of a phase, over all sides. */
interface PhaseOverlay {
  durationMs: number;
  readonly lines: MemoryLine[];
  /** By side: the phase of its first run, with the requests of all of them. */
  readonly pooled: Map<number, PhaseStreams>;
}

function addPhase(
  overlay: PhaseOverlay,
  phase: PhaseStreams,
  { name, side, run }: { readonly name: string; readonly side: number; readonly run: string },
): void {
  overlay.durationMs = Math.max(overlay.durationMs, (phase.endedNs - phase.beganNs) / 1e6);
  const { timeNs, bytes } = residentSeries(phase);
  const stretches = [{ timeNs, value: bytes }];
  const series = lineOf(`${name}${run}`, stretches, phase.beganNs, LINE_POINTS);
  if (series !== undefined) overlay.lines.push({ side, series });
  const before = overlay.pooled.get(side);
  // Samples are let go of: of many runs they would not fit in memory.
  overlay.pooled.set(side, {
    ...phase,
    samples: samplesFrom(0, new Int32Array(0), () => new Float64Array(0)),
    name,
    requests: [...(before?.requests ?? []), ...phase.requests],
  });
}

/** Curves of every metric of times in a phase, one for each side. */
function curvesOf(name: string, { pooled }: PhaseOverlay, run: RunStreams): PageDistributions[] {
  const sides = [...pooled.entries()].toSorted(([a], [b]) => a - b);
  const phases = sides.map(([, phase]) => phase);
  return distributionData({ ...run, phases }).map((one) => ({
    ...one,
    metric: `${one.metric}, ${name}`,
  }));
}

function isFirst({ metric }: PageDistributions): boolean {
  return metric.startsWith(FIRST_METRIC);
}

/**
 * Reads what the page of a comparison draws: percentiles and memory of all sides over each other, phase by phase.
 * @param sides the base first
 */
export async function readOverlay(
  sides: readonly OverlaySide[],
): Promise<Pick<ComparisonPageData, 'distributions' | 'memory'>> {
  const phases = new Map<string, PhaseOverlay>();
  let last: RunStreams | undefined;
  for (const [side, { name, runDirs }] of sides.entries()) {
    for (const [index, runDir] of runDirs.entries()) {
      // One after the other: the streams of several runs at once may not fit in memory.
      const streams = await readRun(runDir);
      last = streams;
      const run = runDirs.length === 1 ? '' : `, run ${index + 1}`;
      for (const phase of streams.phases) {
        const overlay = phases.get(phase.name) ?? { durationMs: 0, lines: [], pooled: new Map() };
        phases.set(phase.name, overlay);
        addPhase(overlay, phase, { name, side, run });
      }
    }
  }
  const overlays = [...phases.entries()];
  const curves = overlays.flatMap(([name, overlay]) =>
    last === undefined ? [] : curvesOf(name, overlay, last),
  );
  return {
    distributions: [...curves.filter(isFirst), ...curves.filter((one) => !isFirst(one))],
    memory: overlays.map(([phase, { durationMs, lines }]) => ({ phase, durationMs, lines })),
  };
}
