import type { ContentPart } from '../../../spec/content/chat-message.ts';
import type { JsonObject } from '../../../spec/content/json-value.ts';
import type { DatasetFormat, ReadOptions } from '../dataset.ts';
import { contentAt } from './fields/content-at.ts';
import {
  isObject,
  isPresent,
  objectAt,
  textAt,
  unexpected,
  wordsAt,
} from './fields/json-fields.ts';
import { oneRequest } from './fields/one-request.ts';
import { outputLengthAt } from './fields/output-length.ts';
import { readRows } from './rows/read-rows.ts';
import { mediaAt } from './media/media-at.ts';

/** Fields that no other format has beside a prompt. */
const OWN_FIELDS = ['output_tokens', 'image_files', 'audio'] as const;

/** The `custom` data sets of vLLM's benchmark, also those with pictures and recordings. */
export const vllmCustom: DatasetFormat = {
  name: 'vllm-custom',
  title: "a custom data set of vLLM's benchmark",
  recognizes: ({ record }) =>
    isObject(record) &&
    (Array.isArray(record['content']) ||
      ('prompt' in record && OWN_FIELDS.some((field) => field in record))),
  read: (records, options) =>
    readRows(records, ({ line, value }) => {
      const row = objectAt(value, 'row');
      return oneRequest(line, [{ role: 'user', content: contentOf(row, options) }], {
        output: outputLengthAt(row['output_tokens'], 'output_tokens'),
      });
    }),
};

function contentOf(row: JsonObject, options: ReadOptions): string | ContentPart[] {
  const media = mediaOf(row, options);
  if (!isPresent(row['content'])) {
    if (media.length === 0) return wordsAt(row['prompt'], 'prompt');
    const text = isPresent(row['prompt']) ? textAt(row['prompt'], 'prompt') : '';
    return text === '' ? media : [{ type: 'text', text }, ...media];
  }
  const content = contentAt(row['content'], 'content', options);
  if (content.length === 0) throw unexpected('content', 'a list that is not empty', []);
  return typeof content === 'string' ? content : [...content, ...media];
}

function mediaOf(row: JsonObject, options: ReadOptions): ContentPart[] {
  const { image_files: pictures, audio } = row;
  if (isPresent(pictures) && !Array.isArray(pictures)) {
    throw unexpected('image_files', 'a list of paths', pictures);
  }
  const paths: readonly unknown[] = Array.isArray(pictures) ? pictures : [];
  return [
    ...paths.map((path, index) => mediaAt(path, `image_files[${index}]`, 'image', options)),
    ...(isPresent(audio) ? [mediaAt(audio, 'audio', 'audio', options)] : []),
  ];
}
