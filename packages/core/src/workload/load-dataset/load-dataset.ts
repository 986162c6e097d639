import { ConfigError } from '../../spec/error/errors.ts';
import { formatNumber } from '../../spec/format-quantity.ts';
import type { FileDigest } from '../file-digest.ts';
import type { Conversation } from '../dataset/dataset.ts';
import type { OpenDataset } from '../dataset/open-dataset.ts';
import { createRandom } from '../random.ts';
import { sendableConversations, surveyDataset, type DatasetSurvey } from './dataset-survey.ts';

/** In which order the conversations of a data set are sent. */
export const DATASET_ORDERS = ['file', 'shuffled'] as const;

/** One of {@link DATASET_ORDERS}. */
export type DatasetOrder = (typeof DATASET_ORDERS)[number];

/** A file up to these bounds is in memory while it is shuffled. */
const MOST_SHUFFLED_BYTES = 256 * 2 ** 20;
const MOST_SHUFFLED_REQUESTS = 1_000_000;

/** How a data set is used. */
export interface DatasetUse {
  readonly order: DatasetOrder;
  /** Whether a stage starts over at its end, instead of ending with it. */
  readonly isReused: boolean;
  /** Determines the shuffled order. */
  readonly seed: number;
}

/** The data set of a load. */
export interface LoadDataset {
  readonly path: string;
  /** Name of its format. */
  readonly format: string;
  readonly digest: FileDigest;
  readonly survey: DatasetSurvey;
  readonly isReused: boolean;
  /** Reads the conversations again, from the first, in the order in which they are sent. */
  readonly conversations: () => Iterable<Conversation>;
}

/**
 * Surveys a data set, and puts it in the order in which it is sent.
 * @throws {ConfigError} when nothing in it can be sent, or it is too large to be shuffled
 */
export function loadDataset(dataset: OpenDataset, use: DatasetUse): LoadDataset {
  const { path } = dataset;
  const survey = surveyDataset(dataset);
  const { isReused } = use;
  const digest = dataset.digest();
  const common = { path, format: dataset.format.name, digest, survey, isReused };
  if (use.order === 'file') {
    return { ...common, conversations: () => sendableConversations(dataset.entries()) };
  }
  refuseTooLarge(dataset, survey);
  const shuffled = shuffle([...sendableConversations(dataset.entries())], use.seed);
  return { ...common, conversations: () => shuffled };
}

function refuseTooLarge({ path, bytes }: OpenDataset, { requests }: DatasetSurvey): void {
  if (bytes <= MOST_SHUFFLED_BYTES && requests <= MOST_SHUFFLED_REQUESTS) return;
  throw new ConfigError(
    `"${path}" is too large to be shuffled: it has ${formatNumber(requests)} requests, and the maximum is ${formatNumber(MOST_SHUFFLED_REQUESTS)} in 256 MiB`,
    { help: 'shuffle the file itself, such as with shuf, or remove --dataset-order' },
  );
}

/** A seeded permutation, by the method of Fisher and Yates. */
function shuffle(conversations: Conversation[], seed: number): Conversation[] {
  const random = createRandom(seed, 'order of the data set');
  for (let place = conversations.length - 1; place > 0; place -= 1) {
    const other = random.index(place + 1);
    const [one, two] = [conversations[place], conversations[other]];
    if (one === undefined || two === undefined) continue;
    conversations[place] = two;
    conversations[other] = one;
  }
  return conversations;
}
