import { gpuMemoryOfTree } from '../../metric/gpu/gpu-memory.ts';
import { peakAttribution } from '../../metric/memory/peak-attribution.ts';
import { formatBytes, formatMs } from '../../metric/format/format-value.ts';
import { livesOf } from '../../metric/memory/process-lives.ts';
import { anonymousBytes, totalOverProcesses } from '../../metric/memory/resident-memory.ts';
import { residentTimeline } from '../../metric/memory/resident-timeline.ts';
import type { PhaseStreams, RunStreams } from '../../stream/phase-streams.ts';
import type { RunResults } from '../results/run-results.ts';
import { isEverNonZero, lineOf } from './line-data.ts';
import type { PageMemory, PageSeries } from './page-data.ts';
import { processStretches } from './process-stretches.ts';
import type { LineStretch } from './thin-line.ts';

/** Maximum points in the line of all processes: about 2 MB of the file, at some 5 bytes each. */
const TOTAL_POINTS = 300_000;

/** Maximum points in the line of a part or process. */
const PART_POINTS = 40_000;

/** Maximum processes drawn, largest first. */
const MAX_PROCESSES = 8;

/** Parts of memory that the survey reads, with the column of each. */
const SURVEY_PARTS: readonly (readonly [label: string, column: string])[] = [
  ['File pages', 'processMemory.fileBytes'],
  ['Shared memory', 'processMemory.shmemBytes'],
  ['Swap', 'processMemory.swapBytes'],
  ['V8 heap in use', 'v8.heapUsedBytes'],
  ['GPU, whole device', 'gpu.usedBytes'],
  ['GPU, system memory of the device', 'gpuSystem.usedBytes'],
];

/** Memory over the whole run: in total, by kind and by process. Pure. */
export function memoryData(streams: RunStreams, results: RunResults): PageMemory {
  const { phases, beganNs } = streams;
  const remarks: string[] = [];
  const total = lineOf('RSS, all processes', phases.map(totalStretch), beganNs, TOTAL_POINTS);
  const parts: PageSeries[] = [];
  const add = (label: string, stretches: readonly LineStretch[]): void => {
    if (stretches.every(({ value }) => value.length === 0)) {
      remarks.push(`${label}: not read in this run.`);
    } else if (!isEverNonZero(stretches)) remarks.push(`${label}: zero throughout.`);
    else {
      const line = lineOf(label, stretches, beganNs, PART_POINTS);
      if (line !== undefined) parts.push(line);
    }
  };
  if (total !== undefined) {
    add('Anonymous', phases.map(anonymousStretch));
    for (const [label, column] of SURVEY_PARTS) {
      add(
        label,
        phases.map((phase) => surveyStretch(phase, column)),
      );
    }
    add('GPU, process tree', phases.map(gpuStretch));
  }
  const { lines, omitted } = processStretches(phases, MAX_PROCESSES);
  if (omitted > 0) {
    const text =
      omitted === 1
        ? '1 smaller process is not drawn; the total includes it.'
        : `${omitted} smaller processes are not drawn; the total includes them.`;
    remarks.push(text);
  }
  const processes = lines.flatMap(
    ({ label, stretches }) => lineOf(label, stretches, beganNs, PART_POINTS) ?? [],
  );
  return {
    total: total ?? null,
    parts,
    processes,
    remarks,
    peaks: peaksOf(streams, results),
  };
}

function totalStretch(phase: PhaseStreams): LineStretch {
  const { timeNs, bytes } = residentTimeline(phase);
  return { timeNs, value: bytes };
}

function anonymousStretch(phase: PhaseStreams): LineStretch {
  const { samples } = phase;
  const { timeNs, bytes } = totalOverProcesses(samples, anonymousBytes(samples), livesOf(phase));
  return { timeNs, value: bytes };
}

function gpuStretch(phase: PhaseStreams): LineStretch {
  const { timeNs, bytes } = gpuMemoryOfTree(phase) ?? {
    timeNs: new Float64Array(0),
    bytes: new Float64Array(0),
  };
  return { timeNs, value: bytes };
}

function surveyStretch(phase: PhaseStreams, column: string): LineStretch {
  const rows = phase.survey.get(column);
  if (rows === undefined) return { timeNs: new Float64Array(0), value: new Float64Array(0) };
  const { timeNs, bytes } = totalOverProcesses(rows, rows.value, livesOf(phase));
  return { timeNs, value: bytes };
}

function peaksOf({ phases, beganNs }: RunStreams, results: RunResults): PageMemory['peaks'] {
  return phases.flatMap((phase) => {
    const recorded = results.phases.find(({ name }) => name === phase.name)?.memoryPeak;
    const peak = recorded ?? peakAttribution(phase);
    if (peak === undefined) return [];
    const { bytes, atMs, models, requestCount, event } = peak;
    const parts = [
      `${formatBytes(bytes)}, ${formatMs(atMs)} into ${phase.name}`,
      ...(models.length === 0 ? [] : [`${models.join(', ')} in memory`]),
      requestCount === 1 ? '1 request in flight' : `${requestCount} requests in flight`,
      ...(event === undefined ? [] : [`after: ${event}`]),
    ];
    const runMs = (phase.beganNs - beganNs) / 1e6 + atMs;
    return [{ phase: phase.name, atMs: runMs, bytes, text: parts.join(' · ') }];
  });
}
