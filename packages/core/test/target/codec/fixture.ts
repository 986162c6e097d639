import { readFileSync } from 'node:fs';

/** A response as recorded from a real server. */
export interface RecordedResponse {
  readonly contentType: string;
  /** Without HTTP chunk framing. */
  readonly body: Buffer;
  /** The content of each HTTP chunk; the whole body if it was not chunked. */
  readonly chunks: readonly Buffer[];
}

/** Servers that were recorded; responses of `llama-server` are stored without HTTP chunk framing. */
export type RecordedServer = 'llama-server' | 'llama-server-current' | 'ollama' | 'vllm-server';

/** Reads a recorded response. */
export function readRecorded(
  name: string,
  server: RecordedServer = 'llama-server',
): RecordedResponse {
  const url = new URL(`../../../../../test/fixtures/${server}/${name}.http`, import.meta.url);
  const bytes = readFileSync(url);
  const headEnd = bytes.indexOf('\r\n\r\n');
  const head = bytes.toString('latin1', 0, headEnd);
  const [, contentType = ''] = /^content-type: (.*)$/im.exec(head) ?? [];
  const rest = bytes.subarray(headEnd + 4);
  const isChunked = server !== 'llama-server' && /^transfer-encoding: chunked/im.test(head);
  const chunks = isChunked ? chunksOf(rest) : [rest];
  return { contentType: contentType.trim(), body: Buffer.concat(chunks), chunks };
}

function chunksOf(bytes: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (!(size > 0)) break;
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return chunks;
}
