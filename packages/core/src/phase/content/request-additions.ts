import type { ContentPart, OutputSchema } from '../../spec/content/chat-message.ts';
import { ConfigError } from '../../spec/error/errors.ts';
import type { RequestContent } from '../../spec/content/request-content.ts';
import type { LoadRequest } from '../../target/server/load/load-request.ts';
import type { ContentFiles } from '../../workload/media/content-files.ts';
import { picturePool, recordingPool } from '../../workload/media/media-pool.ts';
import type { PromptSeed } from '../../workload/text/run-words.ts';
import type { LoadOptions } from '../options/load-options.ts';
import { findMediaUrl } from './media-urls.ts';
import type { Slice } from '../../workload/slice/slice.ts';
import { MediaNumbers } from './media-numbers.ts';
import { MediaSupply } from './media-supply.ts';
import { OutputJudge } from './output-judge.ts';

/** What is added to requests, as configured. */
export type AdditionOptions = Pick<LoadOptions, 'images' | 'audio' | 'allowUrls'>;

/** Pictures, recordings and the schema of responses, which are added to the requests of a load as they are made. */
export class RequestAdditions {
  /** Checks the responses. */
  readonly judge = new OutputJudge();
  readonly #images: MediaSupply | undefined;
  readonly #imageCount: number;
  readonly #recordings: MediaSupply | undefined;
  readonly #isTranscription: boolean;
  readonly #outputSchema: OutputSchema | undefined;
  readonly #allowsUrls: boolean;
  readonly #onUrl: (url: string) => void;
  readonly #numbers = new MediaNumbers();
  #hasUrl = false;

  /**
   * @param files that the options name, read
   * @param api of the target
   * @param onUrl called with the first URL of media that the server downloads
   */
  constructor(
    { images, audio, allowUrls }: AdditionOptions,
    files: ContentFiles,
    seed: PromptSeed,
    { api, onUrl }: { readonly api: unknown; readonly onUrl: (url: string) => void },
  ) {
    this.#allowsUrls = allowUrls;
    this.#onUrl = onUrl;
    this.#imageCount = images?.count ?? 0;
    this.#images =
      images === undefined
        ? undefined
        : 'files' in images
          ? MediaSupply.ofFiles(files.images ?? [])
          : MediaSupply.ofNoise(picturePool(images, seed));
    this.#recordings =
      audio === undefined
        ? undefined
        : 'files' in audio
          ? MediaSupply.ofFiles(files.recordings ?? [])
          : MediaSupply.ofNoise(recordingPool(audio.duration, seed));
    this.#isTranscription = api === 'openai-transcription';
    this.#outputSchema = files.outputSchema;
  }

  /** Requests of another stage follow. @param slice of this worker in it */
  beginStage(slice: Slice): void {
    this.#numbers.beginStage(slice);
  }

  /** The requests of a stage in its order, with the additions. @throws {ConfigError} as {@link add} does */
  *of(requests: Iterable<LoadRequest>): Generator<LoadRequest> {
    for (const request of requests) yield this.#add(request, this.#numbers.next());
  }

  /**
   * A request that follows another, with the additions. What it has already, such as the media of earlier turns, it keeps.
   * @throws {ConfigError} for media by URL that is not allowed
   */
  add(request: LoadRequest): LoadRequest {
    return this.#add(request, this.#numbers.nextLater());
  }

  #add(request: LoadRequest, number: number): LoadRequest {
    this.#checkUrl(request);
    // A recorded body is sent as it is.
    if (request.body !== undefined) return request;
    const parts = this.#parts(number);
    const recording = this.#isTranscription ? this.#recording(number) : undefined;
    if (parts.length === 0 && recording === undefined && this.#outputSchema === undefined) {
      return request;
    }
    // A response of a demanded length could not end where its structure is complete.
    return {
      ...request,
      ...(parts.length === 0 ? {} : { messages: withParts(request.messages, parts) }),
      ...(recording === undefined ? {} : { audio: recording }),
      ...(this.#outputSchema === undefined
        ? {}
        : { outputSchema: request.outputSchema ?? this.#outputSchema, isLengthDemanded: false }),
    };
  }

  /** The server would download it, and latencies would include another server. */
  #checkUrl(request: LoadRequest): void {
    if (this.#hasUrl) return;
    const url = findMediaUrl(request);
    if (url === undefined) return;
    if (!this.#allowsUrls) {
      throw new ConfigError(
        `the dataset has media by URL, which the server would download: ${url}`,
        {
          help: 'download the files and name their paths, or pass --allow-urls (phases.load.allowUrls)',
        },
      );
    }
    this.#hasUrl = true;
    this.#onUrl(url);
  }

  #parts(number: number): ContentPart[] {
    const images = this.#images;
    const pictures: ContentPart[] =
      images === undefined
        ? []
        : Array.from({ length: this.#imageCount }, (_, place) => ({
            type: 'image',
            source: images.at(number * this.#imageCount + place).source,
          }));
    if (this.#recordings === undefined || this.#isTranscription) return pictures;
    return [...pictures, { type: 'audio', source: this.#recordings.at(number).source }];
  }

  #recording(number: number): RequestContent['audio'] {
    const media = this.#recordings?.at(number);
    if (media === undefined || 'url' in media.source) return undefined;
    const { mediaType, base64 } = media.source;
    const fileName = mediaType === 'audio/mpeg' ? 'recording.mp3' : 'recording.wav';
    return { fileName, mediaType, base64, durationMs: media.durationMs ?? Number.NaN };
  }
}

/** Adds parts to the last message of the user, behind its text. */
function withParts(
  messages: RequestContent['messages'],
  parts: readonly ContentPart[],
): RequestContent['messages'] {
  const place = messages.findLastIndex(({ role }) => role === 'user');
  return messages.map((message, index) => {
    if (index !== place) return message;
    const { content } = message;
    const own: readonly ContentPart[] =
      typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    return { ...message, content: [...own, ...parts] };
  });
}
