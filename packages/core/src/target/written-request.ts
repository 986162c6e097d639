/** How a request over HTTP was written. */
export interface WrittenRequest {
  /** Name of the codec. */
  readonly api: string;
  readonly bodyBytes: number;
  /** URL of the replica that it went to; absent where there is one server, or none was chosen. */
  readonly replica?: string;
  /** Inputs, or pairs of a query and a document; absent for a request for text. */
  readonly itemCount?: number;
  /** Duration of its recording, or of the speech that it received, milliseconds; absent for a request without audio. */
  readonly mediaMs?: number;
}
