import { describe, expect, it } from 'vitest';
import { checkNarrowing } from '../../../src/compare/stages/check-stages.ts';

const CONFIG = {
  phases: [{ name: 'baseline' }, { name: 'load' }],
  phaseOptions: { load: { stages: [{ name: 'closed' }, { name: 'sweep' }] } },
};

describe('checkNarrowing', () => {
  it('accepts the stages of every phase, sweeps, and levels that only the run will find', () => {
    for (const stages of [undefined, ['closed'], ['sequential'], ['sweep', 'sweep/16']]) {
      expect(() => checkNarrowing({ stages }, [CONFIG])).not.toThrow();
    }
  });

  it('rejects an unknown stage, and lists the known ones', () => {
    const check = (stage: string) => () => checkNarrowing({ stages: [stage] }, [CONFIG]);
    expect(check('close')).toThrow('unknown stage "close"; did you mean "closed"?');
    expect(check('close')).toThrow('he stages of these runs are sequential, closed, sweep');
    expect(check('ramp/16')).toThrow('unknown stage "ramp/16"');
  });

  it('rejects an unknown metric, even without a stage', () => {
    expect(() => checkNarrowing({ metrics: ['p95Respons'] }, [CONFIG])).toThrow('did you mean');
  });

  it('rejects a metric of the whole phase in a stage', () => {
    const narrowing = { metrics: ['loadTime'], stages: ['closed'] };
    expect(() => checkNarrowing(narrowing, [CONFIG])).toThrow('cannot be combined with --stage');
    expect(() => checkNarrowing({ metrics: ['loadTime'] }, [CONFIG])).not.toThrow();
  });
});
