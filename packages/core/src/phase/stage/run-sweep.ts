import { describeEnding } from '../../stream/stage/describe-ending.ts';
import { isFailedEnding } from '../../stream/stage/stage-ending.ts';
import { highestMet, type SweepStep } from '../../stream/stage/sweep-steps.ts';
import { nextLevel } from './next-level.ts';
import type { StageEnd, StagePlan } from './options/resolve-stages.ts';
import { runStage, type LevelOfSweep, type SinglePlan } from './run-stage.ts';
import type { StageSetting } from './stage-runner.ts';
import { attainmentOf, type StageTotals } from './sync/stage-sync.ts';

type SweepPlan = Extract<StagePlan, { kind: 'sweep' }>;

/**
 * Raises the parameter until a level misses the SLOs, then closes in on the highest level met. Every level is a stage that
 * waits for its last response, so that none inherits the queue of another. Without SLOs a level is met when all of its
 * requests succeed. A missed level is a result, not a failure. A level that errors or an outage ended is missed.
 * @throws {TargetError} when the server is unreachable before a level
 */
export async function runSweep(setting: StageSetting, plan: SweepPlan): Promise<void> {
  const { phase } = setting;
  const { parameter, from, to, factor, tolerance } = plan;
  const hasSlos = Object.keys(phase.slos).length > 0;
  const neededAttainment = hasSlos ? plan.attainment : 1;
  const search = { from, to, factor, tolerance, isWhole: parameter !== 'rate' };
  const steps: SweepStep[] = [];
  for (let value = nextLevel(search, steps); value !== undefined;) {
    phase.watch.refuseLostServer(`level ${plan.name}/${value}`);
    const level = { sweep: plan.name, parameter, value, neededAttainment };
    const supply = await supplyOf(setting, plan, value);
    const totals = await runLevel(setting, plan, { level, supply });
    const { endedBy } = totals;
    const attainment = attainmentOf(totals);
    const isEnough = attainment >= neededAttainment;
    const isMet = isEnough && !isFailedEnding(endedBy);
    const met = `${(100 * attainment).toFixed(1)}% of requests ${hasSlos ? 'met the SLOs' : 'succeeded'}`;
    const ending =
      endedBy !== undefined && isFailedEnding(endedBy) ? `, ${describeEnding(endedBy)}` : '';
    phase.journal.step(`${plan.name}/${value}: ${met}${isEnough ? '' : ', too few'}${ending}`);
    steps.push({ level: value, isMet });
    value = nextLevel(search, steps);
  }
  const best = highestMet(steps);
  phase.journal.step(
    Number.isNaN(best)
      ? `${plan.name}: no level was met`
      : `${plan.name}: highest level met ${best}`,
  );
}

async function supplyOf(
  { prompts }: StageSetting,
  { parameter }: SweepPlan,
  value: number,
): Promise<LevelOfSweep['supply']> {
  switch (parameter) {
    case 'inputTokens':
      return await prompts.supplyOf({ inputTokens: value });
    case 'outputTokens':
      return await prompts.supplyOf({ outputTokens: value });
    case 'rate':
    case 'concurrency':
      return await prompts.supply();
  }
}

async function runLevel(
  setting: StageSetting,
  plan: SweepPlan,
  of: LevelOfSweep,
): Promise<StageTotals> {
  const { parameter } = plan;
  // With responses that end early, a level would not have its length.
  const isLengthDemanded = setting.isLengthDemanded || parameter === 'outputTokens';
  return await runStage({ ...setting, isLengthDemanded }, planOf(plan, of.level.value), of);
}

/** The load of a level. */
function planOf(plan: SweepPlan, value: number): SinglePlan {
  const { parameter, warmup, durationMs, minRequests, spacing, limits } = plan;
  const name = `${plan.name}/${value}`;
  const end: StageEnd = { kind: 'time', durationMs, minRequests };
  const common = { name, warmup, end, limits };
  switch (parameter) {
    case 'rate':
      return { kind: 'open', ...common, rate: { perSecond: value }, spacing };
    case 'concurrency':
      return { kind: 'closed', ...common, concurrency: value };
    case 'inputTokens':
    case 'outputTokens':
      return { kind: 'closed', ...common, concurrency: plan.concurrency };
  }
}
