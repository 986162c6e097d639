import * as z from 'zod';
import type { LoadOptions } from '../../phase/options/load-options.ts';
import type { PhaseName } from '../../spec/contract/test-config.ts';
import type { StagePlan } from '../../phase/stage/options/resolve-stages.ts';
import { isWhole, WHOLE } from '../../workload/slice/slice.ts';
import type { ParsedConfig } from '../config-schema.ts';
import { placedStages } from '../load/placed-stages.ts';
import { placed, refuseMistakes, type Mistake } from '../mistake.ts';
import type { WorkerOptions } from './worker-options.ts';

/** What all workers must have in common; after parsing, a seed looks like the default. */
const SharedSchema = z.looseObject({ seed: z.number(), nonce: z.string() });

/** A configuration, before and after parsing. */
export interface SlicedConfig {
  readonly input: unknown;
  readonly load: LoadOptions;
  readonly target: ParsedConfig['target'];
  /** Phases that run. */
  readonly phases: readonly PhaseName[];
}

/**
 * Refuses what one of several workers cannot do by itself.
 * @throws {ConfigError} two lines for one mistake, else one for each
 */
export function checkSlice(
  { slice = WHOLE, isJoined = false }: WorkerOptions,
  { input, load, target, phases }: SlicedConfig,
): void {
  if (isWhole(slice)) return;
  const stages = phases.includes('load') ? placedStages(load) : [];
  refuseMistakes([
    ...unshared(input),
    ...withoutServer(target),
    ...(isJoined ? [] : withoutPhase(phases)),
    ...stages.flatMap(({ stage, where }, index) => [
      ...(isJoined ? [] : needsAllWorkers(stage).map((mistake) => placed(where, mistake))),
      ...(index < stages.length - 1
        ? losesPlace(stage, load, isJoined).map((mistake) => placed(where, mistake))
        : []),
    ]),
  ]);
}

function unshared(input: unknown): Mistake[] {
  if (SharedSchema.safeParse(input).success) return [];
  return [
    {
      text: '--slice needs --seed and --nonce',
      help: 'pass the same --seed and --nonce to every worker',
    },
  ];
}

/** Workers that each start a server have no server in common. */
function withoutServer({ url }: ParsedConfig['target']): Mistake[] {
  if (url !== undefined) return [];
  return [{ text: '--slice needs --url', help: 'start the server once, and pass its URL' }];
}

/** Slice 0 runs all other phases for all workers, which begin the load before it then. */
function withoutPhase(phases: readonly PhaseName[]): Mistake[] {
  if (phases.length === 1) return [];
  return [
    {
      text: '--slice needs --phase load: slice 0 runs other phases alone, and no worker waits for it',
      help: 'pass --phase load to every worker; run the other phases without --slice',
    },
  ];
}

const NEEDS_ALL = 'needs the results of all workers';

/** What of a stage depends on results of all workers. */
function needsAllWorkers(stage: StagePlan): Mistake[] {
  const found: Mistake[] = [];
  if (stage.kind === 'sweep') {
    const help = 'run its levels as stages, each with a rate or a concurrency';
    return [{ text: `a sweep ${NEEDS_ALL}`, help }];
  }
  const rate =
    stage.kind === 'open'
      ? stage.rate
      : stage.kind === 'sessions' && 'rate' in stage.begin
        ? stage.begin.rate
        : undefined;
  if (rate !== undefined && 'of' in rate) {
    const text = `a rate that is a share of stage "${rate.of}" ${NEEDS_ALL}`;
    found.push({ text, help: 'pass --rate, or set its rate to requests per second' });
  }
  if ('end' in stage && stage.end.kind === 'decided') {
    const text = `until: "decided" ${NEEDS_ALL}`;
    found.push({ text, help: 'set duration or requests' });
  }
  if (stage.limits.stopOverSaturated) {
    found.push({ text: `stopOverSaturated ${NEEDS_ALL}`, help: 'remove stopOverSaturated' });
  }
  return found;
}

/** A stage after which a worker does not know where the others are in the dataset. */
function losesPlace(stage: StagePlan, load: LoadOptions, isJoined: boolean): Mistake[] {
  if (load.dataset === undefined || !('end' in stage) || stage.end.kind !== 'time') return [];
  const isUsers = stage.kind === 'sessions' && 'users' in stage.begin;
  if (!isUsers && (isJoined || stage.kind !== 'closed')) return [];
  return [
    {
      text: 'the next stage continues in the dataset after all workers, which end by time',
      help: 'set requests instead of a duration',
    },
  ];
}
