import * as z from 'zod';
import { ClientQualitySchema, type ClientQuality } from '../../spec/quality/client-quality.ts';
import {
  SamplingQualitySchema,
  type SamplingQuality,
} from '../../spec/quality/sampling-quality.ts';
import { MachineResultSchema, type MachineResult } from './machine-result.ts';
import type { RunNonce } from './run-results.ts';
import { TestReportSchema, type TestReport } from '../../spec/contract/test-report.ts';

/** The contract's report of a phase, and its data quality. */
export type PhaseReport = TestReport['phases'][number] & {
  /** The sampler's account of itself; absent when nothing was sampled. */
  sampling?: SamplingQuality;
  /** The client's account and calibration; absent where Loadcell's client used no network. */
  client?: ClientQuality;
  /** Window, sampler, client and cache in words. */
  dataQuality: string[];
};

/** The contract's report, and what Loadcell adds to it: the content of report.json. */
export interface RunReport extends TestReport {
  phases: PhaseReport[];
  /** That the server's prefix cache served the run, for the line of the verdict; absent where it did not. */
  cache?: string;
  /** The nonce of the prompts. */
  nonce?: RunNonce;
  /** The machines of a run over several; absent for other runs. */
  machines?: MachineResult[];
}

/** The JSON form of a report; `TestReportSchema` reads it as well. */
export function encodeRunReport(report: RunReport): unknown {
  const contract = z.encode(TestReportSchema, report);
  return {
    ...contract,
    ...(report.cache === undefined ? {} : { cache: report.cache }),
    ...(report.nonce === undefined ? {} : { nonce: report.nonce }),
    ...(report.machines === undefined
      ? {}
      : { machines: z.encode(z.array(MachineResultSchema), report.machines) }),
    phases: contract.phases.map((phase, index) => {
      const { sampling, client, dataQuality } = report.phases[index] ?? {};
      return {
        ...phase,
        ...(sampling === undefined ? {} : { sampling: z.encode(SamplingQualitySchema, sampling) }),
        ...(client === undefined ? {} : { client: z.encode(ClientQualitySchema, client) }),
        dataQuality,
      };
    }),
  };
}
