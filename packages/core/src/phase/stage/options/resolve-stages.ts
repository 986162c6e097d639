import { ConfigError } from '../../../spec/error/errors.ts';
import type { DatasetFile } from '../../../workload/dataset/open-dataset.ts';
import type { LengthSpec } from '../../../workload/length-spec.ts';
import { datasetFile } from '../../options/dataset-options.ts';
import { resolveCancel, type CancelPlan } from '../cancel/cancel-plan.ts';
import { limitsOf, type Limits } from '../ending/limit-options.ts';
import { nameStages } from './name-stages.ts';
import {
  beginOf,
  rateOf,
  spacingOf,
  type Place,
  type SessionBegin,
  type Spacing,
  type StageRate,
} from './stage-begin.ts';
import type { StageOptions } from './stage-options.ts';
import { decidedEnd, type DecidedEnd } from '../until-decided/decided-end.ts';

/** Default minimum of measured requests for a stage that ends by time: enough for p95. */
export const DEFAULT_MIN_REQUESTS = 64;

/** The end of a stage whose length is known before it begins. */
export type FixedEnd =
  | { readonly kind: 'time'; readonly durationMs: number; readonly minRequests: number }
  | { readonly kind: 'count'; readonly requests: number };

/** How a stage ends. */
export type StageEnd = FixedEnd | DecidedEnd;

interface Named extends CancelPlan {
  readonly name: string;
  /** Requests, or conversations, at the beginning that are not measured. */
  readonly warmup: number;
  /** When the stage ends itself. */
  readonly limits: Limits;
}

/** A stage as the program runs it: complete, with a unique name. */
export type StagePlan =
  | (Named & { readonly kind: 'closed'; readonly concurrency: number; readonly end: StageEnd })
  | (Named & {
      readonly kind: 'open';
      readonly rate: StageRate;
      readonly spacing: Spacing;
      readonly end: StageEnd;
    })
  | (Named & {
      readonly kind: 'sessions';
      readonly begin: SessionBegin;
      readonly turns: LengthSpec;
      readonly thinkTimeMs: number;
      readonly toolTimeMs: number;
      /** Of a dataset; as its format means it when absent. */
      readonly history?: 'recorded' | 'live';
      readonly end: FixedEnd;
    })
  | (Named & {
      readonly kind: 'ramp';
      readonly fromPerSecond: number;
      readonly toPerSecond: number;
      readonly durationMs: number;
    })
  | (Named & {
      readonly kind: 'trace';
      readonly file: DatasetFile;
      readonly speed: number;
      /** The part of the trace that is replayed, milliseconds after its first arrival. */
      readonly fromMs?: number;
      readonly toMs?: number;
      readonly scaleRate: number;
      readonly isSpread: boolean;
      readonly requests?: number;
    })
  | (Named & {
      readonly kind: 'sweep';
      readonly parameter: Extract<StageOptions, { kind: 'sweep' }>['parameter'];
      readonly from: number;
      readonly to: number;
      readonly factor: number;
      readonly tolerance: number;
      readonly attainment: number;
      readonly spacing: Spacing;
      readonly concurrency: number;
      readonly durationMs: number;
      readonly minRequests: number;
    });

/**
 * Gives each stage a name and an end.
 * @param durationMs of the phase, shared evenly by the stages that end by time and set none
 * @throws {ConfigError} when a name is used twice, a rate has no stage to take a share of, or a stage has two ends
 */
export function resolveStages(stages: readonly StageOptions[], durationMs: number): StagePlan[] {
  const names = nameStages(stages);
  const shareMs = durationMs / Math.max(1, stages.filter(endsBySharedTime).length);
  return stages.map((stage, index) => {
    const name = names[index] ?? stage.kind;
    const earlier = stages.flatMap(({ kind }, place) =>
      kind === 'closed' && place < index ? (names[place] ?? []) : [],
    );
    const where = `phases.load.stages.${index} (${name})`;
    return resolveStage(stage, { name, where, earlier, shareMs });
  });
}

function endsBySharedTime(stage: StageOptions): boolean {
  switch (stage.kind) {
    case 'closed':
    case 'open':
      return (stage.until ?? stage.duration ?? stage.requests) === undefined;
    case 'sessions':
      return (stage.duration ?? stage.requests) === undefined;
    case 'ramp':
      return stage.duration === undefined;
    case 'trace':
    case 'sweep':
      return false;
  }
}

function resolveStage(stage: StageOptions, place: Place): StagePlan {
  const { name, shareMs } = place;
  const named = {
    name,
    warmup: stage.warmup,
    limits: limitsOf(stage),
    ...resolveCancel(stage),
  };
  switch (stage.kind) {
    case 'closed': {
      const { kind, concurrency } = stage;
      const end = decidedEnd(stage, place.where) ?? endOf(stage, place);
      return { kind, ...named, concurrency, end };
    }
    case 'open':
      return {
        kind: 'open',
        ...named,
        rate: rateOf(stage.rate, place),
        spacing: spacingOf(stage.arrivals),
        end: decidedEnd(stage, place.where) ?? endOf(stage, place),
      };
    case 'sessions':
      return {
        kind: 'sessions',
        ...named,
        begin: beginOf(stage, place),
        turns: stage.turns,
        thinkTimeMs: stage.thinkTime,
        toolTimeMs: stage.toolTime ?? 0,
        ...(stage.history === undefined ? {} : { history: stage.history }),
        end: endOf(stage, place),
      };
    case 'ramp':
      return {
        kind: 'ramp',
        ...named,
        fromPerSecond: stage.from,
        toPerSecond: stage.to,
        durationMs: stage.duration ?? shareMs,
      };
    case 'trace':
      return {
        kind: 'trace',
        ...named,
        file: datasetFile(stage.file, stage),
        speed: stage.speed,
        ...(stage.from === undefined ? {} : { fromMs: stage.from }),
        ...(stage.to === undefined ? {} : { toMs: stage.to }),
        scaleRate: stage.scaleRate,
        isSpread: stage.spread,
        ...(stage.requests === undefined ? {} : { requests: stage.requests }),
      };
    case 'sweep': {
      const { parameter, from, to, factor, tolerance, attainment, concurrency, minRequests } =
        stage;
      return {
        kind: 'sweep',
        ...named,
        parameter,
        from,
        to,
        factor,
        tolerance,
        attainment,
        concurrency,
        minRequests,
        spacing: spacingOf(stage.arrivals),
        durationMs: stage.duration,
      };
    }
  }
}

type EndingStage = Extract<StageOptions, { kind: 'closed' | 'open' | 'sessions' }>;

function endOf(
  { duration, minRequests, requests }: EndingStage,
  { where, shareMs }: Place,
): FixedEnd {
  if (requests === undefined) {
    return {
      kind: 'time',
      durationMs: duration ?? shareMs,
      minRequests: minRequests ?? DEFAULT_MIN_REQUESTS,
    };
  }
  const given = { duration, minRequests };
  const [other] = Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : key));
  if (other === undefined) return { kind: 'count', requests };
  throw new ConfigError(`${where}: requests cannot be combined with ${other}`, {
    help: `remove ${other} for exactly ${requests} requests, or remove requests`,
  });
}
