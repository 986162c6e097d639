import { UNMEASURED } from '../../../src/stream/rows/unsent-request.ts';
import type { ArrivalBounds } from '../../../src/stream/rows/arrival-bounds.ts';
import type { PathFacts } from '../../../src/stream/rows/path-facts.ts';
import type { PhaseStreams, RunStreams } from '../../../src/stream/phase-streams.ts';
import { type ReportedTimings } from '../../../src/stream/rows/reported-timings.ts';
import type { RequestKind } from '../../../src/stream/rows/request-kind.ts';
import type { RequestPurpose, RequestRow } from '../../../src/stream/rows/request-row.ts';
import type { RunEvent, WindowName } from '../../../src/stream/events/run-event.ts';
import { stagesOf } from '../../../src/stream/stage/stages.ts';
import { samplesFrom } from '../../../src/stream/columns/sample-columns.ts';
import { surveyFrom, type SurveyValue } from '../../../src/stream/rows/survey-stream.ts';
import type { SamplingQuality } from '../../../src/spec/quality/sampling-quality.ts';
import { quietSampling } from './quiet-sampling.ts';
import { isOfStage, levelNamed, loadNamed, type BuiltStage } from './built-stage.ts';

/** Memory is 2 ** 20 bytes, a page 4096. */
export const MIB = 2 ** 20;

/** CLOCK_MONOTONIC of the beginning of every built phase, and epoch milliseconds of its zero. */
const BEGAN_NS = 5_000_000e6;
const CLOCK_EPOCH_MS = 1_760_000_000_000;

/** Where and when an event happened. */
export interface EventPlace {
  readonly atNs: number;
  readonly phase: string;
}

/** A request in milliseconds since the phase began; what is left out follows from what is given. */
export interface BuiltRequest extends Partial<
  Pick<
    RequestRow,
    | 'model'
    | 'context'
    | 'inputTokens'
    | 'cachedTokens'
    | 'offeredTokens'
    | 'sharedTokens'
    | 'residentTokens'
    | 'outcome'
    | 'errorKind'
    | keyof ArrivalBounds
    | 'errorMessage'
    | 'tokenCountSource'
    | 'outputTokens'
    | 'connectedNs'
    | 'resends'
    | 'maxOutputTokens'
    | 'firstAnswerNs'
    | 'api'
    | 'itemCount'
    | 'stage'
    | keyof ReportedTimings
    | keyof PathFacts
    | keyof RequestKind
  >
> {
  readonly purpose: RequestPurpose;
  readonly sentMs: number;
  /** As sent when absent. */
  readonly scheduledMs?: number;
  /** Stamps of the content events; none for a request that was not answered. */
  readonly chunksMs?: readonly number[];
  /** As the last content event when absent. */
  readonly endMs?: number;
}

/** Memory that stands still, or follows a function of the milliseconds since the phase began. */
export interface BuiltMemory {
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
  readonly rssBytes: number | ((ms: number) => number);
  /** 10 MiB when absent. */
  readonly sharedBytes?: number;
  readonly everyMs?: number;
  readonly pid?: number;
  /** CPU time that the process has used by then, milliseconds; not read when absent. */
  readonly cpuMs?: (ms: number) => number;
  readonly heapUsedBytes?: number;
}

interface BuiltSample {
  readonly timeNs: number;
  readonly latenessNs: number;
  readonly pid: number;
  readonly rssBytes: number;
  readonly sharedBytes: number;
  readonly cpuNs?: number;
  readonly heapUsedBytes?: number;
}

/** Builds the streams of one phase from times in milliseconds since it began. */
export class PhaseBuilder {
  readonly #name: string;
  readonly #events: RunEvent[] = [];
  readonly #requests: RequestRow[] = [];
  readonly #samples: BuiltSample[] = [];
  readonly #survey: SurveyValue[] = [];
  #stage = '';

  constructor(name: string) {
    this.#name = name;
  }

