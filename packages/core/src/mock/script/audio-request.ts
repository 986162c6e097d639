import * as z from 'zod';
import { wordsOf, type MockRequest } from './mock-request.ts';

/** 100 ms of 16 kHz, 16 bits and one channel: each is an input token. */
const RECORDING_TOKEN_BYTES = 3200;

/** A request for a transcription. */
export interface TranscriptionRequest {
  readonly request: MockRequest;
  readonly promptTokens: number;
}

/** A form with a recording; undefined for another body. */
export async function readTranscription(
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<TranscriptionRequest | undefined> {
  let form;
  try {
    form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
  } catch (error) {
    // What `formData` throws for a body that is no form.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
  const file = form.get('file');
  if (!(file instanceof File)) return undefined;
  const textOf = (name: string): string | undefined => {
    const field = form.get(name);
    return typeof field === 'string' ? field : undefined;
  };
  const request = {
    model: textOf('model'),
    prompt: textOf('prompt'),
    stream: textOf('stream') === 'true',
  };
  const recordingTokens = Math.ceil(file.size / RECORDING_TOKEN_BYTES);
  return { request, promptTokens: wordsOf(request).length + recordingTokens };
}

const SpeechRequestSchema = z.looseObject({ response_format: z.string().default('wav') });

/** The format that a request for speech names. */
export function speechFormatOf(json: unknown): string {
  return SpeechRequestSchema.safeParse(json).data?.response_format ?? '';
}
