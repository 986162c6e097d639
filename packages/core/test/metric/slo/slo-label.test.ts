import { expect, it } from 'vitest';
import { metricNamed } from '../../../src/metric/registry.ts';
import { sloLabel } from '../../../src/metric/slo/slo-label.ts';
import { SLO_NAMES } from '../../../src/stream/rows/request-slos.ts';

it.each(SLO_NAMES)('is that of the metric, for %s', (name) => {
  expect(sloLabel(name)).toBe(metricNamed(name).label);
});
