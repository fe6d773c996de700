/** Asks again and again until the answer is yes; false when the deadline passes first. */
export async function pollUntil(
  question: () => Promise<boolean>,
  { deadlineMs = 10_000, everyMs = 5 }: { readonly deadlineMs?: number; readonly everyMs?: number } = {},
): Promise<boolean> {
  const deadline = performance.now() + deadlineMs;
  while (performance.now() < deadline) {
    if (await question()) return true;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return false;
}
