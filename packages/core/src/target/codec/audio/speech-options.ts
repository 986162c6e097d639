/** Formats of speech whose duration is known; other formats are received, without a duration. */
export const SPEECH_FORMATS = ['wav', 'mp3', 'pcm', 'flac', 'opus', 'aac'] as const;

/** How speech is requested. */
export interface SpeechOptions {
  readonly voice: string;
  readonly format: (typeof SPEECH_FORMATS)[number];
  /** Sample rate of `pcm`: 16 bits, one channel. */
  readonly pcmHz: number;
}

/** Media type of each format whose duration is known. */
export const SPEECH_MEDIA_TYPES: Readonly<Partial<Record<SpeechOptions['format'], string>>> =
  Object.freeze({ wav: 'audio/wav', mp3: 'audio/mpeg', pcm: 'audio/pcm' });
