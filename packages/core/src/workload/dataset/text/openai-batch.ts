import type { JsonObject } from '../../../spec/content/json-value.ts';
import type { DatasetFormat, ReadOptions, Turn } from '../dataset.ts';
import { apiOfPath } from './fields/body/api-of-path.ts';
import { isObject, objectAt, quote, textAt, unexpected } from './fields/json-fields.ts';
import { checkRecordedApi } from './fields/body/check-recorded-api.ts';
import { bodyTurn } from './fields/body/request-body.ts';
import { readRows, type Row } from './rows/read-rows.ts';
import { RowError } from './rows/row-error.ts';

/** Batch requests of OpenAI: each line by its own path; the body is sent as recorded. */
export const openAiBatch: DatasetFormat = {
  name: 'openai-batch',
  title: 'an OpenAI batch',
  recognizes: ({ record }) =>
    isObject(record) && 'custom_id' in record && 'url' in record && 'body' in record,
  read: (records, options) => {
    const known = new Set<string>();
    return readRows(records, (row) => {
      const request = objectAt(row.value, 'request');
      const label = newIdOf(request, known);
      return { label: '', history: 'none', turns: [{ ...turnOf(request, row, options), label }] };
    });
  },
};

/** The id that links a request with its result, so that it must be unique. */
function newIdOf(request: JsonObject, known: Set<string>): string {
  const id = textAt(request['custom_id'], 'custom_id');
  if (known.has(id)) throw new RowError(`custom_id: ${quote(id)} is that of an earlier line`);
  known.add(id);
  return id;
}

function turnOf(request: JsonObject, row: Row, options: ReadOptions): Turn {
  const method = textAt(request['method'], 'method');
  if (method.toUpperCase() !== 'POST') throw unexpected('method', 'POST', method);
  const api = apiOfPath(textAt(request['url'], 'url'), 'url');
  const body = objectAt(request['body'], 'body');
  checkRecordedApi(body, 'body', api);
  return bodyTurn(body, 'body', row.line, options, api);
}
