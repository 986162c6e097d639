import { formatRatio } from '../../metric/format/format-value.ts';
import { describeLoad, describeSize } from '../../metric/format/describe-load.ts';
import { loadsOf } from '../../stream/stage/loads-of.ts';
import type { StageLoad } from '../../stream/stage/stage-load.ts';
import type { ComparedPhase, ComparedStage } from '../compared-run.ts';
import { differingKeys } from './differing-keys.ts';

/** Prefix cache hit rates that differ by more make latency incomparable. The nonce of a run is no difference. */
const MAX_CACHE_DISTANCE = 0.05;

/** A phase on both sides. */
export interface PhasePair {
  readonly before: ComparedPhase;
  readonly after: ComparedPhase;
}

/** A stage on both sides. */
interface StagePair {
  readonly before: ComparedStage;
  readonly after: ComparedStage;
}

function namesOf({ stages }: ComparedPhase): string {
  // Levels of a sweep are its result, not part of the request.
  const names = loadsOf(stages).map(({ name }) => name);
  return names.join(', ') || 'none';
}

function sharedStages({ before, after }: PhasePair): StagePair[] {
  return loadsOf(before.stages).flatMap((stage) => {
    const other = loadsOf(after.stages).find(({ name }) => name === stage.name);
    return other === undefined ? [] : [{ before: stage, after: other }];
  });
}

/** The requested part of a load: not a rate derived as a share of another one. */
function sizeOf(load: StageLoad): Record<string, unknown> {
  switch (load.kind) {
    case 'sequential':
      return {};
    case 'closed':
      return { concurrency: load.concurrency };
    case 'users':
      return { users: load.users };
    case 'open':
    case 'sessions': {
      const { arrivals, burstiness, share, of, ratePerSecond } = load;
      const rate = share === undefined ? { ratePerSecond } : { share, of };
      return { arrivals, ...(burstiness === undefined ? {} : { burstiness }), ...rate };
    }
    case 'ramp':
      return { fromPerSecond: load.fromPerSecond, toPerSecond: load.toPerSecond };
    case 'trace':
      return {
        requests: load.requests,
        speed: load.speed,
        scaleRate: load.scaleRate ?? 1,
        isSpread: load.isSpread ?? false,
        ratePerSecond: load.ratePerSecond,
      };
  }
}

/** A load with its kind: `closed (concurrency 4)`. */
function nameLoad(load: StageLoad): string {
  return `${load.kind} (${describeLoad(load)})`;
}

/**
 * Differences between the stages of a phase on both sides: stages that only one side ran, and loads of another kind or size.
 * @param configured differences of the configurations, which are not repeated
 */
export function unlikeStages(pair: PhasePair, configured: readonly string[]): string[] {
  const root = `phases.${pair.before.name}.stages`;
  const isSaid = (path: string): boolean => configured.some((line) => line.startsWith(path));
  const loads = sharedStages(pair).flatMap(({ before, after }) => {
    const path = `${root}.${before.name}`;
    if (isSaid(`${path}.`)) return [];
    if (before.load.kind !== after.load.kind) {
      return [`${path} differs (${nameLoad(before.load)} vs. ${nameLoad(after.load)})`];
    }
    return differingKeys(path, sizeOf(before.load), sizeOf(after.load));
  });
  const [was, is] = [namesOf(pair.before), namesOf(pair.after)];
  if (was === is || isSaid(root) || isSaid(`the order of ${root}`)) return loads;
  return [`stages that ran in phase ${pair.before.name} differ (${was} vs. ${is})`, ...loads];
}

/** Rates that are the same share of another rate but differ. */
export function changedLoads(pair: PhasePair): string[] {
  return sharedStages(pair).flatMap(({ before, after }) => {
    const [was, is] = [describeSize(before.load), describeSize(after.load)];
    if (was === is || !isShare(before.load) || !isShare(after.load)) return [];
    return [
      `loads of phase ${pair.before.name}, stage ${before.name} differ (${was} vs. ${is}): ` +
        'latency depends on the request rate; set a fixed rate',
    ];
  });
}

function isShare(load: StageLoad): boolean {
  return (load.kind === 'open' || load.kind === 'sessions') && load.share !== undefined;
}

/** Stages whose prefix cache hit rates differ too much. */
export function unlikeCaches(pair: PhasePair): string[] {
  return sharedStages(pair).flatMap(({ before, after }) => {
    const [was, is] = [hitRateOf(before), hitRateOf(after)];
    // Without a reported rate there is no difference.
    if (Number.isNaN(was) && Number.isNaN(is)) return [];
    if (Math.abs(was - is) <= MAX_CACHE_DISTANCE) return [];
    return [
      `prefix cache hit rate of phase ${pair.before.name}, stage ${before.name} differs (${formatRatio(was)} vs. ${formatRatio(is)})`,
    ];
  });
}

function hitRateOf({ measurements }: ComparedStage): number {
  return measurements['cacheHitRate']?.avg ?? Number.NaN;
}

/** Stages with unique prompts that the prefix cache of the server served nevertheless. */
export function cachedStages({ name, stages }: ComparedPhase, runDir: string): string[] {
  return stages.flatMap(({ name: stage, answeredByCache }) =>
    answeredByCache === undefined
      ? []
      : [
          `cache: prefix cache hit rate of prompts without a shared prefix is ${formatRatio(answeredByCache)} in phase ${name}, stage ${stage} of ${runDir}`,
        ],
  );
}
