import { expect, test } from 'vitest';
import { criterionName, type NamedStages } from '../../src/verdict/criterion-name.ts';

const phase = (names: readonly string[], stagesNotRun: readonly string[] = []): NamedStages => ({
  stages: names.map((name) => {
    const [sweep = name] = name.split('/');
    return sweep === name ? { name } : { name, level: { sweep } };
  }),
  stagesNotRun: stagesNotRun.map((name) => ({ name })),
});

test.each([
  ['errorRate', 'sequential', phase(['sequential']), 'errorRate'],
  ['errorRate', 'open', phase(['closed', 'open']), 'stages.open.errorRate'],
  ['errorRate', 'closed', phase(['closed'], ['open']), 'stages.closed.errorRate'],
  ['maxMemoryUsage', undefined, phase(['closed', 'open']), 'maxMemoryUsage'],
  ['stages.open.errorRate', 'open', phase(['closed', 'open']), 'stages.open.errorRate'],
  ['stages.sweep.goodput', 'sweep/16', phase(['closed', 'sweep/16']), 'stages.sweep.goodput'],
  ['goodput', 'sweep/16', phase(['sweep/8', 'sweep/16']), 'goodput'],
  ['goodput', 'sweep/16', phase(['sweep/16', 'sweep-2/4']), 'stages.sweep.goodput'],
])('%s judged at %s of a phase is named by its stage where there are several', (...given) => {
  const [key, stage, stages, name] = given;
  expect(criterionName(stage === undefined ? { key } : { key, stage }, stages)).toBe(name);
});
