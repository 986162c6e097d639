import type { TraceTime } from './row-fields.ts';

const DATE_TIME =
  /^\s*(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?\s*(?:Z|([+-])(\d\d):?(\d\d))?\s*$/;

/** A date and time in seconds and nanoseconds of UTC, which is meant without a zone. `Date` keeps milliseconds and takes local time. */
export function parseTimestamp(text: string): TraceTime | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', sign, zoneHour, zoneMinute] =
    match;
  const seconds =
    utcDays(Number(year), Number(month), Number(day)) * 86_400 +
    Number(hour) * 3600 +
    Number(minute) * 60 +
    Number(second);
  const isOfClock = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  if (!isOfClock || Number.isNaN(seconds)) return undefined;
  const aheadSeconds =
    sign === undefined
      ? 0
      : Number(`${sign}1`) * (Number(zoneHour) * 3600 + Number(zoneMinute) * 60);
  return { units: seconds - aheadSeconds, ns: Number(fraction.padEnd(9, '0')) };
}

/** Days after 1970; `NaN` for a day that its month does not have. */
function utcDays(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isOfCalendar = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isOfCalendar ? date.getTime() / 86_400_000 : Number.NaN;
}
