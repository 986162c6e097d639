import { residentSeries } from '../metric/memory/resident-memory.ts';
import { streamsOfStages } from '../metric/measure/stage-streams.ts';
import { distributionsOf, type DistributionSource } from '../report/page/distribution-data.ts';
import { lineOf } from '../report/page/line-data.ts';
import type { PageDistributions } from '../report/page/page-data.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import { samplesFrom } from '../stream/columns/sample-columns.ts';
import { readRun } from '../stream/files/read-run.ts';
import { isProbe } from '../stream/stage/stages.ts';
import type { ComparisonPageData } from './comparison-page-data.ts';

/** The metric of the first chart. */
const FIRST_METRIC = 'responseLatency';

/** Points of a line of memory. */
const LINE_POINTS = 20_000;

/** A side with the directories of its runs. */
export interface OverlaySide {
  readonly name: string;
  readonly runDirs: readonly string[];
}

type MemoryLine = ComparisonPageData['memory'][number]['lines'][number];

/** Streams of one place, pooled over the runs of each side, by index of the side. */
type PooledSides = Map<number, PhaseStreams>;

/** Chart data of a phase over all sides. */
interface PhaseOverlay {
  durationMs: number;
  readonly lines: MemoryLine[];
  readonly whole: PooledSides;
  /** By the name of the stage. */
  readonly stages: Map<string, PooledSides>;
}

/** A run of a side. */
interface RunOfSide {
  readonly name: string;
  readonly side: number;
  readonly run: string;
}

function addPhase(
  overlay: PhaseOverlay,
  phase: PhaseStreams,
  { name, side, run }: RunOfSide,
): void {
  overlay.durationMs = Math.max(overlay.durationMs, (phase.endedNs - phase.beganNs) / 1e6);
  const { timeNs, bytes } = residentSeries(phase);
  const stretches = [{ timeNs, value: bytes }];
  const series = lineOf(`${name}${run}`, stretches, phase.beganNs, LINE_POINTS);
  if (series !== undefined) overlay.lines.push({ side, series });
}

/** Adds the requests and events of a run to those of its side. */
function pool(sides: PooledSides, streams: PhaseStreams, { name, side }: RunOfSide): void {
  const before = sides.get(side);
  const requests = [...(before?.requests ?? []), ...streams.requests];
  const [stage] = streams.stages;
  sides.set(side, {
    ...streams,
    name,
    // Samples are dropped: samples of many runs would not fit in memory.
    samples: samplesFrom(0, new Int32Array(0), () => new Float64Array(0)),
    survey: new Map(),
    requests,
    events: [...(before?.events ?? []), ...streams.events],
    stages: stage === undefined ? [] : [{ ...stage, requests }],
  });
}

/** Curves of latency metrics in one place, one for each side. */
function curvesOf(
  place: string,
  pooled: PooledSides,
  of: DistributionSource['of'],
): PageDistributions[] {
  const sides = [...pooled.entries()].toSorted(([a], [b]) => a - b);
  return distributionsOf(sides.map(([, streams]) => ({ of, label: streams.name, streams }))).map(
    (one) => ({ ...one, metric: `${one.metric}, ${place}` }),
  );
}

function isFirst({ metric }: PageDistributions): boolean {
  return metric.startsWith(FIRST_METRIC);
}

function curvesOfPhase([name, { whole, stages }]: readonly [
  string,
  PhaseOverlay,
]): PageDistributions[] {
  return [
    ...[...stages].flatMap(([stage, pooled]) => curvesOf(`${name}, ${stage}`, pooled, 'stage')),
    ...curvesOf(name, whole, 'phase'),
  ];
}

/**
 * Reads the chart data of a comparison: percentiles and memory of all sides overlaid, by phase and stage.
 * @param sides the base first
 * @param named stages named by the comparison: other levels of a sweep are not drawn
 */
export async function readOverlay(
  sides: readonly OverlaySide[],
  named: ReadonlySet<string> = new Set(),
): Promise<Pick<ComparisonPageData, 'distributions' | 'memory'>> {
  const phases = new Map<string, PhaseOverlay>();
  for (const [side, { name, runDirs }] of sides.entries()) {
    for (const [index, runDir] of runDirs.entries()) {
      // In sequence: the streams of several runs may not fit in memory together.
      const streams = await readRun(runDir);
      const run = { name, side, run: runDirs.length === 1 ? '' : `, run ${index + 1}` };
      for (const phase of streams.phases) {
        const overlay = phases.get(phase.name) ?? emptyOverlay();
        phases.set(phase.name, overlay);
        addPhase(overlay, phase, run);
        pool(overlay.whole, { ...phase, stages: [] }, run);
        for (const stage of streamsOfStages(phase)) {
          const { name: stageName } = stage.stage;
          if (isProbe(stage.stage) && !named.has(stageName)) continue;
          const pooled = overlay.stages.get(stageName) ?? new Map<number, PhaseStreams>();
          overlay.stages.set(stageName, pooled);
          pool(pooled, stage, run);
        }
      }
    }
  }
  const overlays = [...phases.entries()];
  const curves = overlays.flatMap(curvesOfPhase);
  return {
    distributions: [...curves.filter(isFirst), ...curves.filter((one) => !isFirst(one))],
    memory: overlays.map(([phase, { durationMs, lines }]) => ({ phase, durationMs, lines })),
  };
}

function emptyOverlay(): PhaseOverlay {
  return { durationMs: 0, lines: [], whole: new Map(), stages: new Map() };
}
