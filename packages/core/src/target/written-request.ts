import type { ApiName } from '../spec/api-name.ts';

/** How a request over HTTP was written. */
export interface WrittenRequest {
  readonly api: ApiName;
  readonly bodyBytes: number;
  /** Inputs, or pairs of a query and a document; absent for a request for text. */
  readonly itemCount?: number;
}
