import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import {
  AggregationTemporality,
  InstrumentType,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';

/** What became of what was sent. */
export interface ExportAccount {
  readonly sent: number;
  /** Those that nobody took, or not in time. */
  readonly failed: number;
  /** Why the first of them failed; empty when none did. */
  readonly firstFailure: string;
}

/** Hands on to an exporter and counts what became of it: a collector that is down is no failure of a run. */
export class CountingExporter implements PushMetricExporter {
  readonly #exporter: PushMetricExporter;
  #sent = 0;
  #taken = 0;
  #firstFailure = '';

  constructor(exporter: PushMetricExporter) {
    this.#exporter = exporter;
  }

  get account(): ExportAccount {
    const failed = this.#sent - this.#taken;
    const reason = this.#firstFailure === '' ? 'no answer in time' : this.#firstFailure;
    return { sent: this.#sent, failed, firstFailure: failed === 0 ? '' : reason };
  }

  export(metrics: ResourceMetrics, onResult: (result: ExportResult) => void): void {
    this.#sent += 1;
    this.#exporter.export(metrics, (result) => {
      if (result.code === ExportResultCode.SUCCESS) this.#taken += 1;
      else if (this.#firstFailure === '') this.#firstFailure = result.error?.message ?? 'no reason';
      onResult(result);
    });
  }

  /** Gauges are told anew each time: the last value of what is no longer measured must not be told again. */
  selectAggregationTemporality(type: InstrumentType): AggregationTemporality {
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
