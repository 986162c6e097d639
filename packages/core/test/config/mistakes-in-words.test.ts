import { parseConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './refusal-of.ts';

describe('a value that is not taken', () => {
  it.each<[unknown, string]>([
    [
      { phases: { load: { stages: [{ kind: 'closed', concurrency: 1.5 }] } } },
      'phases.load.stages.0.concurrency: expected a whole number, and got 1.5.',
    ],
    [
      { phases: { load: { duration: 0 } } },
      'phases.load.duration: expected more than 0, and got 0.',
    ],
    [{ sampling: { hz: 0 } }, 'sampling.hz: expected at least 1, and got 0.'],
    [{ sampling: { hz: 1e6 } }, 'sampling.hz: expected at most 10000, and got 1000000.'],
    [{ verbose: 'yes' }, 'verbose: expected true or false, and got "yes".'],
    [
      { successCriteria: { p95ResponseTime: '1s' } },
      'successCriteria.p95ResponseTime: expected a number of bytes, milliseconds, a second, or 0 to 1, as the metric has it, and got "1s".',
    ],
  ])('is refused in words, with what was given: %j', (input, message) => {
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
  ])('has what to do on a line of its own: %j', (input, help) => {
    expect(refusalOf(() => parseConfig(input)).help).toBe(help);
  });

  it('has the help once where several mistakes share it, and each with its own where they do not', () => {
    const until = { until: 'decided', maxDuration: '0s' } as const;
    const stages = [
      { kind: 'closed', ...until },
      { kind: 'open', ...until },
    ];
    expect(refusalOf(() => parseConfig({ phases: { load: { stages } } }))).toEqual({
      text:
        'phases.load.stages.0.maxDuration: expected more than 0, and got "0s".\n' +
        'phases.load.stages.1.maxDuration: expected more than 0, and got "0s".',
      help: 'set it to more than 0',
    });
    const unlike = refusalOf(() => parseConfig({ sampling: { hz: 0 }, phase: 'lod' }));
    expect(unlike.help).toBeUndefined();
    expect(unlike.text).toContain('Set it to at least 1.');
  });

  it('names a time of 0 once', () => {
    const stages = [{ kind: 'closed', cancel: { share: 0.1, after: 0 } }];
    expect(refusalOf(() => parseConfig({ phases: { load: { stages } } })).text).toBe(
      'phases.load.stages.0.cancel.after: expected more than 0, and got 0.',
    );
  });
});
