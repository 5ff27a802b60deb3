import { z } from 'zod';
import {
  conditionIn,
  conditionSeen,
  isCurrent,
  saysOf,
  standingMs,
  standingSince,
} from '../../kube/custom/conditions.ts';
import { textAt } from '../../kube/custom/fields.ts';
import { describe } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const olmExtensionNotInstalled = defineCheck({
  id: 'olm-extension-not-installed',
  title: 'Extension cannot be installed or updated',
  severity: 'high',
  level: 'cause',
  subject: 'ClusterExtension',
  source: 'https://operator-framework.github.io/operator-controller/',
  facts: z.object({ package: z.string(), installed: z.boolean(), reason: z.string(), says: z.string() }),
  message: ({ package: name, installed, reason, says }) =>
    `Package ${name} cannot be ${installed ? 'updated; the installed version stays' : 'installed'} (${reason}): ${says}`,
  fixes: (_facts, { object }) => [{ text: 'See the extension and its conditions', command: describe(object) }],
  *find(extension, view) {
    if (extension.metadata.deletionTimestamp !== undefined) return;
    const progressing = conditionIn(extension.status, 'Progressing');
    const isInstalled = conditionIn(extension.status, 'Installed')?.status === 'True';
    const isStuck = progressing?.reason === 'Retrying' || progressing?.reason === 'Blocked';
    if (progressing === undefined || !isStuck || !isCurrent(progressing, extension)) return;
    if (standingMs(progressing, extension, view) < 5 * MINUTE_MS) return;
    yield {
      cause: progressing.reason,
      severity: isInstalled ? 'medium' : 'high',
      since: standingSince(progressing),
      facts: {
        package: textAt(extension.spec, 'source', 'catalog', 'packageName') || extension.metadata.name,
        installed: isInstalled,
        reason: progressing.reason,
        says: saysOf(progressing),
      },
      evidence: conditionSeen(progressing),
    };
  },
});
