/** How a request over HTTP was written. */
export interface WrittenRequest {
  /** Name of the codec. */
  readonly api: string;
  readonly bodyBytes: number;
  /** Inputs, or pairs of a query and a document; absent for a request for text. */
  readonly itemCount?: number;
  /** Duration of its recording, or of the speech that it received, milliseconds; absent for a request without audio. */
  readonly mediaMs?: number;
}
