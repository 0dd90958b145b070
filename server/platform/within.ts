/** Waits for the work, but no longer than this; answers whether it ended. */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  return await Promise.race([work.then(() => true), limit]).finally(() => clearTimeout(timer));
}
