import { describe, test } from 'vitest';
import { testKubeconfig } from '../../support/cluster.ts';
import { APPROVAL } from './stories/approval.ts';
import { BROKEN } from './stories/broken.ts';
import { GATES } from './stories/gates.ts';
import { LIMITS } from './stories/limits.ts';
import { Story } from './stories/story.ts';

const kubeconfig = testKubeconfig();
const MINUTES_MS = 4 * 60_000;

describe.skipIf(kubeconfig === null)('on a real cluster, with the real command', () => {
  // The longest come first: they run side by side, each in a namespace of its own.
  test.concurrent.for([...BROKEN, ...APPROVAL, ...LIMITS, ...GATES])(
    '$about',
    { timeout: MINUTES_MS },
    async ({ name, tell }) => {
      const story = await Story.open(kubeconfig ?? '', name);
      try {
        await tell(story);
      } finally {
        await story.close();
      }
    },
  );
});
