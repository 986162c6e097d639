import { formatNumber } from '../../metric/format-value.ts';
import { describeLoad, spacingOf } from '../../metric/stage/describe-load.ts';
import type { LoadOptions } from '../../phase/load-options.ts';
import type { StageEnd, StagePlan, StageRate } from '../../phase/stage/resolve-stages.ts';
import type { LengthSpec } from '../../workload/length-spec.ts';
import type { LoadFiles } from '../../workload/load-files.ts';
import type { Prompt } from '../../workload/prompt.ts';
import { estimateTokens, estimateTokensOfWords } from '../../workload/text/estimate-tokens.ts';
import { about, atLeast, between, exactly, plus, times, type Amount } from './amount.ts';

/** What a stage is planned to send. */
export interface PlannedStage {
  readonly name: string;
  /** The load in a few words: `concurrency 8`. */
  readonly load: string;
  /** Warm-up included. */
  readonly requests: Amount;
  /** Tokens of prompts and of responses at most. */
  readonly tokens: Amount;
  /** Milliseconds; absent where nothing is known. */
  readonly timeMs?: Amount;
}

/** Options that lengths come from. */
export type Lengths = Pick<
  LoadOptions,
  'promptTokens' | 'inputTokens' | 'outputTokens' | 'sharedPrefix'
>;

export function amountOf(length: LengthSpec): Amount {
  return typeof length === 'number' ? exactly(length) : between(length.min, length.max);
}

/** Tokens of a prompt; estimated from words where its tokens are not set. */
function inputOf({ inputTokens, promptTokens, sharedPrefix }: Lengths): Amount {
  const own =
    inputTokens === undefined ? about(estimateTokensOfWords(promptTokens)) : amountOf(inputTokens);
  return plus(own, exactly(sharedPrefix?.tokens ?? 0));
}

/** Tokens of one request: its prompt and its response at most. */
export function tokensEach(lengths: Lengths): Amount {
  return plus(inputOf(lengths), amountOf(lengths.outputTokens));
}

/** The mean over the prompts of a dataset, which are taken in turn. */
function tokensOfDataset(prompts: readonly Prompt[], outputTokens: LengthSpec): Amount {
  const most = amountOf(outputTokens).most;
  const sum = prompts.reduce((total, prompt) => {
    const output = Number.isNaN(prompt.outputTokens) ? most : prompt.outputTokens;
    const input = Number.isNaN(prompt.inputTokens)
      ? prompt.messages.reduce((words, { content }) => words + estimateTokens(content), 0)
      : prompt.inputTokens;
    return total + input + output;
  }, 0);
  return about(Math.round(sum / Math.max(1, prompts.length)));
}

/** Tokens of one turn of a conversation, on average over its turns: each sends all that came before. */
function tokensOfTurn(options: Lengths, turns: LengthSpec): Amount {
  const { least, most } = tokensEach(options);
  const count = amountOf(turns);
  return {
    least: (least * (count.least + 1)) / 2,
    most: (most * (count.most + 1)) / 2,
    isAbout: true,
  };
}

/** Arrivals of a rate, and how long they take; of a rate that is not known yet as few as there must be. */
function arrivalsOf(
  rate: StageRate,
  end: StageEnd,
  isConstant: boolean,
): { readonly arrivals: Amount; readonly timeMs?: Amount } {
  const perSecond = 'perSecond' in rate ? rate.perSecond : Number.NaN;
  if (end.kind === 'count') {
    const timeMs = (end.requests / perSecond) * 1000;
    return {
      arrivals: exactly(end.requests),
      ...(Number.isNaN(timeMs) ? {} : { timeMs: about(timeMs) }),
    };
  }
  const { durationMs, minRequests } = end;
  if (Number.isNaN(perSecond)) {
    return { arrivals: atLeast(minRequests), timeMs: atLeast(durationMs) };
  }
  const count = Math.ceil(Math.max(minRequests, (perSecond * durationMs) / 1000) - 1e-9);
  const timeMs = atLeast(Math.max(durationMs, (minRequests / perSecond) * 1000));
  return { arrivals: isConstant ? exactly(count) : about(count), timeMs };
}

