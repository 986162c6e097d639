import { parseConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './refusal-of.ts';

describe('an invalid value', () => {
  it.each<[unknown, string]>([
    [
      { phases: { load: { stages: [{ kind: 'closed', concurrency: 1.5 }] } } },
      'invalid phases.load.stages.0.concurrency 1.5: expected a whole number',
    ],
    [{ phases: { load: { duration: 0 } } }, 'invalid phases.load.duration 0: expected more than 0'],
    [{ sampling: { hz: 0 } }, 'invalid sampling.hz 0: expected at least 1'],
    [{ sampling: { hz: 1e6 } }, 'invalid sampling.hz 1000000: expected at most 10000'],
    [{ verbose: 'yes' }, 'invalid verbose "yes": expected true or false'],
    [
      { successCriteria: { p95ResponseTime: '1s' } },
      'invalid successCriteria.p95ResponseTime "1s": expected a number in the unit of the metric (bytes, milliseconds, per second, or 0 to 1)',
    ],
  ])('is refused with the value and what is expected: %j', (input, message) => {
    expect(refusalOf(() => parseConfig(input)).text).toBe(message);
  });

  it.each<[unknown, string]>([
    [{ sampling: { hz: 0 } }, 'set it to at least 1'],
    [{ sampling: { hz: 1e6 } }, 'set it to at most 10000'],
    [{ phases: { load: { duration: 0 } } }, 'set it to more than 0'],
    [
      { phases: { load: { stages: [{ kind: 'open', rate: 5, arrivals: 'weird' }] } } },
      'use one of poisson, constant, or { gamma }',
    ],
    [
      { successCriteria: { maxMemoryUse: 1 } },
      'write a metric alone or with an aggregate (max, min, avg, p50, p90, p95, p99, total), such as ttft.p95 or maxMemoryUsage',
    ],
  ])('has what to do on a separate line: %j', (input, help) => {
    expect(refusalOf(() => parseConfig(input)).help).toBe(help);
  });

  it('has the help once where several mistakes share it, and per mistake where they do not', () => {
    const until = { until: 'decided', maxDuration: '0s' } as const;
    const stages = [
      { kind: 'closed', ...until },
      { kind: 'open', ...until },
    ];
    expect(refusalOf(() => parseConfig({ phases: { load: { stages } } }))).toEqual({
      text:
        'invalid phases.load.stages.0.maxDuration "0s": expected more than 0\n' +
        'invalid phases.load.stages.1.maxDuration "0s": expected more than 0',
      help: 'set it to more than 0',
    });
    const unlike = refusalOf(() => parseConfig({ sampling: { hz: 0 }, phase: 'lod' }));
    expect(unlike.help).toBeUndefined();
    expect(unlike.text).toContain('Set it to at least 1.');
  });

  it('reports a time of 0 once', () => {
    const stages = [{ kind: 'closed', cancel: { share: 0.1, after: 0 } }];
    expect(refusalOf(() => parseConfig({ phases: { load: { stages } } })).text).toBe(
      'invalid phases.load.stages.0.cancel.after 0: expected more than 0',
    );
  });
});
