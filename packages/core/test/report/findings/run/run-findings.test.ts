import { describe, expect, test } from 'vitest';

import {
  describeGroup,
  groupRecommendations,
  SEVERITIES,
} from '../../../../src/report/findings/recommendation.ts';
import { FINDINGS } from '../../../../src/report/findings/all-findings.ts';
import { unprovenApi } from '../../../../src/report/findings/run/unproven-api.ts';
import { inconclusiveCriteria } from '../../../../src/report/findings/run/inconclusive-criteria.ts';
import type { StageLoad } from '../../../../src/stream/stage/stage-load.ts';
import { builtBaseline, builtCrossModel, builtLoad } from '../../../stream/built/built-phases.ts';
import type { BuiltStage } from '../../../stream/built/built-stage.ts';
import { ENDINGS } from '../../../stream/stage/endings.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { concluded } from '../../concluded.ts';
import { advice } from '../advice.ts';

test('a run that went well has no finding but what its over-long prompt showed', () => {
  const phases = [
    builtBaseline().build(5900),
    builtCrossModel().build(3700),
    builtLoad().build(5500),
  ];
  const criteria = { maxMemoryUsage: 2 ** 30, errorRate: 0 };
  const { report, recommendations } = concluded(phases, { criteria });
  expect(new Set(recommendations.map(({ rule }) => rule))).toEqual(new Set(['context-truncated']));
  expect(report.recommendations).toEqual(groupRecommendations(recommendations).map(describeGroup));
});

test('findings come the gravest first, then by phase and stage', () => {
  const failing = builtLoad().request({
    purpose: 'load',
    stage: 'closed',
    sentMs: 900,
    endMs: 901,
  });
  const { recommendations } = concluded([builtBaseline().build(5900), failing.build(5500)], {
    criteria: { p99ResponseTime: 1e6, maxMemoryUsage: 250 * 2 ** 20 },
  });
  const places = recommendations.map(({ severity }) => SEVERITIES.indexOf(severity));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(recommendations.map(({ severity, phase, stage }) => [severity, phase, stage])).toEqual([
    ['critical', 'load', 'closed'],
    ['warning', 'baseline', undefined],
    ['warning', 'baseline', 'sequential'],
    ['warning', 'load', undefined],
    ['warning', 'load', 'closed'],
    ['warning', 'load', 'open'],
    ['note', 'baseline', undefined],
    ['note', 'load', undefined],
  ]);
});

test('names of findings are unique', () => {
  const names = FINDINGS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

describe('inconclusive-criteria', () => {
  test('reports the criterion, its bounds and the number of requests that decides', () => {
    expect(
      advice(inconclusiveCriteria, builtBaseline(), { criteria: { p99ResponseTime: 1e6 } })[0],
    ).toMatch(
      /p99ResponseTime is inconclusive.*requests 100.*about 299 requests \(phases\.baseline\.minRequests\), or compare/u,
    );
  });

  const few = (load: StageLoad, options: BuiltStage = {}, name = 'open'): PhaseBuilder => {
    const phase = new PhaseBuilder('load').stage(name, 0, 2000, { load, ...options });
    for (let sentMs = 0; sentMs < 2000; sentMs += 20) {
      phase.request({ purpose: 'load', sentMs, chunksMs: [sentMs + 5 + (sentMs % 7)] });
    }
    return phase;
  };
  const OPEN = { kind: 'open', ratePerSecond: 50, arrivals: 'constant' } as const;

  test.each<[string, StageLoad, BuiltStage, string]>([
    ['of a time', { ...OPEN, durationMs: 2000 }, {}, '(--requests), run until decided (--until-d'],
    [
      'until decided',
      { ...OPEN, until: 'decided', maxDurationMs: 2000, firstLook: 72 },
      { decided: { endedBy: 'max-duration', looks: 1, requests: 72 } },
      'Raise --max-duration: about ',
    ],
    [
      'that is a ramp',
      { kind: 'ramp', fromPerSecond: 1, toPerSecond: 99, durationMs: 2000 },
      {},
      'Raise the duration of the ramp: about 299 requests',
    ],
    [
      'that replays a trace',
      { kind: 'trace', requests: 100, ratePerSecond: 50, speed: 1 },
      {},
      'Replay a longer trace: about 299 requests',
    ],
    [
      'that ended early',
      { ...OPEN, durationMs: 2000 },
      { endedBy: ENDINGS.saturated },
      'Find out why the stage ended early',
    ],
  ])('advises what a stage %s can do', (_, load, options, expected) => {
    const [found = ''] = advice(inconclusiveCriteria, few(load, options), {
      criteria: { p99ResponseTime: 1e6 },
    });
    expect(found).toContain(expected);
    expect(found).toContain('or compare the value itself (--accept-inconclusive)');
    const isOfTime = load.kind === 'open' && load.until === undefined && !('endedBy' in options);
    expect(found.includes('--until-decided')).toBe(isOfTime);
  });

  test('names the inconclusive one of several stages, with its requests', () => {
    const criteria = { p99ResponseTime: 1e6, p95ResponseTime: 1e6 };
    const found = concluded([builtLoad().build(5500)], { criteria }).recommendations.filter(
      ({ rule }) => rule === 'inconclusive-criteria',
    );
    expect(found.map(({ stage, anchor, evidence }) => [stage, anchor, evidence[1]?.value])).toEqual(
      [
        ['closed', 'criteria-load-closed', '156'],
        ['open', 'criteria-load-open', '70'],
      ],
    );
    expect(advice(inconclusiveCriteria, builtLoad(), { criteria })).toEqual([
      expect.stringMatching(
        /^p99ResponseTime is inconclusive.*load, closed: .*requests 156.*; load, open:/u,
      ),
    ]);
  });

  test('reports nothing when a criterion is decided', () => {
    expect(
      advice(inconclusiveCriteria, builtBaseline(), { criteria: { p95ResponseTime: 1 } }),
    ).toEqual([]);
  });
});

test('an API that was tested on the mock server alone is a note, and another is none', () => {
  const sent = (api: string): PhaseBuilder =>
    new PhaseBuilder('load').stage('closed', 0, 900).request({
      purpose: 'load',
      stage: 'closed',
      api,
      itemCount: 2,
      sentMs: 1,
      chunksMs: [9],
    });
  expect(advice(unprovenApi, sent('tei-rerank'))).toEqual([
    expect.stringContaining('tested with api "tei-rerank" on its mock server alone'),
  ]);
  expect(advice(unprovenApi, sent('rerank'))).toEqual([]);
});
