import type { TargetConfig } from '../../config/config-schema.ts';
import { createTargetFactory } from '../../config/target/create-target.ts';
import type { Target } from '../../target/target.ts';
import { openDataset, type DatasetFile } from '../../workload/dataset/open-dataset.ts';
import type { DatasetDescription } from '../../workload/dataset/survey/dataset-description.ts';
import {
  describeDataset,
  type TextCounter,
} from '../../workload/dataset/survey/describe-dataset.ts';

/** A file to describe, and the server whose tokenizer counts its texts. */
export interface DescribedFile extends DatasetFile {
  /** Texts are estimated when absent, or without a URL. */
  readonly target?: TargetConfig;
}

/**
 * Describes a file of requests without sending any.
 * @param file its path is absolute, or relative to the working directory
 * @throws {ConfigError} when it cannot be read, or has no format or several
 * @throws {TargetError} when the server is unreachable or counts no tokens
 */
export async function describeFile({
  target,
  ...file
}: DescribedFile): Promise<DatasetDescription> {
  const dataset = await openDataset(file);
  const formatBy = file.format === undefined ? 'content' : 'name';
  try {
    if (target?.url === undefined) return await describeDataset(dataset, { formatBy });
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

/** Undefined where the server has no tokenizer, so that its counts are estimates, too. */
function counterOf(server: Target): TextCounter | undefined {
  const { models, details } = server.description;
  const [model] = models;
  if (model === undefined || details['tokenCounts'] === 'calibrated') return undefined;
  return { origin: 'server', count: (text) => server.countTokens(model, text) };
}
