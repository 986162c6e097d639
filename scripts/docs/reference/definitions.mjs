/** Loads the definitions that the pages are made from, out of the builds of the packages. */
export async function loadDefinitions() {
  const core = '../../../packages/core/dist';
  const cli = '../../../packages/cli/dist';
  const { METRIC_SUBJECTS } = await import(`${core}/metric/registry.js`);
  const { AGGREGATES } = await import(`${core}/metric/metric.js`);
  const { emptyPhase } = await import(`${core}/stream/empty-phase.js`);
  const { LoadcellConfigSchema } = await import(`${core}/config/config-schema.js`);
  const { RunEventSchema } = await import(`${core}/stream/events/run-event.js`);
  const { describeColumn } = await import(`${core}/export/export-column.js`);
  const { requestsSchema } = await import(`${core}/stream/files/requests-file.js`);
  const { samplesSchema } = await import(`${core}/stream/files/samples-file.js`);
  const { surveySchema } = await import(`${core}/stream/files/survey-file.js`);
  const { FINDINGS } = await import(`${core}/report/findings/all-findings.js`);
  const { SEVERITIES } = await import(`${core}/report/findings/recommendation.js`);
  const { ERROR_CODES } = await import(`${core}/spec/error/error-codes.js`);
  const { REQUEST_FAILURE_MEANINGS } = await import(
    `${core}/target/server/failure/request-failure.js`
  );
  const { unitOfColumn } = await import(`${core}/stream/rows/survey-stream.js`);
  const { QUANTITIES } = await import(`${core}/scrape/quantities.js`);
  const { COLUMN_SETS } = await import('../../../packages/native/dist/record/column-sets.js');
  const { TestReportSchema } = await import(`${core}/spec/contract/test-report.js`);
  const { RecordingSummarySchema } = await import(`${core}/record/recording-summary.js`);
  const { ComparisonSchema } = await import(`${core}/compare/comparison.js`);
  const { MachineReportSchema } = await import(`${core}/doctor/machine-report.js`);
  const { ServerReportSchema } = await import(`${core}/doctor/server/server-report.js`);
  const { DatasetDescriptionSchema } = await import(
    `${core}/workload/dataset/survey/dataset-description.js`
  );
  const { COMMANDS } = await import(`${cli}/program/commands.js`);
  const { GLOBAL_FLAGS } = await import(`${cli}/program/global-flags.js`);
  const { CONFIG_FILE_NAMES } = await import(`${cli}/config/find-config-file.js`);
  const { EXIT_CODE_MEANINGS } = await import(`${cli}/exit-codes.js`);
  return {
    METRIC_SUBJECTS,
    AGGREGATES,
    emptyPhase,
    LoadcellConfigSchema,
    FINDINGS,
    SEVERITIES,
    ERROR_CODES,
    REQUEST_FAILURE_MEANINGS,
    COLUMN_SETS,
    QUANTITIES,
    unitOfColumn,
    TestReportSchema,
    RecordingSummarySchema,
    ComparisonSchema,
    MachineReportSchema,
    ServerReportSchema,
    DatasetDescriptionSchema,
    RunEventSchema,
    describeColumn,
    requestsSchema,
    samplesSchema,
    surveySchema,
    CONFIG_FILE_NAMES,
    COMMANDS,
    GLOBAL_FLAGS,
    EXIT_CODE_MEANINGS,
  };
}