  memory({
    fromMs,
    toMs,
    rssBytes,
    sharedBytes = 10 * MIB,
    everyMs = 1,
    pid = 42,
    cpuMs,
    heapUsedBytes,
  }: BuiltMemory): this {
    for (let ms = fromMs; ms < toMs; ms += everyMs) {
      const rss = typeof rssBytes === 'number' ? rssBytes : rssBytes(ms);
      this.#samples.push({
        timeNs: stampNs(ms),
        latenessNs: 0,
        pid,
        rssBytes: rss,
        sharedBytes,
        ...(cpuMs === undefined ? {} : { cpuNs: cpuMs(ms) * 1e6 }),
        ...(heapUsedBytes === undefined ? {} : { heapUsedBytes }),
      });
    }
    return this;
  }

  /** A value that the survey read. */
  surveyed(column: string, atMs: number, value: number, pid = 42, source = 0): this {
    this.#survey.push({ timeNs: stampNs(atMs), pid, source, column, value });
    return this;
  }

  event(atMs: number, make: (place: EventPlace) => RunEvent): this {
    this.#events.push(make({ atNs: stampNs(atMs), phase: this.#name }));
    return this;
  }

  window(window: WindowName, fromMs: number, toMs?: number): this {
    this.event(fromMs, (place) => ({ kind: 'window-began', ...place, window }));
    if (toMs === undefined) return this;
    return this.event(toMs, (place) => ({ kind: 'window-ended', ...place, window }));
  }

  /**
   * A stage whose window is from `fromMs` to `toMs`; one without an end was cut off. Requests of loads that come after it
   * belong to it, unless they name another.
   */
  stage(name: string, fromMs: number, toMs?: number, options: BuiltStage = {}): this {
    const { load = loadNamed(name), level = levelNamed(name), ...rest } = options;
    const { beganMs = fromMs, endedMs = toMs, clientCpuMs, decided, endedBy, ...about } = rest;
    const { warmupRequests = 0, ...more } = about;
    this.#stage = name;
    this.event(beganMs, (place) => ({
      kind: 'stage-began',
      ...place,
      stage: name,
      load,
      ...(level === undefined ? {} : { level }),
      warmupRequests,
      seed: 1,
      prompts: 'words',
      ...more,
    }));
    if (toMs === undefined || endedMs === undefined) return this;
    return this.event(endedMs, (place) => ({
      kind: 'stage-ended',
      ...place,
      stage: name,
      windowBeganNs: stampNs(fromMs),
      windowEndedNs: stampNs(toMs),
      ...(clientCpuMs === undefined ? {} : { clientCpuNs: clientCpuMs * 1e6 }),
      ...(decided === undefined ? {} : { decided }),
      ...(endedBy === undefined ? {} : { endedBy }),
    }));
  }

  modelSwitch(from: string, to: string, fromMs: number, toMs: number): this {
    return this.event(fromMs, (place) => ({ kind: 'switch-began', ...place, from, to }))
      .request({ purpose: 'model-switch', model: to, sentMs: fromMs, chunksMs: [toMs] })
      .event(toMs, (place) => ({ kind: 'switch-ended', ...place, from, to }));
  }

  compared(between: 'switch' | 'control', agreeingTokens: number, comparedTokens: number): this {
    return this.event(0, (place) => ({
      kind: 'continuation-compared',
      ...place,
      model: 'small',
      between,
      agreeingTokens,
      comparedTokens,
      contextTokens: 48,
    }));
  }

  account(
    atMs: number,
    peak: { rssBytes: number; atMs: number },
    account: Partial<SamplingQuality> = {},
  ): this {
    return this.event(atMs, (place) => ({
      kind: 'sampling-quality',
      ...place,
      pid: 42,
      peakRssBytes: peak.rssBytes,
      peakAtNs: stampNs(peak.atMs),
      quality: { ...quietSampling(), ...account },
    }));
  }

  request(request: BuiltRequest): this {
    const chunkNs = Float64Array.from(request.chunksMs ?? [], stampNs);
    const answered = chunkNs.length > 0;
    const endMs = request.endMs ?? request.chunksMs?.at(-1);
    const { purpose, sentMs, scheduledMs, chunksMs, endMs: _end, ...given } = request;
    this.#requests.push({
      ...UNMEASURED,
      id: this.#requests.length + 1,
      phase: this.#name,
      purpose,
      stage: isOfStage(purpose) ? this.#stage : '',
      model: 'small',
      context: '',
      scheduledNs: stampNs(scheduledMs ?? sentMs),
      sentNs: stampNs(sentMs),
      connectedNs: Number.NaN,
      firstByteNs: chunkNs[0] ?? Number.NaN,
      firstTokenNs: chunkNs[0] ?? Number.NaN,
      firstAnswerNs: chunkNs[0] ?? Number.NaN,
      lastTokenNs: chunkNs.at(-1) ?? Number.NaN,
      endNs: endMs === undefined ? Number.NaN : stampNs(endMs),
      inputTokens: 24,
      outputTokens: chunksMs?.length ?? Number.NaN,
      maxOutputTokens: chunksMs?.length ?? 1,
      tokenCountSource: 'tokenizer',
      cachedTokens: 0,
      offeredTokens: 24,
      residentTokens: 24,
      resends: 0,
      chunkNs,
      outcome: answered ? 'ok' : 'error',
      errorKind: answered ? '' : 'refused',
      errorMessage: answered ? '' : 'connection refused',
      ...given,
    });
    return this;
  }

  build(endMs: number, overrides: Partial<PhaseStreams> = {}): PhaseStreams {
    const samples = this.#samples.toSorted((a, b) => a.timeNs - b.timeNs);
    const events = this.#events.toSorted((a, b) => a.atNs - b.atNs);
    return {
      name: this.#name,
      beganNs: BEGAN_NS,
      endedNs: stampNs(endMs),
      clockEpochMs: CLOCK_EPOCH_MS,
      ended: true,
      samples: samplesFrom(
        samples.length,
        Int32Array.from(samples, (sample) => sample.pid),
        (name) => Float64Array.from(samples, (sample) => sample[name] ?? Number.NaN),
      ),
      survey: surveyFrom(this.#survey.toSorted((one, other) => one.timeNs - other.timeNs)),
      requests: this.#requests,
      events,
      stages: stagesOf(events, this.#requests, stampNs(endMs)),
      ...overrides,
    };
  }
}

/** CLOCK_MONOTONIC nanoseconds of a time in a built phase. */
export function stampNs(ms: number): number {
  return BEGAN_NS + ms * 1e6;
}

/** Epoch milliseconds of a time in a built phase. */
export function epochMs(ms: number): number {
  return CLOCK_EPOCH_MS + stampNs(ms) / 1e6;
}

/** A run of built phases, as it is when all of them are over. */
export function runOf(
  phases: readonly PhaseStreams[],
  overrides: Partial<RunStreams> = {},
): RunStreams {
  return {
    timestamp: new Date(epochMs(0)).toISOString(),
    beganNs: BEGAN_NS,
    endedNs: Math.max(BEGAN_NS, ...phases.map((phase) => phase.endedNs)),
    status: 'complete',
    damagedFiles: [],
    phases,
    skipped: [],
    ...overrides,
  };
}
