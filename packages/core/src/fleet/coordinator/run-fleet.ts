import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { versionOfLoadcell } from '../../collector/environment.ts';
import { parseConfig } from '../../config/parse-config.ts';
import type { RunConclusion } from '../../report/results/conclude-directory.ts';
import { isInterruption } from '../../runner/run-errors.ts';
import { refuseOverLimit } from '../../runner/plan/plan-run.ts';
import { readRunFiles } from '../../runner/plan/read-run-files.ts';
import type { LoadcellError } from '../../spec/error/errors.ts';
import { checkOutputFolder } from '../../stream/files/output-folder.ts';
import { createRunDirectory, releaseLatest } from '../../stream/files/run-directory.ts';
import { lossText } from '../../verdict/machines/fleet-failures.ts';
import { createNonce } from '../../workload/nonce.ts';
import type { Bus, BusObjects } from '../bus/bus.ts';
import { connectBus } from '../bus/connect-bus.ts';
import { buckets } from '../protocol/names.ts';
import { conductRun, type ConductedEnd } from './course/conduct-run.ts';
import type { RunPlace } from './course/follow-course.ts';
import type { Crew } from './crew/choose-crew.ts';
import { discoverCrew, followRoster } from './crew/discover-crew.ts';
import type { Roster } from './crew/roster.ts';
import type { FleetRunOptions } from './fleet-run-options.ts';
import { checkFleetConfig, planText } from './plan/fleet-plan.ts';
import { makePortable, type NamedFile } from './plan/named-files.ts';
import { storePlan } from './plan/store-plan.ts';
import { assembleRun, MACHINES_FOLDER } from './result/assemble-run.ts';
import { fetchDirectories, type Fetched } from './result/fetch-directories.ts';
import { lossesOf } from './result/losses-of.ts';
import { nothingFetched } from './result/nothing-fetched.ts';
import { createRunId } from './run-id.ts';
import { createStageJudge } from './stages/create-stage-judge.ts';

/** A bus that is away for longer ends the run, ms: agents stop their load before that. */
const MAX_DISCONNECTED_MS = 30_000;

/** Longest time to fetch all run directories, ms. */
const FETCH_LIMIT_MS = 7_200_000;

/** The bus deletes older data of a run, ms: nobody else does when the coordinator is killed. */
const DATA_AGE_MS = 7 * 86_400_000;

/** What a run sends to its agents. */
interface PreparedRun {
  readonly plan: string;
  readonly files: readonly NamedFile[];
}

/**
 * Runs a configuration over the agents of a fleet: finds them, gives out slices, starts each stage at one instant, fetches and
 * merges what they recorded, and judges it.
 * @returns results and report, even when agents were lost
 * @throws {ConfigError} before anything is sent, when the configuration is invalid, or needs this machine
 * @throws {LoadcellError} FLEET_SHORT, FLEET_REFUSED, BUS when nothing could be measured; the failure of an agent when no
 * directory could be fetched
 */
export async function runFleet(options: FleetRunOptions): Promise<RunConclusion> {
  const { config, fleet, wanted, waitMs, signal } = options;
  checkFleetConfig(config);
  const prepared = await prepare(options);
  const bus = await connectBus({
    ...options.bus,
    clientName: 'loadcell run',
    maxDisconnectedMs: MAX_DISCONNECTED_MS,
  });
  try {
    const followed = await followRoster(bus, fleet);
    const { roster } = followed;
    try {
      const version = versionOfLoadcell();
      const crew = await discoverCrew(roster, { ...wanted, version }, { waitMs, signal });
      checkSlices(prepared.plan, crew.load.length);
      options.onCrew?.(crew);
      return await runWith(bus, { ...options, roster, crew, prepared });
    } finally {
      followed.close();
    }
  } finally {
    await bus.close();
  }
}

/** Checks all that can be checked before anything is sent. */
async function prepare({ config, written }: FleetRunOptions): Promise<PreparedRun> {
  const files = await readRunFiles({ ...config, isJoined: true });
  try {
    refuseOverLimit(config, files);
  } finally {
    files.close();
  }
  await checkOutputFolder(config.test.outputDir);
  const portable = makePortable(written);
  const { seed, nonce = createNonce() } = config;
  return { plan: planText(portable.config, { seed, nonce }), files: portable.files };
}

