/**
 * Run jobs with at most `limit` at a time, started in their order. Results stand in the order of the jobs. When one throws, no
 * further one is started, those that run are waited for, and its error is thrown on.
 */
export const inParallel = async <T>(jobs: readonly (() => Promise<T>)[], limit: number): Promise<readonly T[]> => {
  const results: T[] = [];
  const failures: unknown[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < jobs.length && failures.length === 0) {
      const at = next++;
      const job = jobs[at];
      if (job === undefined) return;
      try {
        results[at] = await job();
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, jobs.length) }, work));
  if (failures.length > 0) throw failures[0];
  return results;
};
