import { crc32 } from 'node:zlib';
import { textOfContent } from '../../../spec/content/chat-message.ts';
import type { RequestContent } from '../../../spec/content/request-content.ts';
import { noiseRecording } from '../../../workload/media/noise-recording.ts';
import { UniqueMedia } from '../../../workload/media/unique-media.ts';

/** Duration of a recording that nothing sets, ms. */
const DEFAULT_RECORDING_MS = 5000;

/** Gives recordings to transcription requests that have none, such as those that probe a server. */
export class MadeRecordings {
  #noise: UniqueMedia | undefined;

  /** The content with a recording: one of noise, different for each text, where it has none. */
  addTo(content: RequestContent): RequestContent {
    if (content.audio !== undefined || hasRecording(content)) return content;
    this.#noise ??= new UniqueMedia(noiseRecording(DEFAULT_RECORDING_MS, 'default'));
    const text = content.messages.map((message) => textOfContent(message.content)).join('\n');
    const { mediaType, base64 } = this.#noise.make(crc32(text));
    const durationMs = DEFAULT_RECORDING_MS;
    return { ...content, audio: { fileName: 'recording.wav', mediaType, base64, durationMs } };
  }
}

function hasRecording({ messages }: RequestContent): boolean {
  return messages.some(
    ({ content }) => typeof content !== 'string' && content.some(({ type }) => type === 'audio'),
  );
}
