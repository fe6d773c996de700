/** Today's date in the local time zone as ISO 8601, such as `2026-03-01`: the day on which exceptions are judged. */
export function localDate(now = new Date()): string {
  const twoDigits = (part: number) => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${twoDigits(now.getMonth() + 1)}-${twoDigits(now.getDate())}`;
}
