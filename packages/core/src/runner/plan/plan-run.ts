import { canSwitchModels } from '../../config/target/check-target.ts';
import { plannedEngine } from '../../config/target/create-target.ts';
import { createStageDecision } from '../stage-decision.ts';
import type { RunConfig } from '../../config/parse-config.ts';
import type { SloPreset } from '../../config/slos/slo-presets.ts';
import { formatNumber } from '../../metric/format/format-value.ts';
import { isItemApi } from '../../spec/api-name.ts';
import { ConfigError } from '../../spec/error/errors.ts';
import type { PhaseName } from '../../spec/contract/test-config.ts';
import type { LoadFiles } from '../../workload/load-files.ts';
import { isWhole, type Slice } from '../../workload/slice/slice.ts';
import { amountOf, atLeast, exactly, formatAmount, plus, type Amount } from './amount.ts';
import { setupOfCrossModel, setupOfPhase, type PlannedSetup } from './plan-setup.ts';
import { planStage } from './plan-stage.ts';
import type { PlannedStage } from './planned-stage.ts';
import { tokensEach, type Lengths } from './planned-lengths.ts';
import {
  findShortages,
  readConnectionLimits,
  type ConnectionShortage,
} from './connection-shortage.ts';
import { readRunFiles } from './read-run-files.ts';

/** The plan of a phase: the sums of its setup and its stages, and its time including idle and cooldown. */
export interface PlannedPhaseLoad {
  readonly name: PhaseName;
  readonly setup: PlannedSetup;
  readonly stages: readonly PlannedStage[];
  readonly requests: Amount;
  readonly tokens: Amount;
  readonly timeMs: Amount;
}

/**
 * The plan of a run: everything that a limit on tokens counts. The over-long prompt of each phase is not included: it is not
 * sent with a limit.
 */
export interface RunPlan {
  readonly phases: readonly PlannedPhaseLoad[];
  readonly requests: Amount;
  readonly tokens: Amount;
  readonly timeMs: Amount;
  /** Settings of the embedded engine, chosen or configured; absent for a server. */
  readonly engine?: NonNullable<Awaited<ReturnType<typeof plannedEngine>>>;
  /** Whether prompts longer than the context are sent: only where text is generated, and without a limit on tokens. */
  readonly sendsOverLong: boolean;
  /** The part of this worker in what is planned; absent for a run alone. */
  readonly slice?: Slice;
  /** Limit on tokens, where one is set. */
  readonly maxTokens?: number;
  /** The SLO preset, whose criteria need a minimum of requests; absent without one. */
  readonly sloPreset?: SloPreset;
  /** Stages that need more connections than this process can open; the run would be refused. */
  readonly shortages: readonly ConnectionShortage[];
}

const NOTHING = exactly(0);

function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce(plus, NOTHING);
}

/** Sequential requests of baseline and cross-model. */
function sequential(options: Lengths, requests: number, durationMs: number): PlannedStage {
  const each = tokensEach(options);
  return {
    name: 'sequential',
    load: 'one request at a time',
    requests: atLeast(requests),
    tokens: { least: requests * each.least, most: Infinity, isAbout: each.isAbout },
    timeMs: atLeast(durationMs),
  };
}

function stagesOf(name: PhaseName, config: RunConfig, files: LoadFiles): PlannedStage[] {
  const { phaseOptions, seed } = config;
  switch (name) {
    case 'baseline': {
      const { baseline } = phaseOptions;
      return [sequential(baseline, baseline.minRequests, baseline.duration)];
    }
    case 'cross-model': {
      const options = phaseOptions['cross-model'];
      const { minSwitches, requestsPerSwitch, duration } = options;
      // There and back.
      const switches = 2 * Math.ceil(minSwitches / 2);
      return [sequential(options, switches * requestsPerSwitch, duration)];
    }
    case 'load': {
      const { firstLook } = createStageDecision(config);
      return phaseOptions.load.stages.map((stage) =>
        planStage(stage, { options: phaseOptions.load, seed, files, firstLook }),
      );
    }
  }
}

/** Whether there may be another model to switch to, according to the configuration. */
function hasSwitches({ target }: RunConfig): boolean {
  return canSwitchModels(target) && target.models.length !== 1;
}

function setupOf(name: PhaseName, config: RunConfig): PlannedSetup {
  const { baseline, load, 'cross-model': crossModel } = config.phaseOptions;
  const switches = hasSwitches(config);
  switch (name) {
    case 'baseline':
      return setupOfPhase(baseline, switches, baseline);
    case 'cross-model':
      return setupOfCrossModel(crossModel);
    case 'load':
      return setupOfPhase({ outputTokens: amountOf(load.outputTokens).most }, switches);
  }
}

function planOf(config: RunConfig, files: LoadFiles): Omit<RunPlan, 'shortages'> {
  const phases = config.phases.flatMap(({ name }): PlannedPhaseLoad[] => {
    if (name === 'cross-model' && !hasSwitches(config)) return [];
    const { idle, cooldown } = config.phaseOptions[name];
    const setup = setupOf(name, config);
    const stages = stagesOf(name, config, files);
    const parts = [setup, ...stages];
    const stageTimes = stages.map(({ timeMs }) => timeMs ?? atLeast(0));
    return [
      {
        name,
        setup,
        stages,
        requests: sum(parts.map(({ requests }) => requests)),
        tokens: sum(parts.map(({ tokens }) => tokens)),
        timeMs: plus(atLeast(idle + cooldown), sum(stageTimes)),
      },
    ];
  });
  return {
    phases,
    requests: sum(phases.map(({ requests }) => requests)),
    tokens: sum(phases.map(({ tokens }) => tokens)),
    timeMs: sum(phases.map(({ timeMs }) => timeMs)),
    sendsOverLong: config.maxTokens === undefined && !isItemApi(config.target.api),
    ...(isWhole(config.slice) ? {} : { slice: config.slice }),
    ...(config.maxTokens === undefined ? {} : { maxTokens: config.maxTokens }),
    ...(config.sloPreset === undefined ? {} : { sloPreset: config.sloPreset }),
  };
}

/**
 * Plans a run from its configuration and its files, without contacting the target.
 * @throws {ConfigError} when a file cannot be read or is invalid
 */
export async function planRun(config: RunConfig): Promise<RunPlan> {
  const shortages = findShortages(config, await readConnectionLimits());
  const engine = await plannedEngine(config.target);
  const files = await readRunFiles(config);
  files.close();
  return {
    ...planOf(config, files),
    ...(engine === undefined ? {} : { engine }),
    shortages,
  };
}

/**
 * Refuses a run that is planned to request more tokens than its limit.
 * @param files of the load
 * @throws {ConfigError} with the plan and the limit
 */
export function refuseOverLimit(config: RunConfig, files: LoadFiles): void {
  const { maxTokens } = config;
  if (maxTokens === undefined) return;
  const { tokens } = planOf(config, files);
  // A range may end below the limit, which also bounds the run itself.
  if (tokens.least <= maxTokens) return;
  throw new ConfigError(
    `the plan requests ${formatAmount({ ...tokens, most: tokens.least === tokens.most ? tokens.most : Infinity }, formatNumber)} tokens, and maxTokens is ${formatNumber(maxTokens)}`,
    { help: 'raise --max-tokens, or plan fewer requests or tokens; --dry-run shows the plan' },
  );
}
