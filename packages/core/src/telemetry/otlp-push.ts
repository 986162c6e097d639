import {
  ATTRIBUTES,
  type Attribute,
  type Point,
  type Series,
} from '../report/prometheus/series.ts';
import { CountingExporter } from './counting-exporter.ts';
import type { ExportAccount } from './export-account.ts';
import type { OpenTelemetry } from './import-opentelemetry.ts';
import { otlpEndpoint, readHeaders, type OtlpOptions } from './otlp-endpoint.ts';

const DEFAULT_INTERVAL_MS = 10_000;
/** Time limit of an export, so that a run does not wait for a slow collector at its end. */
const TIMEOUT_MS = 3000;

/** Attribute names in OpenTelemetry: from its semantic conventions if they define one. */
const NAMES: Readonly<Record<Attribute, string>> = {
  phase: 'loadcell.phase',
  stage: 'loadcell.stage',
  model: 'gen_ai.request.model',
  aggregate: 'loadcell.aggregate',
  metric: 'loadcell.metric',
  criterion: 'loadcell.criterion',
  outcome: 'loadcell.outcome',
  version: 'loadcell.version',
  target: 'loadcell.target',
};

/** Sends series by OTLP at an interval until it is closed. */
export interface OtlpPush {
  /** Sends a last time and stops. Never fails because of the collector. */
  close(): Promise<ExportAccount>;
}

function otelAttributes({ attributes }: Point): Record<string, string> {
  return Object.fromEntries(
    ATTRIBUTES.flatMap((attribute) => {
      const value = attributes[attribute];
      return value === undefined ? [] : [[NAMES[attribute], value]];
    }),
  );
}

/**
 * Starts to send the series of `read`.
 * @param packages OpenTelemetry as `importOpenTelemetry` loads it
 * @param read always returns the same series, with their current points
 * @throws {ConfigError} for an invalid URL, or a variable that is not set
 */
export function openOtlpPush(
  packages: OpenTelemetry,
  options: OtlpOptions,
  read: () => readonly Series[],
): OtlpPush {
  const {
    exporter: { OTLPMetricExporter },
    metrics,
    resources,
  } = packages;
  const intervalMs = options.intervalMs ?? DEFAULT_INTERVAL_MS;
  const exporter = new CountingExporter(
    new OTLPMetricExporter({
      url: otlpEndpoint(options.url),
      headers: readHeaders(options.headersEnv ?? {}, process.env),
      timeoutMillis: Math.min(TIMEOUT_MS, intervalMs),
    }),
    packages,
  );
  const reader = new metrics.PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: intervalMs,
    exportTimeoutMillis: Math.min(2 * TIMEOUT_MS, intervalMs),
  });
  const provider = new metrics.MeterProvider({
    resource: resources.resourceFromAttributes({ 'service.name': 'loadcell' }),
    readers: [reader],
  });
  const meter = provider.getMeter('loadcell');
  const instruments = new Map(
    read().map(({ name, kind, unit, description }) => [
      name,
      kind === 'counter'
        ? meter.createObservableCounter(name, { unit, description })
        : meter.createObservableGauge(name, { unit, description }),
    ]),
  );
  meter.addBatchObservableCallback(
    (result) => {
      for (const { name, points } of read()) {
        const instrument = instruments.get(name);
        if (instrument === undefined) continue;
        for (const point of points) {
          // JSON has no infinity: failures are in the counts.
          if (Number.isFinite(point.value)) {
            result.observe(instrument, point.value, otelAttributes(point));
          }
        }
      }
    },
    [...instruments.values()],
  );
  return {
    close: async () => {
      // Rejections of failed exports are already in the account.
      await Promise.allSettled([provider.shutdown({ timeoutMillis: 2 * TIMEOUT_MS })]);
      return exporter.account;
    },
  };
}
