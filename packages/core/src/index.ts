export { defineConfig, parseConfig, configJsonSchema } from './config/parse-config.ts';
export type { RunConfig, RunPhase } from './config/parse-config.ts';
export { parseStartAt } from './config/worker/parse-start-at.ts';
export type { WorkerOptions } from './config/worker/worker-options.ts';
export { parseSlice } from './workload/slice/slice.ts';
export type { Slice } from './workload/slice/slice.ts';
export { LoadcellConfigSchema } from './config/config-schema.ts';
export { PRESET_REQUESTS, SLO_PRESETS } from './config/slos/slo-presets.ts';
export type { SloPreset, SloSource } from './config/slos/slo-presets.ts';
export type {
  CodecModule,
  CodecQuery,
  CodecReading,
  CodecRequest,
} from './target/codec/custom/codec-module.ts';
export { changeTexts, FILE_PLACES } from './config/file-places.ts';
export { parseThreshold } from './config/parse-threshold.ts';
export type { WrittenCriterion } from './config/parse-threshold.ts';
export { describeCriterion } from './verdict/describe-criterion.ts';
export type { LoadcellConfig, ParsedConfig, TargetConfig } from './config/config-schema.ts';
export { explainUnknown } from './spec/nearest-name.ts';
export { readTextFile } from './spec/text-file.ts';
export { shellWord } from './spec/shell-word.ts';

export { BytesSchema, DurationMsSchema, parseBytes, parseDurationMs } from './spec/quantity.ts';
export { PHASE_NAMES, TestConfigSchema } from './spec/contract/test-config.ts';
export type { PhaseName, TestConfig } from './spec/contract/test-config.ts';
export { PerformanceMetricsSchema } from './spec/contract/performance-metrics.ts';
export type { PerformanceMetrics } from './spec/contract/performance-metrics.ts';
export { TestPhaseSchema } from './spec/contract/test-phase.ts';
export type { TestPhase } from './spec/contract/test-phase.ts';
export { TestResultsSchema } from './spec/contract/test-results.ts';
export type { TestResults, TestResultsJson } from './spec/contract/test-results.ts';
export { MetricsCollectorSchema, MetricsSchema } from './spec/contract/metrics-collector.ts';
export type {
  CollectorAverages,
  Metrics,
  MetricsCollectorContract,
} from './spec/contract/metrics-collector.ts';
export { TestRunnerSchema } from './spec/contract/test-runner.ts';
export type { TestRunnerContract } from './spec/contract/test-runner.ts';
export { TestReportSchema } from './spec/contract/test-report.ts';
export type { TestReport, TestReportJson } from './spec/contract/test-report.ts';
export { MemoryProfileSchema } from './spec/contract/memory-profile.ts';
export type { MemoryProfile } from './spec/contract/memory-profile.ts';
export { CrossModelMetricsSchema } from './spec/contract/cross-model-metrics.ts';
export type { CrossModelMetrics } from './spec/contract/cross-model-metrics.ts';
export { SamplingQualitySchema } from './spec/quality/sampling-quality.ts';
export type { SamplingQuality } from './spec/quality/sampling-quality.ts';
export { HeapUsageSchema } from './spec/quality/heap-usage.ts';
export type { HeapUsage } from './spec/quality/heap-usage.ts';
export { MeasuredNumberSchema, MeasuredRatioSchema } from './spec/measured-number.ts';
export type { MeasuredJson } from './spec/measured-number.ts';
export {
  ConfigError,
  LoadcellError,
  ResourceError,
  ResourceErrorSchema,
  TestError,
  TestErrorSchema,
} from './spec/error/errors.ts';
export { ERROR_CODES } from './spec/error/error-codes.ts';
export type { ResourceErrorDetails, TestErrorDetails } from './spec/error/errors.ts';
export { ErrorSchema } from './spec/error/error-codec.ts';
export type { ErrorJson } from './spec/error/error-codec.ts';

export { MetricsCollector } from './profile/metrics-collector.ts';
export type { MetricsCollectorOptions } from './profile/collector-options.ts';
export type { CollectedBatch } from './profile/batch-queue.ts';
export { profile } from './profile/profile.ts';
export type { Profiled, ProfileOptions } from './profile/profile.ts';
export { SPAN_NAMES } from './profile/collection-metrics.ts';
export { NativeUnavailableError, SamplingError } from './collector/sampling-error.ts';
export type { SamplingFailure } from './collector/sampling-error.ts';
export { UsedFiles } from './collector/page-cache/used-files.ts';
export { dropFromPageCache } from './collector/page-cache/drop-from-page-cache.ts';
export type {
  PageCacheDrop,
  UndroppableFile,
} from './collector/page-cache/drop-from-page-cache.ts';
export type { SamplerChoice } from './collector/open-sampler.ts';

