/** Measures the duration of audio as its bytes come, in bounded memory. */
export interface AudioMeter {
  push(bytes: Uint8Array): void;
  /** Of what came so far, milliseconds; `NaN` where the headers do not say. */
  readonly durationMs: number;
}
