import { isItemApi } from '../../spec/api-name.ts';
import type { LoadOptions } from '../../phase/options/load-options.ts';
import { isOfTokens } from '../../metric/slo/slos.ts';
import { findMetric } from '../../metric/registry.ts';
import type { ParsedConfig } from '../config-schema.ts';
import type { Mistake } from '../mistake.ts';
import { placedStages } from './placed-stages.ts';

const NO_TEXT = 'remove it: the API generates no text';

/** Keys of the target, and the APIs that have them. */
const KEYS_OF_APIS = [
  ['encodingFormat', ['openai-embeddings', 'pooling']],
  ['dimensions', ['openai-embeddings', 'pooling']],
  ['topN', ['rerank']],
] as const;

/** Settings of results of inputs for an API of text, and the other way around: they would have no effect. */
export function wrongItems(load: LoadOptions, parsed: ParsedConfig): Mistake[] {
  const { target, phases } = parsed;
  const { api } = target;
  const misplaced = KEYS_OF_APIS.filter(
    ([key, apis]) => target[key] !== undefined && !apis.some((one) => one === api),
  ).map(([key, apis]) => ({
    text: `target.${key} needs api ${apis.map((one) => `"${one}"`).join(' or ')}, and target.api is "${api}"`,
    help: 'remove it, or set target.api (--api)',
  }));
  if (isItemApi(api)) return [...misplaced, ...wrongText(load, parsed)];
  return phases.load.itemsPerRequest === undefined
    ? misplaced
    : [
        ...misplaced,
        {
          text: `phases.load.itemsPerRequest needs an API of embeddings, scores or classes, and target.api is "${api}"`,
          help: 'remove it, or set target.api (--api openai-embeddings)',
        },
      ];
}

/** Settings of generated text. */
function wrongText(load: LoadOptions, { target, phases, slos }: ParsedConfig): Mistake[] {
  const combined = `cannot be combined with api "${target.api}"`;
  const wrong = (what: string): Mistake => ({ text: `${what} ${combined}`, help: NO_TEXT });
  const ofText = Object.keys(slos.limits).filter((name) =>
    isOfTokens(findMetric(name)?.name ?? name),
  );
  return [
    ...(phases.load.outputTokens === undefined ? [] : [wrong('phases.load.outputTokens')]),
    ...placedStages(load).flatMap(({ stage, where }) => [
      ...(stage.kind === 'sessions' ? [wrong(`${where}: a conversation`)] : []),
      ...(stage.kind === 'sweep' && stage.parameter === 'outputTokens'
        ? [wrong(`${where}: a sweep over outputTokens`)]
        : []),
      ...(stage.limits.stopOverSaturated ? [wrong(`${where}: stopOverSaturated`)] : []),
    ]),
    ...ofText.map((name) => wrong(`slos.${name}`)),
    ...(slos.preset === undefined ? [] : [wrong(`slos.preset "${slos.preset}"`)]),
  ];
}
