import { readFileSync } from 'node:fs';

/** A response as recorded from a llama.cpp server; its body is stored without the chunks of HTTP. */
export interface RecordedResponse {
  readonly contentType: string;
  readonly body: Buffer;
}

/** Reads a response recorded from a llama.cpp server. */
export function readRecorded(name: string): RecordedResponse {
  const url = new URL(`../../../../../test/fixtures/llama-server/${name}.http`, import.meta.url);
  const bytes = readFileSync(url);
  const headEnd = bytes.indexOf('\r\n\r\n');
  const head = bytes.toString('latin1', 0, headEnd);
  const [, contentType = ''] = /^content-type: (.*)$/im.exec(head) ?? [];
  return { contentType: contentType.trim(), body: bytes.subarray(headEnd + 4) };
}
