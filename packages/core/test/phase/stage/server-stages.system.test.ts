import { createMockServer, type MockServerOptions } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import { runStage, type SinglePlan } from '../../../src/phase/stage/run-stage.ts';
import { defaultLimits } from '../../../src/phase/stage/ending/limit-options.ts';
import { StagePrompts } from '../../../src/phase/stage/stage-prompts.ts';
import { measureGroups } from '../../../src/metric/group/measure-groups.ts';
import { nowNs } from '../../../src/stream/clock.ts';
import type { Target } from '../../../src/target/target.ts';
import { userPrompt, type Prompt } from '../../../src/workload/prompt.ts';
import type { PromptSupply } from '../../../src/workload/supply/prompt-supply.ts';
import { targetFor } from '../../target/server/target-for.ts';
import { useCleanup } from '../../target/transport/transport-run.ts';
import { RecordedPhase } from '../recorded-phase.ts';
import { loaded, measured, measuredRows, runStages } from './run-on.ts';

const onCleanup = useCleanup();

async function onServer(options: MockServerOptions): Promise<RecordedPhase> {
  const server = createMockServer(options);
  onCleanup(() => Promise.resolve(server.stop()));
  const target: Target = targetFor(server.url);
  onCleanup(() => target.stop());
  await target.start();
  return new RecordedPhase(target);
}

/** Prompts of which some take long to make, on the main thread. */
class SlowPrompts implements PromptSupply {
  readonly origin = 'words';
  readonly #isSlow: (place: number) => boolean;
  /** When the last slow prompt was made, CLOCK_MONOTONIC nanoseconds. */
  lastSlowNs = Number.NaN;

  constructor(isSlow: (place: number) => boolean) {
    this.#isSlow = isSlow;
  }

  *of(): Generator<Prompt> {
    for (let place = 0; ; place += 1) {
      if (this.#isSlow(place)) {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
        this.lastSlowNs = nowNs();
      }
      yield userPrompt(`prompt ${place} of four words`, 4, 2);
    }
  }

  noteSent(): void {
    // It always makes new prompts.
  }
}

async function runSlow(
  phase: RecordedPhase,
  model: string,
  plan: SinglePlan,
  supply: PromptSupply,
) {
  const prompts = new StagePrompts(phase.context, model, {
    outputTokens: 2,
    uniquePrompts: false,
  });
  const { context } = phase;
  const setting = { phase: context, model, prompts, isLengthDemanded: false, ended: new Map() };
  const level = { sweep: 'slow', parameter: 'concurrency', value: 1, neededAttainment: 1 } as const;
  await runStage(setting, plan, { level, supply });
  return measured(phase, plan.name);
}

describe.each(['a server', 'an engine'] as const)(
  'prompts that are slow to make, on %s',
  (where) => {
    const start = async (): Promise<{ phase: RecordedPhase; model: string }> =>
      where === 'a server'
        ? {
            phase: await onServer({
              timeToFirstTokenMs: 5,
              interTokenLatencyMs: 1,
              outputTokens: 2,
            }),
            model: 'mock',
          }
        : { phase: (await loaded({ firstTokenMs: 5 })).phase, model: 'small' };

    it('are made before the window of a number of requests', async () => {
      const { phase, model } = await start();
      const supply = new SlowPrompts((place) => place === 0 || place === 20);
      const end = { kind: 'count', requests: 40 } as const;
      const plan = {
        kind: 'closed',
        name: 'slow',
        warmup: 4,
        limits: defaultLimits(),
        concurrency: 2,
        end,
      } as const;
      const { window, streams } = await runSlow(phase, model, plan, supply);
      expect(streams.requests).toHaveLength(44);
      expect(window.beganNs).toBeGreaterThan(supply.lastSlowNs);
    });

    it('are made before the window of a duration', async () => {
      const { phase, model } = await start();
      const supply = new SlowPrompts((place) => place < 2);
      const end = { kind: 'time', durationMs: 100, minRequests: 1 } as const;
      const plan = {
        kind: 'closed',
        name: 'slow',
        warmup: 0,
        limits: defaultLimits(),
        concurrency: 2,
        end,
      } as const;
      const { window } = await runSlow(phase, model, plan, supply);
      expect(window.beganNs).toBeGreaterThan(supply.lastSlowNs);
      expect(window.endedNs - window.beganNs).toBeGreaterThanOrEqual(99e6);
    });

    it('are made before the window of a schedule', async () => {
      const { phase, model } = await start();
      const supply = new SlowPrompts((place) => place < 2);
      const end = { kind: 'time', durationMs: 100, minRequests: 10 } as const;
      const spacing = { shape: 'poisson' } as const;
      const rate = { perSecond: 200 };
      const plan = {
        kind: 'open',
        name: 'slow',
        warmup: 0,
        limits: defaultLimits(),
        rate,
        spacing,
        end,
      } as const;
      const { window, streams } = await runSlow(phase, model, plan, supply);
      expect(window.beganNs).toBeGreaterThan(supply.lastSlowNs);
      expect(
        measuredRows(streams).every(({ scheduledNs }) => scheduledNs > supply.lastSlowNs),
      ).toBe(true);
    });
  },
);

describe('stages on a server', () => {
  it('raise the concurrency from 1 to 512 in one run, with a separate window each', async () => {
    const phase = await onServer({
      timeToFirstTokenMs: 10,
      interTokenLatencyMs: 1,
      outputTokens: 2,
    });
    const sizes = Array.from({ length: 10 }, (_, power) => 2 ** power);
    await runStages(
      phase,
      sizes.map((concurrency) => ({
        kind: 'closed',
        name: `c${concurrency}`,
        concurrency,
        requests: Math.max(10, 2 * concurrency),
      })),
      { model: 'mock' },
    );
    const { stages } = phase.streams();
    expect(stages.map(({ name, requests }) => [name, requests.length])).toEqual(
      sizes.map((size) => [`c${size}`, Math.max(10, 2 * size)]),
    );
    for (const { name } of stages) {
      const { streams, window, of } = measured(phase, name);
      const rows = measuredRows(streams);
      expect(rows.every(({ outcome }) => outcome === 'ok')).toBe(true);
      expect(window.endedNs).toBe(Math.max(...rows.map(({ endNs }) => endNs)));
      expect(of('requestThroughput')).toBeCloseTo(
        rows.length / ((window.endedNs - window.beganNs) / 1e9),
        6,
      );
    }
  }, 60_000);
});

describe('a mix of models on a server', () => {
  it.each([
    { kind: 'closed', concurrency: 4, requests: 40 },
    { kind: 'open', rate: 400, requests: 40 },
    { kind: 'sessions', rate: 400, turns: 2, thinkTime: 1, requests: 40 },
  ] as const)('is sent and recorded by the requests of a $kind stage', async (stage) => {
    const phase = await onServer({
      timeToFirstTokenMs: 1,
      interTokenLatencyMs: 0,
      outputTokens: 2,
    });
    await runStages(phase, [stage], { model: 'mock', models: { mock: 3, adapter: 1 } });
    const { streams } = measured(phase, stage.kind);
    expect(measuredRows(streams).every(({ outcome }) => outcome === 'ok')).toBe(true);
    const groups = measureGroups(streams).filter(({ by }) => by === 'model');
    expect(groups.map(({ name }) => name).toSorted()).toEqual(['adapter', 'mock']);
    expect(groups.reduce((sum, { requests }) => sum + requests.due, 0)).toBe(40);
  });
});