/** The load of a stage in a few words, as reports have it where all is known. */
function loadOf(stage: StagePlan): string {
  switch (stage.kind) {
    case 'closed':
      return describeLoad({ kind: 'closed', concurrency: stage.concurrency });
    case 'open':
    case 'sessions': {
      const { kind, rate, spacing } = stage;
      const arrivals = {
        arrivals: spacing.shape,
        ...('burstiness' in spacing ? { burstiness: spacing.burstiness } : {}),
      };
      if ('of' in rate) {
        return `${spacingOf(arrivals)} arrivals at ${formatNumber(rate.share * 100)}% of ${rate.of}`;
      }
      return describeLoad({ kind, ratePerSecond: rate.perSecond, ...arrivals });
    }
    case 'ramp':
      return describeLoad(stage);
    case 'trace':
      return `trace ${stage.file}`;
    case 'sweep':
      return `sweep ${stage.parameter} ${stage.from} to ${stage.to}`;
  }
}

/** What a stage of the load phase is planned to send. @param files that the load was read from */
export function planStage(stage: StagePlan, options: LoadOptions, files: LoadFiles): PlannedStage {
  const { name, warmup } = stage;
  const base = { name, load: loadOf(stage) };
  const each =
    files.prompts === undefined
      ? tokensEach(options)
      : tokensOfDataset(files.prompts, options.outputTokens);
  const counted = (requests: Amount, per = each) => ({ requests, tokens: times(requests, per) });
  switch (stage.kind) {
    case 'closed': {
      const { end } = stage;
      if (end.kind === 'count') return { ...base, ...counted(exactly(warmup + end.requests)) };
      const timeMs = atLeast(end.durationMs);
      return { ...base, ...counted(atLeast(warmup + end.minRequests)), timeMs };
    }
    case 'open': {
      const { rate, end, spacing } = stage;
      const { arrivals, ...time } = arrivalsOf(rate, end, spacing.shape === 'constant');
      return { ...base, ...counted(plus(arrivals, exactly(warmup))), ...time };
    }
    case 'sessions': {
      const { rate, end, turns } = stage;
      const { least, most } = amountOf(turns);
      const mean = (least + most) / 2;
      const perSecond = 'perSecond' in rate ? { perSecond: rate.perSecond * mean } : rate;
      const { arrivals, ...time } = arrivalsOf(perSecond, end, false);
      const requests = warmup === 0 ? arrivals : plus(arrivals, about(Math.round(warmup * mean)));
      return { ...base, ...counted(requests, tokensOfTurn(options, turns)), ...time };
    }
    case 'ramp': {
      const { fromPerSecond, toPerSecond, durationMs } = stage;
      const count = Math.round((((fromPerSecond + toPerSecond) / 2) * durationMs) / 1000);
      return { ...base, ...counted(about(count)), timeMs: atLeast(durationMs) };
    }
    case 'trace': {
      const rows = (files.traces.get(stage.file) ?? []).slice(
        0,
        warmup + (stage.requests ?? Infinity),
      );
      const prefix = options.sharedPrefix?.tokens ?? 0;
      const tokens = rows.reduce(
        (sum, row) => sum + prefix + row.inputTokens + row.outputTokens,
        0,
      );
      const timeMs = atLeast((rows.at(-1)?.atMs ?? 0) / stage.speed);
      return { ...base, requests: exactly(rows.length), tokens: exactly(tokens), timeMs };
    }
    case 'sweep': {
      const lowest =
        stage.parameter === 'inputTokens' || stage.parameter === 'outputTokens'
          ? tokensEach({ ...options, [stage.parameter]: stage.from })
          : each;
      const requests = atLeast(warmup + stage.minRequests);
      return { ...base, ...counted(requests, lowest), timeMs: atLeast(stage.durationMs) };
    }
  }
}
