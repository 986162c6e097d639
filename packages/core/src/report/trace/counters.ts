import type { SampleColumns } from '../../stream/columns/sample-columns.ts';
import { unitOfColumn, type SurveyStream } from '../../stream/rows/survey-stream.ts';
import type { TraceEvent } from './trace-event.ts';

/** Minimum interval for CPU utilization, ns: a shorter one would show the steps of the kernel's clock. */
const CPU_STEP_NS = 50e6;

/** Sample columns that are counters without conversion. */
const LEVELS = ['rssBytes', 'heapUsedBytes'] as const;

/**
 * Usage of each process, at every sample where it changed: a counter holds until its next value, so nothing is lost.
 * CPU is the share of one core, over steps of at least 50 ms.
 */
export function* sampleCounters(samples: SampleColumns): Iterable<TraceEvent> {
  const levels = new Map(LEVELS.map((name) => [name, new Map<number, number>()]));
  const cpuSteps = new Map<number, { atNs: number; cpuNs: number }>();
  for (let row = 0; row < samples.count; row += 1) {
    const pid = samples.pid[row] ?? 0;
    const atNs = samples.timeNs[row] ?? Number.NaN;
    for (const [name, last] of levels) {
      const value = samples[name][row] ?? Number.NaN;
      if (Number.isNaN(value) || last.get(pid) === value) continue;
      last.set(pid, value);
      yield { kind: 'counter', pid, name, atNs, unit: 'bytes', value };
    }
    const cpuNs = samples.cpuNs[row] ?? Number.NaN;
    if (Number.isNaN(cpuNs)) continue;
    const step = cpuSteps.get(pid);
    // CPU time never decreases, so a lower value means that the pid now belongs to another process.
    const isSame = step !== undefined && cpuNs >= step.cpuNs;
    if (isSame && atNs - step.atNs < CPU_STEP_NS) continue;
    cpuSteps.set(pid, { atNs, cpuNs });
    if (!isSame) continue;
    const value = (cpuNs - step.cpuNs) / (atNs - step.atNs);
    yield { kind: 'counter', pid, name: 'cpuUtilization', atNs: step.atNs, unit: 'cores', value };
  }
}

/**
 * Every column of the survey, at every reading where it changed.
 * @param machinePid pid for columns that belong to no process
 */
export function* surveyCounters(survey: SurveyStream, machinePid: number): Iterable<TraceEvent> {
  for (const [column, { timeNs, pid, source, value }] of survey) {
    const unit = unitOfColumn(column);
    const sources = new Set(source).size;
    const last = new Map<string, number>();
    for (const [index, read] of value.entries()) {
      const of = source[index] ?? 0;
      const key = `${pid[index]} ${of}`;
      // JSON has no infinity, which means no limit.
      if (!Number.isFinite(read) || last.get(key) === read) continue;
      last.set(key, read);
      const process = pid[index] ?? 0;
      yield {
        kind: 'counter',
        pid: process > 0 ? process : machinePid,
        name: sources > 1 ? `${column} ${of}` : column,
        atNs: timeNs[index] ?? Number.NaN,
        unit,
        value: read,
      };
    }
  }
}
