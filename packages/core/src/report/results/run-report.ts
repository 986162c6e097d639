import * as z from 'zod';
import { ClientQualitySchema, type ClientQuality } from '../../spec/account/client-quality.ts';
import {
  SamplingAccountSchema,
  type SamplingAccount,
} from '../../spec/account/sampling-account.ts';
import type { RunNonce } from './run-results.ts';
import { TestReportSchema, type TestReport } from '../../spec/contract/test-report.ts';

/** The contract's report of a phase, and how far its figures can be trusted. */
export type PhaseReport = TestReport['phases'][number] & {
  /** The sampler's account of itself; absent when nothing was sampled. */
  sampling?: SamplingAccount;
  /** What is known of the client that took the times; absent where no client of ours was on a network. */
  client?: ClientQuality;
  /** Window, sampler, client and cache in words. */
  dataQuality: string[];
};

/** The contract's report, and what Loadcell adds to it: the content of report.json. */
export interface RunReport extends TestReport {
  phases: PhaseReport[];
  /** That the server's cache answered the run, beside the verdict; absent where it did not. */
  cache?: string;
  /** What decided the words of the prompts. */
  nonce?: RunNonce;
}

/** The JSON form of a report; what it gives is also read by `TestReportSchema`. */
export function encodeRunReport(report: RunReport): unknown {
  const contract = z.encode(TestReportSchema, report);
  return {
    ...contract,
    ...(report.cache === undefined ? {} : { cache: report.cache }),
    ...(report.nonce === undefined ? {} : { nonce: report.nonce }),
    phases: contract.phases.map((phase, index) => {
      const { sampling, client, dataQuality } = report.phases[index] ?? {};
      return {
        ...phase,
        ...(sampling === undefined ? {} : { sampling: z.encode(SamplingAccountSchema, sampling) }),
        ...(client === undefined ? {} : { client: z.encode(ClientQualitySchema, client) }),
        dataQuality,
      };
    }),
  };
}