export { failedRun } from './report/results/failed-run.ts';
export type { FailedRun } from './report/results/failed-run.ts';
export { targetLine } from './report/rows/target-line.ts';
export type { DescribedTarget } from './report/rows/target-line.ts';
export { TestRunner } from './runner/test-runner.ts';
export { planRun } from './runner/plan/plan-run.ts';
export { describePlan } from './runner/plan/describe-plan.ts';
export type { PlannedPhaseLoad, RunPlan } from './runner/plan/plan-run.ts';
export type { PlannedStage } from './runner/plan/planned-stage.ts';
export type { Amount } from './runner/plan/amount.ts';
export type { TestRunnerOptions } from './runner/test-runner.ts';
export { concludeDirectory } from './report/results/conclude-directory.ts';
export type { RunConclusion } from './report/results/conclude-directory.ts';
export { writeConclusion } from './runner/write-conclusion.ts';
export { InterruptedError } from './runner/run-errors.ts';
export type { WaitState } from './target/server/waiting/wait-for-server.ts';
export type { NamedModel } from './config/target/create-target.ts';
export type { TargetFactory } from './config/target/target-factory.ts';

export { describeOomKill } from './metric/format/describe-event.ts';
export { record } from './record/record.ts';
export type { RecordOptions } from './record/record.ts';
export { RECORDING_PHASE } from './record/recording-files.ts';
export { inheritedDescriptors } from './target/process/launch/inherited-descriptors.ts';
export { argumentBytes } from './target/process/launch/own-strings.ts';
export { numberOfSignal } from './target/process/launch/signal-names.ts';
export type { CommandControl, RecordingStatus } from './record/recording-session.ts';
export type { Recording, RecordingEnd } from './record/recording.ts';
export { RecordingSummarySchema, renderRecordingJson } from './record/recording-summary.ts';
export type { RecordingSummary } from './record/recording-summary.ts';
export type { AskedSubject } from './record/subject.ts';
export { EXPORT_FORMATS, EXPORT_STREAMS, exportRun } from './export/export-run.ts';
export type {
  ExportedFile,
  ExportFormat,
  ExportOptions,
  ExportResult,
  ExportStream,
} from './export/export-run.ts';

export * from './fleet/index.ts';
export * from './merge/index.ts';
export { LiveAggregate } from './live/live-aggregate.ts';
export type {
  LiveFigures,
  LiveQuantiles,
  LiveSource,
  PhaseFigures,
  StageFigures,
} from './live/live-figures.ts';
export type { PlannedRequests } from './live/planned-requests.ts';
export { plannedPhases } from './runner/plan/planned-phases.ts';
export type { PlannedPhase } from './live/planned-phase.ts';
export { compareRuns } from './compare/compare-runs.ts';
export { MismatchedRunsError } from './compare/compare-sides.ts';
export { checkNarrowing } from './compare/stages/check-stages.ts';
export type { CompareOptions } from './compare/compare-sides.ts';
export { ComparisonSchema } from './compare/comparison.ts';
export type {
  CandidateComparison,
  Comparison,
  DifferenceVerdict,
  MetricComparison,
} from './compare/comparison.ts';
export { renderComparisonHtml } from './compare/render-comparison-html.ts';
export { renderComparisonJson } from './compare/render-comparison-json.ts';
export { renderComparisonMarkdown } from './compare/render-comparison-markdown.ts';
export { renderComparisonTerminal } from './compare/render-comparison-terminal.ts';
export { RepeatSet } from './compare/repeat-set.ts';

export { liveSeries } from './telemetry/live-series.ts';
export { openTelemetry, sendSummary } from './telemetry/telemetry.ts';
export type { Telemetry, TelemetryOptions } from './telemetry/telemetry.ts';
export type { ExportAccount } from './telemetry/export-account.ts';
export { otlpEndpoint } from './telemetry/otlp-endpoint.ts';
export type { OtlpOptions } from './telemetry/otlp-endpoint.ts';
export type { PrometheusOptions } from './telemetry/prometheus-server.ts';
export type { Series } from './report/prometheus/series.ts';
export type { RunEvent } from './stream/events/run-event.ts';
export type { StreamObserver } from './stream/stream-observer.ts';
export type { RequestRow } from './stream/rows/request-row.ts';
export type { SampleColumns } from './stream/columns/sample-columns.ts';
export type { PhaseStreams, RunStreams } from './stream/phase-streams.ts';
export { makeFolder } from './stream/files/make-folder.ts';
export { RUN_FILES } from './stream/files/run-directory.ts';

