import { BodyBeginning } from '../body-beginning.ts';
import type { BodyStanding } from '../body-standing.ts';
import type { BodyDecoder } from '../codec.ts';
import { ContentStamps } from '../content-stamps.ts';
import {
  UNREPORTED_SERVER_TIMINGS,
  UNREPORTED_USAGE,
  type DecodedResponse,
  type ResponseFaultKind,
} from '../decoded-response.ts';
import { errorMessageOf } from '../fields/error-message.ts';
import { latin1Of } from '../fields/latin1.ts';
import { parseJson } from '../fields/parse-json.ts';
import { ResponseFaults } from '../response-faults.ts';
import type { AudioMeter } from '../../../spec/media/audio-meter.ts';

/** Media types of a body that is no audio. */
const NO_AUDIO = /^\s*(?:application\/(?:json|problem\+json|xml)|text\/)/i;

/** Decodes speech: each read is content, and its duration follows from its bytes. */
export class SpeechDecoder implements BodyDecoder {
  readonly standing: BodyStanding = 'open';
  readonly #isAudio: boolean;
  readonly #contentType: string;
  readonly #meter: AudioMeter;
  readonly #stamps = new ContentStamps();
  readonly #beginning = new BodyBeginning();
  readonly #faults = new ResponseFaults();
  #lastNs = Number.NaN;
  #reads = 0;

  constructor(contentType: string, meter: AudioMeter) {
    this.#contentType = contentType;
    this.#isAudio = !NO_AUDIO.test(contentType);
    this.#meter = meter;
  }

  get lastEventNs(): number {
    return this.#lastNs;
  }

  push(bytes: Uint8Array, atNs: number, afterNs: number = atNs, doubtNs: number = 0): void {
    if (bytes.byteLength === 0) return;
    this.#lastNs = atNs;
    this.#reads += 1;
    this.#beginning.take(latin1Of(bytes, 0, bytes.byteLength));
    if (!this.#isAudio) return;
    this.#stamps.beginRead(atNs, afterNs, doubtNs);
    this.#stamps.takeEvent();
    this.#stamps.takeContent();
    this.#stamps.endRead();
    this.#meter.push(bytes);
  }

  refuse(kind: ResponseFaultKind, message: string): void {
    this.#faults.note(kind, message);
  }

  finish(isComplete: boolean): DecodedResponse {
    if (!this.#isAudio) this.#noteOther();
    return {
      ...this.#stamps.times(),
      firstAnswerNs: Number.NaN,
      text: '',
      answerText: '',
      reasoningText: '',
      toolCalls: [],
      tokens: [],
      eventCount: this.#reads,
      commentCount: 0,
      finishReason: '',
      usage: UNREPORTED_USAGE,
      timings: UNREPORTED_SERVER_TIMINGS,
      isTruncated: false,
      isStreamed: true,
      ending: isComplete ? 'mark' : 'none',
      endMark: 'the end of its body',
      audioMs: this.#meter.durationMs,
      faults: this.#faults.first,
      faultCount: this.#faults.count,
    };
  }

  /** A server may report an error with status 200. */
  #noteOther(): void {
    const { quoted } = this.#beginning;
    const error = parseJson(quoted);
    if (error !== undefined) return this.#faults.note('error-event', errorMessageOf(error.json));
    const type = this.#contentType.split(';')[0] ?? '';
    this.#faults.note(
      'other-api',
      `The response is ${type}, not audio; it begins with "${quoted}".`,
    );
  }
}
