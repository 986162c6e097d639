import { nowNs } from '../../../stream/clock.ts';
import { waitFor } from '../../../stream/long-timer.ts';
import type { HttpLoad, LoadConnections } from '../../../target/server/load/http-load.ts';
import type { LoadPlan } from '../../../target/server/load/load-plan.ts';
import type { LoadRequest } from '../../../target/server/load/load-request.ts';
import type { MadeAhead } from '../../../target/server/load/supply/made-ahead.ts';
import { toRequestRow } from '../../../target/server/request/to-request-row.ts';
import type { LoadRunner } from '../../../target/load-runner.ts';
import type { PhaseContext } from '../../phase.ts';
import type { StageWork } from '../in-stage.ts';
import { LoadTokens } from '../../watch/load-tokens.ts';

/** A load that the target sends by itself. */
export interface HandedLoad extends Omit<LoadPlan, 'onOver' | 'onSent' | 'onLoadEnded' | 'stop'> {
  /** Has counted `requests`; counts their follow-ups. */
  readonly tokens: LoadTokens;
}

/**
 * Opens connections for the load of a stage before its window begins, and closes them in any case. Records how busy the
 * client was during the load.
 */
export async function withLoadRunner<Value>(
  { phase, name }: Pick<StageWork, 'phase' | 'name'>,
  runner: LoadRunner,
  connections: LoadConnections,
  work: (load: HttpLoad, tokens: LoadTokens) => Promise<Value>,
): Promise<Value> {
  const load = await open(phase, name, () => runner.openLoad(connections, phase.signal));
  const tokens = new LoadTokens(phase.tokens);
  try {
    const beganNs = nowNs();
    const beganCpu = process.cpuUsage();
    const working = work(load, tokens);
    // The account is recorded of a failed load, too, and must not hide its error.
    await Promise.allSettled([working]);
    const cpu = process.cpuUsage(beganCpu);
    const cpuUtilization = ((cpu.user + cpu.system) * 1e3) / (nowNs() - beganNs);
    const recording = recordAccount(phase, load, name, cpuUtilization);
    await Promise.allSettled([recording]);
    const value = await working;
    await recording;
    return value;
  } finally {
    tokens.end();
    await load.close();
  }
}

/** Wait for the end of a process to be detected after its server refuses connections, ms. */
const EXIT_DETECTED_MS = 1000;

/**
 * Opens a load.
 * @throws {TargetError} when the server is gone after an earlier response; if its process died, that error ends the phase first
 */
async function open(
  { target, watch, signal }: PhaseContext,
  stage: string,
  opening: () => Promise<HttpLoad>,
): Promise<HttpLoad> {
  try {
    return await opening();
  } catch (error) {
    if (!(error instanceof Error) || !watch.hasSucceeded) throw error;
    signal.throwIfAborted();
    if (target.pid !== undefined) {
      await Promise.race([target.exited, waitFor(EXIT_DETECTED_MS, signal)]);
      signal.throwIfAborted();
    }
    throw watch.lostBefore(`stage ${stage}`, error);
  }
}

/**
 * Makes the first requests of a load, before its window begins.
 * @param count total number of requests, where it is known: all of them are made, as far as memory allows
 */
export async function makeAhead(
  phase: PhaseContext,
  load: HttpLoad,
  requests: Iterable<LoadRequest>,
  count?: number,
): Promise<MadeAhead> {
  return await load.makeAhead(
    phase.additions?.of(requests) ?? requests,
    phase.signal,
    (made, enough) => phase.journal.step(`preparing prompts: ${made} of ${enough}`),
    count,
  );
}

async function recordAccount(
  phase: PhaseContext,
  load: HttpLoad,
  stage: string,
  cpuUtilization: number,
): Promise<void> {
  const account = { ...(await load.account()), cpuUtilization, promptWaitMs: load.idleNs / 1e6 };
  phase.journal.event({ kind: 'client-usage', stage, usage: account });
}

/**
 * Hands a load over to a target that sends it on schedule by itself, and records each request that ends. Resolves when
 * all have ended.
 * @throws the reason why a request of the load was refused, once the requests before it have ended
 */
export async function handOver(
  {
    phase,
    name,
    purpose,
    watch,
    untilDecided,
    limits,
  }: Pick<StageWork, 'phase' | 'name' | 'purpose' | 'watch' | 'untilDecided' | 'limits'>,
  load: HttpLoad,
  { followUps, tokens, ...plan }: HandedLoad,
): Promise<void> {
  let isEndedByTime = false;
  await load.run(
    {
      ...plan,
      ...(followUps === undefined
        ? {}
        : {
            followUps: (outcome) =>
              followUps(outcome).flatMap(
                (next) => tokens.count(phase.additions?.add(next) ?? next) ?? [],
              ),
          }),
      stop: limits.signal,
      onSent: (request, atNs) => {
        watch.noteSent(request.isWarmup);
        limits.noteSent(atNs);
        untilDecided?.noteSent(request, atNs, request.isWarmup);
      },
      onLoadEnded: (atNs) => {
        isEndedByTime = true;
        watch.noteLoadEnded(atNs);
      },
      onOver: (outcome) => {
        tokens.noteOver(outcome);
        const made = toRequestRow(outcome, outcome.request.isWarmup ? 'warm-up' : purpose);
        const schemaCheck =
          phase.additions?.judge.judge(outcome, name, (event) => phase.journal.event(event)) ?? '';
        const row = schemaCheck === '' ? made : { ...made, schemaCheck };
        phase.journal.request(row);
        untilDecided?.noteOver(outcome.request);
        phase.watch.take(row, outcome.finished);
      },
    },
    phase.signal,
  );
  // A load that has ended needs no more tokens.
  if (!isEndedByTime) tokens.throwRefusal();
}
