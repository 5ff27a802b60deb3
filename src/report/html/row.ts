import { refText } from '../../kube/object-ref.ts';
import { ageText } from '../age.ts';
import { kindCounts } from '../counting.ts';
import type { Report } from '../report.ts';
import { severityLabel } from '../text-finding.ts';
import { escaped, isolated } from './escape.ts';
import { MESSAGE_SHOWN } from './page-finding.ts';

type Finding = Report['findings'][number];

const NAME_SHOWN = 160;
const ABOUT_SHOWN = 80;
const STEP_SHOWN = 600;

/** A finding as it stands in the list, with its next steps below: all that is there without a script. */
export function rowHtml(finding: Finding, takenAt: string): string {
  const { id, severity, title, confidence, subject, message, fixes } = finding;
  const doubt = confidence === 'certain' ? '' : ` <span class="soft">(${confidence})</span>`;
  const steps = fixes.map(({ text, command }) => stepHtml(text, command)).join('');
  return (
    `<details class="f ${severity}" data-severity="${severity}" id="${escaped(id)}"><summary>` +
    `<span class="sev">${severityLabel(severity)}</span>` +
    `<span class="t">${isolated(title, NAME_SHOWN)}${doubt}` +
    ` <span class="o">${isolated(refText(subject), NAME_SHOWN)}</span></span>` +
    `<span class="x">${isolated(aboutText(finding, takenAt), ABOUT_SHOWN)}</span>` +
    `<span class="m">${isolated(message, MESSAGE_SHOWN)}</span>` +
    `</summary><div class="body">${steps}</div></details>`
  );
}

/** `3 pods, for 14m`. */
function aboutText({ members, since }: Finding, takenAt: string): string {
  const age = ageText(since, takenAt);
  return [...(members.length > 0 ? [kindCounts(members)] : []), ...(age === undefined ? [] : [`for ${age}`])].join(
    ', ',
  );
}

function stepHtml(text: string, command: string | null): string {
  const words = `<p class="step">${isolated(text, STEP_SHOWN)}</p>`;
  return command === null ? words : `${words}<div class="cmd"><pre>${escaped(command)}</pre></div>`;
}
