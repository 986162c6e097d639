import type { ExportResult } from '@opentelemetry/core';
import type {
  AggregationTemporality,
  InstrumentType,
  PushMetricExporter,
  ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import type { ExportAccount } from './export-account.ts';
import type { OpenTelemetry } from './import-opentelemetry.ts';

/** Wraps an exporter and counts results: an unreachable collector is not an error of the run. */
export class CountingExporter implements PushMetricExporter {
  readonly #exporter: PushMetricExporter;
  readonly #packages: OpenTelemetry;
  #sent = 0;
  #taken = 0;
  #firstFailure = '';

  constructor(exporter: PushMetricExporter, packages: OpenTelemetry) {
    this.#exporter = exporter;
    this.#packages = packages;
  }

  get account(): ExportAccount {
    const failed = this.#sent - this.#taken;
    const reason = this.#firstFailure === '' ? 'no response in time' : this.#firstFailure;
    return { sent: this.#sent, failed, firstFailure: failed === 0 ? '' : reason };
  }

  export(metrics: ResourceMetrics, onResult: (result: ExportResult) => void): void {
    const { ExportResultCode } = this.#packages.core;
    this.#sent += 1;
    this.#exporter.export(metrics, (result) => {
      if (result.code === ExportResultCode.SUCCESS) this.#taken += 1;
      else if (this.#firstFailure === '') this.#firstFailure = result.error?.message ?? 'no reason';
      onResult(result);
    });
  }

  /** Delta for gauges, so that the last value of a series that is no longer measured is not sent again. */
  selectAggregationTemporality(type: InstrumentType): AggregationTemporality {
    const { AggregationTemporality, InstrumentType } = this.#packages.metrics;
    return type === InstrumentType.OBSERVABLE_GAUGE
      ? AggregationTemporality.DELTA
      : AggregationTemporality.CUMULATIVE;
  }

  forceFlush(): Promise<void> {
    return this.#exporter.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }
}
