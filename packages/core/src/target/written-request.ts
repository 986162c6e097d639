/** How a request over HTTP was written. */
export interface WrittenRequest {
  /** Name of the codec. */
  readonly api: string;
  readonly bodyBytes: number;
  /** Inputs, or pairs of a query and a document; absent for a request for text. */
  readonly itemCount?: number;
}
