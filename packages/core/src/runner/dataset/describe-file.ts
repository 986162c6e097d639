import type { TargetConfig } from '../../config/config-schema.ts';
import { createTargetFactory } from '../../config/target/create-target.ts';
import type { Target } from '../../target/target.ts';
import { readLocalTokenizer } from '../../workload/tokenizer/local-tokenizer.ts';
import { openDataset, type DatasetFile } from '../../workload/dataset/open-dataset.ts';
import type { DatasetDescription } from '../../workload/dataset/survey/dataset-description.ts';
import {
  describeDataset,
  type TextCounter,
} from '../../workload/dataset/survey/describe-dataset.ts';

/** A file to describe, and the tokenizer that counts its texts: that of a server, else a local one; estimated without both. */
export interface DescribedFile extends DatasetFile {
  /** A server by its URL. */
  readonly target?: TargetConfig;
  /** A `tokenizer.json`, or the folder that contains it. */
  readonly tokenizer?: string;
}

/**
 * Describes a file of requests without sending any.
 * @param file its path is absolute, or relative to the working directory
 * @throws {ConfigError} when it cannot be read, or has no format or several
 * @throws {TargetError} when the server is unreachable or counts no tokens
 */
export async function describeFile({
  target,
  tokenizer,
  ...file
}: DescribedFile): Promise<DatasetDescription> {
  const dataset = await openDataset(file);
  const formatBy = file.format === undefined ? 'content' : 'name';
  try {
    if (target?.url === undefined) {
      const local = tokenizer === undefined ? {} : { counter: await localCounter(tokenizer) };
      return await describeDataset(dataset, { formatBy, ...local });
    }
    const server = (await createTargetFactory(target))();
    try {
      await server.start();
      const counter = counterOf(server);
      return await describeDataset(dataset, {
        formatBy,
        ...(counter === undefined ? {} : { counter }),
      });
    } finally {
      await server.stop();
    }
  } finally {
    dataset.close();
  }
}

async function localCounter(place: string): Promise<TextCounter> {
  const { tokenize } = await readLocalTokenizer(place);
  return { origin: 'tokenizer', count: (text) => tokenize(text).length };
}

/** Undefined where the server has no tokenizer, so that its counts are estimates, too. */
function counterOf(server: Target): TextCounter | undefined {
  const { models, details } = server.description;
  const [model] = models;
  if (model === undefined || details['tokenCounts'] === 'calibrated') return undefined;
  return { origin: 'server', count: (text) => server.countTokens(model, text) };
}
