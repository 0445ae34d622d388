/** One progress over stages that follow one another: each gets its share of what is left, so that it never goes back. */
import type { Progress } from '../operation.js';

export interface Stages {
  /**
   * Ends the stage before, and begins the next. `costs`: of this stage and of those still to come, in any unit, as well as they are
   * known by now. Returns what the stage reports to, in whatever bytes it counts.
   */
  readonly begin: (status: string, costs: readonly number[]) => (progress: Progress) => void;
  readonly end: () => void;
}

/** `total`: what the whole is reported in, bytes of the file. */
export function createStages(total: number, report: ((progress: Progress) => void) | undefined): Stages {
  let status = '';
  let from = 0;
  let to = 0;
  let furthest = 0;

  const tell = (share: number, isNews: boolean) => {
    const loaded = Math.max(furthest, Math.floor(share * total));
    // a range that is done again after a crash begins anew
    if (loaded === furthest && !isNews) return;
    furthest = loaded;
    report?.({ loaded, total, status });
  };

  return {
    begin(name, costs) {
      const [own = 1] = costs;
      const left = costs.reduce((sum, cost) => sum + cost, 0);
      from = to;
      to = from + (1 - from) * (left > 0 ? own / left : 1);
      status = name;
      tell(from, true);
      const [start, end] = [from, to];
      return (progress) => {
        // one that comes late tells of a stage that is over
        if (end !== to || progress.total <= 0) return;
        tell(start + (end - start) * Math.min(1, progress.loaded / progress.total), false);
      };
    },
    end() {
      from = to = 1;
      tell(1, true);
    },
  };
}
