import type { MetricDefinition } from '../metric/metric.ts';
import { parseCriterion } from './criterion.ts';

/** What follows the name of a threshold; shares have their range instead. */
const UNIT_WORDS: Readonly<Record<MetricDefinition['unit'], string>> = {
  bytes: ', bytes',
  ms: ', ms',
  ratio: '',
  perSecond: ', per second',
  requests: '',
  count: '',
  tokens: ', tokens',
  watts: ', watts',
  celsius: ', °C',
  joules: ', joules',
};

/**
 * The threshold of a criterion in words: `maximum TTFT p95, ms`.
 * @param key of `successCriteria`
 * @throws {ConfigError} for an unknown key
 */
export function describeCriterion(key: string): string {
  const { metric, aggregate, bound, stage } = parseCriterion(key);
  const side = bound === 'at-most' ? 'maximum' : 'minimum';
  // A share has one value, and `maximum RSS max` would say the same twice.
  const isPlain = metric.isShare === true || side.startsWith(aggregate);
  const what = isPlain ? metric.label : `${metric.label} ${aggregate}`;
  const unit = metric.isShare === true ? ', 0 to 1' : UNIT_WORDS[metric.unit];
  return `${side} ${what}${unit}${stage === undefined ? '' : `, in the stage ${stage}`}`;
}
