import {
  UNREPORTED_SERVER_TIMINGS,
  UNREPORTED_USAGE,
  type EventReading,
  type ServerTimings,
  type TokenUsage,
} from '../decoded-response.ts';
import { mergeTimings } from '../fields/read-timings.ts';
import { mergeUsage } from '../fields/token-usage.ts';

/** What the events of a response report about it, besides its content. */
export class ServerReport {
  readonly tokens: number[] = [];
  usage: TokenUsage = UNREPORTED_USAGE;
  timings: ServerTimings = UNREPORTED_SERVER_TIMINGS;
  finishReason = '';
  isTruncated = false;
  /** Results of a request that generates no text; undefined for others. */
  itemCount: number | undefined;

  /** @param hasContent whether the response has had content so far */
  take(reading: EventReading, hasContent: boolean): void {
    if (reading.tokens !== undefined) for (const id of reading.tokens) this.tokens.push(id);
    if (reading.finishReason !== '') this.finishReason = reading.finishReason;
    if (reading.usage !== undefined) {
      this.usage = mergeUsage(this.usage, reading.usage, hasContent);
    }
    if (reading.timings !== undefined) this.timings = mergeTimings(this.timings, reading.timings);
    if (reading.isTruncated === true) this.isTruncated = true;
    if (reading.itemCount !== undefined) this.itemCount = reading.itemCount;
  }
}
