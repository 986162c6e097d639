import { describe, expect, it } from 'vitest';
import { PHASE_NAMES } from '../../src/spec/contract/test-config.ts';
import { ScriptedTarget } from '../target/scripted-target.ts';
import { EMPTY_BYTES, RecordedPhase } from './recorded-phase.ts';
import { waitTurns } from '../wait-until.ts';
import { contractMetrics, runBriefPhase, startBriefPhase } from './run-brief-phase.ts';

/** Resolves when the target has received that many requests. */
async function waitForRequest(target: ScriptedTarget, number: number): Promise<void> {
  await waitTurns(() => target.prompts.length >= number);
}

describe.each(PHASE_NAMES)('the %s phase', (name) => {
  it('measures every field of the contract', async () => {
    const { phase } = await runBriefPhase(name);
    const metrics = contractMetrics(phase);
    const fields = Object.values(metrics).flatMap((group) => Object.entries(group));
    expect(fields).toHaveLength(9);
    expect(fields.filter(([, value]) => !Number.isFinite(value))).toEqual([]);
  });

  it('starts and ends with an empty target, and has its models loaded in between', async () => {
    const { phase } = await runBriefPhase(name, { modelBytes: 8 * 2 ** 20 });
    expect(contractMetrics(phase).memoryUsage).toEqual({
      baseline: EMPTY_BYTES,
      peak: EMPTY_BYTES + 16 * 2 ** 20,
      afterRelease: EMPTY_BYTES,
    });
  });

  it('leaves no model loaded and no context open', async () => {
    const { target } = await runBriefPhase(name);
    const count = (call: string): number =>
      target.calls.filter((made) => made.startsWith(call)).length;
    expect(count('load')).toBe(count('unload'));
    expect(count('open')).toBe(2);
    expect(target.contexts.size).toBe(0);
  });

  it('sends no prompt twice except for the compared continuation', async () => {
    const { target, phase } = await runBriefPhase(name);
    const again = phase.rowsOf('continuation').length;
    const rounds = phase.eventsOf('continuation-compared').length / 2;
    expect(new Set(target.prompts).size).toBe(target.prompts.length - again + rounds);
  });

  it('sends the same prompts each time', async () => {
    const [first, second] = [await runBriefPhase(name), await runBriefPhase(name)];
    const common = Math.min(first.target.prompts.length, second.target.prompts.length, 12);
    expect(first.target.prompts.slice(0, common)).toEqual(second.target.prompts.slice(0, common));
  });

  it.each([1, 5, 9, 12])(
    'ends immediately when aborted during request %i, and closes what it opened',
    async (hanging) => {
      const target = new ScriptedTarget({
        contextTokens: 512,
        behaviour: (_, number) => (number < hanging ? 'answer' : 'hang'),
      });
      const phase = new RecordedPhase(target);
      const running = startBriefPhase(name, phase);
      const reason = new Error('over');
      void waitForRequest(target, hanging).then(() => phase.controller.abort(reason));
      await expect(running).rejects.toBe(reason);
      const outcomes = phase.rows.map((row) => row.outcome);
      expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(hanging - 1);
      expect(new Set(outcomes.slice(hanging - 1))).toEqual(new Set(['cancelled']));
      expect(phase.rows).toHaveLength(target.prompts.length);
      expect(phase.eventsOf('window-ended')).toHaveLength(phase.eventsOf('window-began').length);
    },
  );

  it('reports that it needs a model when the target has none', async () => {
    await expect(runBriefPhase(name, { models: [] })).rejects.toThrow(/no model.*--model/);
  });
});

describe.each(['baseline', 'load'] as const)('the %s phase with a single model', (name) => {
  it('records what it cannot measure and why, and measures the rest', async () => {
    const { phase } = await runBriefPhase(name, { models: ['only'] });
    const reason = 'only one model is configured; pass a second one with --model';
    expect(phase.eventsOf('not-measured').map(({ metric, reason: why }) => [metric, why])).toEqual([
      ['contextSwitchTime', reason],
      ['contextPreservation', reason],
      ['switchMemoryOverlap', reason],
    ]);
    const { memoryUsage, contextStats, modelMetrics } = contractMetrics(phase);
    expect(modelMetrics.contextSwitchTime).toBeNaN();
    expect(
      [
        ...Object.values(memoryUsage),
        ...Object.values(contextStats),
        modelMetrics.inferenceTime,
        modelMetrics.responseLatency,
      ].filter((value) => !Number.isFinite(value)),
    ).toEqual([]);
  });
});

describe('the cross-model phase with a single model', () => {
  it('reports that it needs a second model', async () => {
    await expect(runBriefPhase('cross-model', { models: ['only'] })).rejects.toThrow(
      /second model/,
    );
  });
});
