import { parseConfig, planRun, type PhaseName } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import type { TokenCount } from '../../../src/phase/phase.ts';
import { PHASES } from '../../../src/phase/registry.ts';
import { TokenLimit } from '../../../src/runner/plan/token-limit.ts';
import { RecordedPhase } from '../../phase/recorded-phase.ts';
import type { Script } from '../../target/script.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';

const BRIEF = { idle: 5, settle: 5, duration: 1 };

/** A host that answers at once, with room for all transitions. */
const QUICK = { firstTokenMs: 0, tokenMs: 0, contextTokens: 4096 };

/** What a phase sends, and what is planned for it. */
async function sentAndPlanned(
  name: PhaseName,
  options: object,
  { target, script = {} }: { readonly target?: object; readonly script?: Partial<Script> } = {},
) {
  const config = parseConfig({
    phase: name,
    phases: { [name]: { ...BRIEF, ...options } },
    ...(target === undefined ? {} : { target }),
  });
  const [plan] = (await planRun(config)).phases;
  if (plan === undefined) throw new Error('The plan has no phase.');
  let sent = 0;
  const count: TokenCount = {
    take: (input, output) => {
      sent += input + output;
    },
    giveBack: (input, output) => {
      sent -= input + output;
    },
  };
  const run = async (tokens: TokenCount): Promise<RecordedPhase> => {
    const host = new ScriptedTarget({ ...QUICK, ...script });
    const phase = new RecordedPhase(host, 'unload-first', { tokens });
    const { baseline, load, 'cross-model': crossModel } = config.phaseOptions;
    if (name === 'baseline') await PHASES.baseline.run(phase.context, baseline);
    else if (name === 'load') await PHASES.load.run(phase.context, load);
    else await PHASES['cross-model'].run(phase.context, crossModel);
    return phase;
  };
  const phase = await run(count);
  return { plan, phase, sent, run };
}

const STAGES = [{ kind: 'closed', requests: 5, warmup: 2 }];

describe('the setup of a plan', () => {
  it('is what a load sends beside its stages, so that the plan is what a limit counts', async () => {
    const { plan, phase, sent, run } = await sentAndPlanned('load', { stages: STAGES });
    expect(plan.tokens).toEqual({ least: sent, most: sent, isAbout: true });
    expect(plan.requests.least).toBe(phase.rows.length);
    expect(phase.rows.filter(({ stage }) => stage === '')).toHaveLength(plan.setup.requests.least);
    await run(new TokenLimit(sent));
    await expect(run(new TokenLimit(sent - 1))).rejects.toMatchObject({ code: 'TOKEN_LIMIT' });
  });

  it('has no switches where there is no other model', async () => {
    const one = { models: [{ name: 'small', path: 'small.gguf' }] };
    const { plan, phase, sent } = await sentAndPlanned(
      'load',
      { stages: STAGES, promptTokens: 5 },
      { target: one, script: { models: ['small'] } },
    );
    expect(plan.setup).toMatchObject({ load: 'contexts', requests: { most: 11 } });
    expect(plan.requests.least).toBe(phase.rows.length);
    expect(plan.tokens.least).toBe(sent);
  });

  it('has the contexts and transitions of the baseline', async () => {
    const options = { minRequests: 4, contextLoads: 7, transitions: 6, promptTokens: 9 };
    const { plan, phase } = await sentAndPlanned('baseline', options);
    expect(phase.rows.filter(({ stage }) => stage === '')).toHaveLength(plan.setup.requests.least);
  });

  it('has the switches and continuations of cross-model, which are at least so many', async () => {
    const { plan, phase, sent } = await sentAndPlanned('cross-model', { minSwitches: 5 });
    expect(plan.setup.requests).toEqual({ least: 11 + 15, most: Infinity, isAbout: false });
    // Three pairs of switches take longer than the duration, so there are no more.
    expect(plan.tokens.least).toBe(sent);
    expect(plan.requests.least).toBe(phase.rows.length);
  });

  it('has no prompt longer than the context, which is not sent where tokens have a limit', async () => {
    const { phase } = await sentAndPlanned('load', { stages: STAGES });
    expect(phase.rowsOf('over-long')).toEqual([]);
    expect(phase.eventsOf('not-measured')).toMatchObject([
      {
        metric: 'compressionRatio',
        reason: 'with --max-tokens (maxTokens), no prompt longer than the context is sent',
      },
    ]);
  });
});
