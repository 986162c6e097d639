import { describe, expect, it } from 'vitest';
import type { LoadcellConfig } from '../../../src/config/config-schema.ts';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { createClientCheck } from '../../../src/runner/client/create-client-check.ts';
import type { PhaseName } from '../../../src/spec/contract/test-config.ts';
import { RecordedPhase } from '../../phase/recorded-phase.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';

function made(config: LoadcellConfig, name: PhaseName = 'load') {
  const phase = new RecordedPhase(new ScriptedTarget());
  const { journal, signal } = phase.context;
  return {
    phase,
    check: createClientCheck({ name, config: parseConfig(config), journal }, signal),
  };
}

const url = 'http://127.0.0.1:8000';

describe('whether the client of a phase is checked', () => {
  it('is so for a load of a server, with the budget that follows from what is judged', async () => {
    const { phase, check } = made({
      target: { url },
      slos: { ttft: 200 },
      successCriteria: { p99InterTokenLatency: 90 },
      phases: {
        load: { successCriteria: { p99InterTokenLatency: 60 }, calibration: { requests: 2 } },
      },
    });
    await check?.calibrate({ concurrency: 1 });
    expect(phase.eventsOf('client-calibrated')[0]?.calibration).toMatchObject({
      clock: 'native',
      requests: 2,
      budget: { firstTokenMs: 10, gapMs: 3 },
    });
  });

  it('is so over https as well, by the worker that carries it, on plain http', async () => {
    const target = { url: 'https://127.0.0.1:8443' };
    const { phase, check } = made({ target, phases: { load: { calibration: { requests: 2 } } } });
    await check?.calibrate({ concurrency: 1 });
    expect(phase.eventsOf('client-calibrated')[0]?.calibration.clock).toBe('undici-worker');
  });

  it('is not so for an engine in a child process, nor in a phase without load', () => {
    expect(made({}).check).toBeUndefined();
    const { phase, check } = made({ target: { url } }, 'baseline');
    expect(check).toBeUndefined();
    expect(phase.events).toEqual([]);
  });

  it('is not so where it is switched off, which is noted', () => {
    const { phase, check } = made({ target: { url }, phases: { load: { calibration: false } } });
    expect(check).toBeUndefined();
    expect(phase.eventsOf('client-not-calibrated')).toMatchObject([{ cause: 'switched-off' }]);
  });
});
