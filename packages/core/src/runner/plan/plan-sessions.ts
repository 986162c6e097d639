import type { LoadOptions } from '../../phase/options/load-options.ts';
import type { StagePlan } from '../../phase/stage/options/resolve-stages.ts';
import type { LoadDataset } from '../../workload/load-dataset/load-dataset.ts';
import { amountOf, atLeast, exactly, limitedTo, plus, times, type Amount } from './amount.ts';
import { meanLength, type LengthSpec } from '../../workload/length-spec.ts';
import { prefixTokens, tokensOfDataset } from './plan-dataset.ts';
import { arrivalsOf } from './planned-arrivals.ts';
import { inTokens, tokensEach, type Lengths } from './planned-lengths.ts';
import type { PlannedStage } from './planned-stage.ts';

type SessionPlan = Extract<StagePlan, { kind: 'sessions' }>;

/** Plans conversations: those of the dataset if there is one, else made ones. */
export function planSessions(
  stage: SessionPlan,
  options: LoadOptions,
  dataset: LoadDataset | undefined,
): Pick<PlannedStage, 'requests' | 'tokens' | 'timeMs'> {
  const { warmup, turns } = stage;
  const count = dataset === undefined ? amountOf(turns) : meanTurns(dataset);
  const { arrivals, ...time } = measuredOf(
    stage,
    dataset === undefined ? meanLength(turns) : count.least,
  );
  const wanted = warmup === 0 ? arrivals : plus(arrivals, times(exactly(warmup), count));
  if (dataset === undefined) {
    return {
      requests: wanted,
      tokens: times(wanted, tokensOfTurn(inTokens(options), turns)),
      ...time,
    };
  }
  const { isReused, survey } = dataset;
  const requests = isReused ? wanted : limitedTo(wanted, survey.requests);
  return { requests, tokens: tokensOfDataset(survey, options, requests), ...time };
}

/** Measured requests, and their duration. @param turns mean number of a conversation */
function measuredOf(
  { begin, end }: SessionPlan,
  turns: number,
): { readonly arrivals: Amount; readonly timeMs?: Amount } {
  if ('users' in begin) {
    return end.kind === 'count'
      ? { arrivals: exactly(end.requests) }
      : { arrivals: atLeast(begin.users), timeMs: atLeast(end.durationMs) };
  }
  const { rate } = begin;
  return arrivalsOf('perSecond' in rate ? { perSecond: rate.perSecond * turns } : rate, end);
}

function meanTurns({ survey }: LoadDataset): Amount {
  const mean = Math.ceil(survey.requests / survey.conversations);
  return { least: mean, most: mean, isAbout: true };
}

/** Mean tokens of a turn of a conversation: each turn sends all earlier ones, and the prefix of the first. */
function tokensOfTurn({ sharedPrefix, ...own }: Lengths, turns: LengthSpec): Amount {
  const { least, most } = tokensEach(own);
  const count = amountOf(turns);
  const mean = {
    least: (least * (count.least + 1)) / 2,
    most: (most * (count.most + 1)) / 2,
    isAbout: true,
  };
  return sharedPrefix === undefined ? mean : plus(mean, prefixTokens(sharedPrefix));
}
