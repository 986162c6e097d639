import { describe, expect, it } from 'vitest';
import { contextSwitchTime } from '../../../src/metric/switching/context-switch-time.ts';
import { measure } from '../../../src/metric/measure/measure.ts';
import { StepPrompts } from '../../../src/phase/step/step-prompts.ts';
import { switchModel } from '../../../src/phase/step/switch-model.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';
import { RecordedPhase } from '../recorded-phase.ts';

async function switched(policy: 'unload-first' | 'load-first') {
  const target = new ScriptedTarget({ loadMs: 20, firstTokenMs: 5 });
  await target.load('small');
  const phase = new RecordedPhase(target, policy);
  await switchModel(phase.context, 'small', 'large', new StepPrompts(phase.context, 'test'));
  return { target, phase };
}

describe('a switch of models', () => {
  it('releases the old model first with unload-first', async () => {
    const { target, phase } = await switched('unload-first');
    expect(target.calls.slice(1)).toEqual(['unload small', 'load large', 'generate large']);
    expect(phase.order).toEqual([
      'switch-began',
      'model-unloaded',
      'model-loading',
      'model-loaded',
      'model-switch',
      'switch-ended',
    ]);
  });

  it('keeps the old model until the new one responds with load-first', async () => {
    const { target, phase } = await switched('load-first');
    expect(target.calls.slice(1)).toEqual(['load large', 'generate large', 'unload small']);
    expect(phase.order).toEqual([
      'switch-began',
      'model-loading',
      'model-loaded',
      'model-switch',
      'model-unloaded',
      'switch-ended',
    ]);
  });

  it.each(['unload-first', 'load-first'] as const)(
    'lasts from its beginning to the first token of the new model (%s)',
    async (policy) => {
      const { phase } = await switched(policy);
      const [began] = phase.eventsOf('switch-began');
      const [row] = phase.rowsOf('model-switch');
      expect(row?.sentNs).toBe(began?.atNs);
      const { avg, count } = measure(contextSwitchTime, phase.streams());
      expect(count).toBe(1);
      expect(avg).toBe(((row?.firstTokenNs ?? 0) - (began?.atNs ?? 0)) / 1e6);
      // Load and first token are included.
      expect(avg).toBeGreaterThanOrEqual(25);
    },
  );
});
