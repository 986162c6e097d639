import { memoryProfile } from '../metric/memory-profile.ts';
import { samplingAccount } from '../metric/sampling-account.ts';
import { LoadcellError } from '../spec/errors.ts';
import type { Metrics } from '../spec/metrics-collector.ts';
import { average } from '../stats/time-weighted.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';

/** Names of spans that have a place in the contract's metrics. */
export const SPAN_NAMES = {
  /** A model is loaded. */
  load: 'load',
  /** A model generates. */
  inference: 'inference',
  /** A user waits for the whole answer. */
  response: 'response',
  /** A fresh context is made resident. */
  contextLoad: 'context-load',
  /** The step from one context to another. */
  contextTransition: 'context-transition',
  /** The step from one model to another. */
  modelSwitch: 'model-switch',
} as const;

/** Average length of the spans of a name, milliseconds; `NaN` when there was none. */
export function averageSpanMs(phase: PhaseStreams, name: string): number {
  const spansMs = phase.events.flatMap((event) =>
    event.kind === 'span' && event.name === name ? [event.durationNs / 1e6] : [],
  );
  return spansMs.length === 0 ? Number.NaN : average(spansMs);
}

/**
 * What a collection measured. Memory before and after are the first and the last sample of the window; times are the
 * averages of the spans that bear the names of {@link SPAN_NAMES}; whatever had no span is `NaN`.
 */
export function collectionMetrics(phase: PhaseStreams): Metrics {
  const sampling = samplingAccount(phase);
  if (sampling === undefined) throw new LoadcellError('STATE', 'Nothing has been sampled yet.');
  const profile = memoryProfile(phase);
  const { rssBytes } = phase.samples;
  return {
    memoryUsage: {
      baseline: rssBytes[0] ?? Number.NaN,
      peak: profile.peak,
      afterRelease: rssBytes.at(-1) ?? Number.NaN,
    },
    contextStats: {
      loadTime: averageSpanMs(phase, SPAN_NAMES.contextLoad),
      transitionTime: averageSpanMs(phase, SPAN_NAMES.contextTransition),
      compressionRatio: Number.NaN,
    },
    modelMetrics: {
      inferenceTime: averageSpanMs(phase, SPAN_NAMES.inference),
      responseLatency: averageSpanMs(phase, SPAN_NAMES.response),
      contextSwitchTime: averageSpanMs(phase, SPAN_NAMES.modelSwitch),
    },
    memoryProfile: profile,
    sampling,
  };
}
