import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { CONFIG_FILE_NAMES } from '../../../packages/cli/src/config/find-config-file.ts';
import { EXIT_CODE_MEANINGS } from '../../../packages/cli/src/exit-codes.ts';
import { COMMANDS } from '../../../packages/cli/src/program/commands.ts';
import { GLOBAL_FLAGS } from '../../../packages/cli/src/program/global-flags.ts';
import { LoadcellConfigSchema } from '../../../packages/core/src/config/config-schema.ts';
import { describeColumn } from '../../../packages/core/src/export/export-column.ts';
import { AGGREGATES } from '../../../packages/core/src/metric/metric.ts';
import { METRIC_SUBJECTS } from '../../../packages/core/src/metric/registry.ts';
import { ERROR_CODES } from '../../../packages/core/src/spec/error/error-codes.ts';
import { QUANTITIES } from '../../../packages/core/src/scrape/quantities.ts';
import { unitOfColumn } from '../../../packages/core/src/stream/rows/survey-stream.ts';
import { TestReportSchema } from '../../../packages/core/src/spec/contract/test-report.ts';
import { RecordingSummarySchema } from '../../../packages/core/src/record/recording-summary.ts';
import { ComparisonSchema } from '../../../packages/core/src/compare/comparison.ts';
import { MachineReportSchema } from '../../../packages/core/src/doctor/machine-report.ts';
import { ServerReportSchema } from '../../../packages/core/src/doctor/server/server-report.ts';
import { DatasetDescriptionSchema } from '../../../packages/core/src/workload/dataset/survey/dataset-description.ts';
import { emptyPhase } from '../../../packages/core/src/stream/empty-phase.ts';
import { RunEventSchema } from '../../../packages/core/src/stream/events/run-event.ts';
import { requestsSchema } from '../../../packages/core/src/stream/files/requests-file.ts';
import { samplesSchema } from '../../../packages/core/src/stream/files/samples-file.ts';
import { surveySchema } from '../../../packages/core/src/stream/files/survey-file.ts';
import { REQUEST_FAILURE_MEANINGS } from '../../../packages/core/src/target/server/failure/request-failure.ts';
import { COLUMN_SETS } from '../../../packages/native/src/record/column-sets.ts';
import { referencePages } from '../../../scripts/docs/reference/pages.mjs';

const REFERENCE = fileURLToPath(new URL('../../../docs/reference/', import.meta.url));

const pages = referencePages({
  AGGREGATES,
  COLUMN_SETS,
  COMMANDS,
  CONFIG_FILE_NAMES,
  ComparisonSchema,
  DatasetDescriptionSchema,
  ERROR_CODES,
  EXIT_CODE_MEANINGS,
  GLOBAL_FLAGS,
  LoadcellConfigSchema,
  METRIC_SUBJECTS,
  MachineReportSchema,
  QUANTITIES,
  REQUEST_FAILURE_MEANINGS,
  RecordingSummarySchema,
  RunEventSchema,
  ServerReportSchema,
  TestReportSchema,
  describeColumn,
  emptyPhase,
  requestsSchema,
  samplesSchema,
  surveySchema,
  unitOfColumn,
});

it.each([...pages.keys()])('the definitions make docs/reference/%s as it is', (name) => {
  const committed = readFileSync(path.join(REFERENCE, name), 'utf8');
  expect(committed, 'run npm run docs:reference').toBe(pages.get(name));
});
