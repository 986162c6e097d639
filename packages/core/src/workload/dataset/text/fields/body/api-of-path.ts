import { API_NAMES, API_PATHS, type ApiName } from '../../../../../spec/api-name.ts';
import { explainUnknown } from '../../../../../spec/nearest-name.ts';
import { RowError } from '../../rows/row-error.ts';

/** Version at the beginning of a path: `/v1/rerank` and `/rerank` are one API. */
const VERSION = /^\/v\d+(?=\/)/;

/**
 * The API of a path such as `/v1/embeddings`.
 * @throws {RowError} where there is none
 */
export function apiOfPath(path: string, at: string): ApiName {
  const api = API_NAMES.find((name) => withoutVersion(API_PATHS[name]) === withoutVersion(path));
  if (api !== undefined) return api;
  const { text, help } = explainUnknown('path', path, Object.values(API_PATHS));
  throw new RowError(`${at}: ${text}${help === undefined ? '' : `; ${help}`}`);
}

function withoutVersion(path: string): string {
  return path.replace(VERSION, '');
}
