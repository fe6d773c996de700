/** Files with more UTF-16 code units than this are not parsed: they hold data, and an editor must answer at once. */
export const largestParsedFile = 2 * 1024 * 1024;

export function isTooLarge(text: string): boolean {
  return text.length > largestParsedFile;
}

/** The one sentence that a file above the limit is answered with. */
export function tooLargeMessage(path: string, text: string): string {
  const megabytes = (text.length / 1024 / 1024).toFixed(1);
  return `${path} has ${megabytes} MB, and files above 2 MB are not analysed: move bulk data out of the migration, or split the file.`;
}