export {
  MemoryPartsReader,
  readMemoryParts,
} from './target/server/server-log/read-memory-parts.ts';
export type { ServerMemory } from './stream/events/memory-parts.ts';
export { TargetDiedError, TargetError } from './target/errors.ts';
export type {
  ContextHandle,
  Generation,
  GenerationRequest,
  LoadedModel,
  Target,
  TargetDescription,
  TargetExit,
} from './target/target.ts';

export { describeFile } from './runner/dataset/describe-file.ts';
export type { DescribedFile } from './runner/dataset/describe-file.ts';
export { DATASET_FORMATS } from './workload/dataset/registry.ts';
export type { DatasetFormat } from './workload/dataset/dataset.ts';
export { DatasetDescriptionSchema } from './workload/dataset/survey/dataset-description.ts';
export type {
  DatasetDescription,
  TokenLengths,
} from './workload/dataset/survey/dataset-description.ts';
export type { RemarkedRows } from './workload/dataset/survey/remark-counts.ts';

export { runDoctor } from './doctor/run-doctor.ts';
export { MachineReportSchema } from './doctor/machine-report.ts';
export type { CheckResult, MachineReport, PurposeVerdict } from './doctor/machine-report.ts';
export { PURPOSE_NAMES } from './doctor/purposes.ts';
export type { Purpose } from './doctor/purposes.ts';
export { inspectMachine } from './doctor/inspect-machine.ts';
export { inspectServer } from './doctor/server/inspect-server.ts';
export { parseEndpoint } from './target/server/session/endpoint.ts';
export type { Endpoint } from './target/server/session/endpoint.ts';
export { isItemApi } from './spec/api-name.ts';
export { findServerModel } from './doctor/server/find-server-model.ts';
export type { FoundModel } from './doctor/server/find-server-model.ts';
export { ServerReportSchema } from './doctor/server/server-report.ts';
export type { ServerReport } from './doctor/server/server-report.ts';

export { formatNumber, formatValue } from './metric/format/format-value.ts';
export { describeLevel, describeLoad } from './metric/format/describe-load.ts';
export { countsSharedPages } from './metric/memory/shared-memory-note.ts';
export { RunResultsSchema } from './report/results/run-results.ts';
export type { RunResults } from './report/results/run-results.ts';
export { findReportFormat, REPORT_FORMATS } from './report/report-formats.ts';
export type { Rendered, RenderOptions, ReportFormat, ReportInput } from './report/report-format.ts';
export type {
  Evidence,
  Recommendation,
  ReportSection,
  Severity,
} from './report/findings/recommendation.ts';
export { writeReport } from './report/write-report.ts';
export { wrapLine } from './report/terminal/terminal-style.ts';
export { renderReportJson } from './report/json/render-json.ts';
export { renderAnnotations } from './report/github/github-annotations.ts';
export { renderMarkdown, renderMarkdownSummary } from './report/markdown/render-markdown.ts';
export { renderTerminal } from './report/terminal/render-terminal.ts';
export type { Palette } from './report/terminal/palette.ts';
export { EngineTarget } from './target/engine/engine-target.ts';
export type { EngineProcessBounds } from './target/engine/engine-target.ts';
export type { EngineTargetOptions } from './target/engine/engine-options.ts';
export type {
  Engine,
  EngineResponse,
  EngineModel,
  EngineRequest,
  EngineSettings,
} from './target/engine/engine.ts';
export { ensureTinyModels } from './target/tiny-model/ensure-tiny-models.ts';
export type { TinyModelFile } from './target/tiny-model/ensure-tiny-models.ts';
export { startMockServer } from './mock/start-mock-server.ts';
export type { MockServer } from './mock/mock-server.ts';
export { readServerMetrics } from './scrape/read-server-metrics.ts';
export { readSlots } from './scrape/read-slots.ts';
export { QUANTITIES } from './scrape/quantities.ts';
export type { Quantity, QuantityName } from './scrape/quantities.ts';
export type { HistogramReading, SeriesReading, ServerReading } from './scrape/server-reading.ts';