/** Refuses what one of several workers cannot do, before any of them is offered it. */
function checkSlices(plan: string, count: number): void {
  const written: unknown = JSON.parse(plan);
  parseConfig(written, { slice: { index: 0, count }, isJoined: true });
}

interface CrewedRun extends FleetRunOptions {
  readonly roster: Roster;
  readonly crew: Crew;
  readonly prepared: PreparedRun;
}

async function runWith(bus: Bus, run: CrewedRun): Promise<RunConclusion> {
  const runId = createRunId(Date.now());
  const kv = await bus.kv(buckets.run(runId), { storage: 'file', ttlMs: DATA_AGE_MS });
  let recorded: RecordedRun;
  try {
    const objects = await bus.objects(buckets.files(runId), { ttlMs: DATA_AGE_MS });
    try {
      recorded = await record({ bus, kv, fleet: run.fleet, runId }, objects, run);
    } finally {
      await removed(run, () => objects.remove());
    }
  } finally {
    await removed(run, () => kv.remove());
  }
  return await conclude(run, recorded);
}

/** What was recorded, on this machine. */
interface RecordedRun {
  readonly runDir: string;
  readonly end: ConductedEnd;
  readonly fetched: readonly Fetched[];
}

async function record(place: RunPlace, objects: BusObjects, run: CrewedRun): Promise<RecordedRun> {
  const { config, prepared } = run;
  const stored = await storePlan(objects, prepared.plan, prepared.files);
  let runDir = '';
  const conducted = conductRun(place, {
    ...run,
    judge: createStageJudge(config),
    offer: {
      ...stored,
      version: versionOfLoadcell(),
      phases: config.phases.map(({ name }) => name),
      metricsUrls: config.target.metrics,
    },
    onAccepted: async () => {
      runDir = await createRunDirectory(config.test.outputDir, config.name, new Date());
    },
  });
  let end: ConductedEnd;
  try {
    end = await conducted;
  } catch (error) {
    if (runDir !== '') await setAside(runDir, false);
    throw error;
  }
  run.onStep?.('fetching run directories');
  const folder = join(runDir, MACHINES_FOLDER);
  const signal = AbortSignal.timeout(FETCH_LIMIT_MS);
  return { runDir, end, fetched: await fetchDirectories(end.agents, { objects, folder, signal }) };
}

async function conclude(
  { config, crew, onStep, onNote }: CrewedRun,
  { runDir, end, fetched }: RecordedRun,
): Promise<RunConclusion> {
  const lost = lossesOf(end, fetched);
  const agents = fetched.flatMap(({ agent, error }) => (error === undefined ? [agent] : []));
  if (!crew.load.some(({ name }) => agents.includes(name))) {
    await setAside(runDir, agents.length > 0);
    throw nothingFetched(end, lost);
  }
  // Why the run was aborted is on the terminal already.
  const known = end.agents.find(({ failure }) => failure !== undefined && failure === end.aborted);
  for (const one of lost) if (one.machine !== known?.name) onNote?.(lossText(one));
  onStep?.('merging');
  const watchers = crew.watch.map(({ name }) => name);
  return await assembleRun({
    runDir,
    agents,
    isNonceGiven: config.nonce !== undefined,
    expected: { slices: crew.load.length, watchers },
    lost,
    ...failureOf(end),
  });
}

/** Why the coordinator ended the run, unless the user did. */
function failureOf({ aborted }: ConductedEnd): { readonly failure?: LoadcellError } {
  return aborted === undefined || isInterruption(aborted) ? {} : { failure: aborted };
}

/** A folder without a run is not the latest run; it stays only where it has the directory of a machine. */
async function setAside(runDir: string, isKept: boolean): Promise<void> {
  if (!isKept) await rm(runDir, { recursive: true, force: true });
  await releaseLatest(runDir);
}

/** A bucket that cannot be deleted fails no run. */
async function removed({ onNote }: FleetRunOptions, remove: () => Promise<void>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    onNote?.(`The data of the run stays on the bus: ${reason}`);
  }
}
