import type { MatcherResult, MatcherState } from 'vitest';
import * as z from 'zod';
import { renderVerdict } from '../report/terminal/render-verdict.ts';
import { ConfigError, LoadcellError } from '../spec/error/errors.ts';
import { decidedBy, type Decided } from './decided.ts';
import { judgeAgain } from './judge-again.ts';
import { readCriteria, type GivenCriteria } from './read-criteria.ts';
import { refuseUnawaited } from './refuse-unawaited.ts';

const SUMMARIES: Readonly<Record<Decided, string>> = {
  met: 'the run meets all criteria',
  missed: 'the run misses a criterion',
  undecided: 'the run neither meets all criteria nor misses one for certain',
};

/**
 * The matcher of vitest. It passes only if every criterion is met, and with `not` only if one is missed: a run that is
 * inconclusive, unreliable or incomplete fails both, and so do criteria that were not measured.
 * @param received a run directory, or what `runTests()` returns
 * @throws {LoadcellError} where the result would not be awaited
 */
export function toMeetCriteria(
  this: MatcherState,
  received: unknown,
  criteria: GivenCriteria,
): MatcherResult {
  // Neither an asymmetric matcher, which cannot wait for a result, nor an older vitest states its test.
  if (!('task' in this)) {
    throw new LoadcellError('STATE', 'toMeetCriteria needs vitest 4.1, and to be awaited', {
      help: 'write await expect(...).toMeetCriteria(...)',
    });
  }
  const assertion = judge(received, criteria, this.isNot);
  refuseUnawaited(assertion, this.task);
  return assertion;
}

async function judge(
  received: unknown,
  given: GivenCriteria,
  isNot: boolean,
): Promise<{ pass: boolean; message: () => string }> {
  const criteria = readCriteria(given);
  const runDir = runDirOf(received);
  const conclusion = await judgeAgain(runDir, criteria);
  const decided = decidedBy(conclusion.verdict);
  return {
    pass: isNot ? decided !== 'missed' : decided === 'met',
    message: () => `${SUMMARIES[decided]}: ${runDir}\n\n${renderVerdict(conclusion)}`,
  };
}

const ReceivedSchema = z.union([z.string(), z.looseObject({ runDir: z.string() })]);

/** @throws {ConfigError} for a value that names no run */
function runDirOf(received: unknown): string {
  const { data } = ReceivedSchema.safeParse(received);
  if (data === undefined) {
    throw new ConfigError(
      'toMeetCriteria needs a run directory, such as loadcell-results/latest, or the result of runTests()',
    );
  }
  return typeof data === 'string' ? data : data.runDir;
}
