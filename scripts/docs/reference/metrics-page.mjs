import { code, codes, facts, page, sentence, text } from './markdown.mjs';

const SCOPES = { phase: 'each phase', stage: 'each stage', both: 'each phase and each stage' };

const UNITS = {
  bytes: 'bytes',
  ms: 'milliseconds',
  ratio: 'ratio, 1 is 100%',
  perSecond: 'per second',
  requests: 'requests',
  count: 'count',
  tokens: 'tokens',
  watts: 'watts',
  celsius: 'degrees Celsius',
  joules: 'joules',
};

/** Every metric by subject, with its definition. */
export function metricsPage({ METRIC_SUBJECTS, AGGREGATES, emptyPhase }) {
  const streams = emptyPhase('load', 0);
  return page(
    'Metrics',
    'A criterion names a metric and, where the default aggregate does not fit, another: `ttft.p99`, or `p99Ttft` as a key of `successCriteria`. An alias can replace the name.',
    `Aggregates: ${codes(AGGREGATES)}.`,
    'A metric that cannot be measured has no value, and reports print the reason. Each metric lists the reason that a phase without recorded data has; other conditions have reasons of their own.',
    METRIC_SUBJECTS.map(({ title, metrics }) => [
      `## ${title}`,
      metrics.map((metric) => [
        `### ${metric.name}`,
        text(metric.description),
        facts([
          ['Label', text(metric.label)],
          ['Aliases', codes(metric.aliases)],
          ['Unit', UNITS[metric.unit]],
          ['Measured for', SCOPES[metric.of]],
          ['Better', metric.better],
          ['Default aggregate', code(metric.defaultAggregate)],
          ['Definition', text(sentence(metric.formula))],
          ['Not measured, for example', text(reasonOf(metric, streams))],
        ]),
      ]),
    ]),
  );
}

function reasonOf(metric, streams) {
  const reading = metric.read(streams);
  return reading.kind === 'unmeasured' ? reading.reason : undefined;
}
