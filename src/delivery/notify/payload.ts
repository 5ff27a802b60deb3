import type { Channel } from './channels.ts';
import { escapeMarkdown, escapeSlack, withoutMentions } from './escape.ts';
import { type Group, groupsOf, type Notice, oneLine } from './notice.ts';

/** Chats cut or refuse what is longer. */
const MOST_GROUPS = 20;
const LONGEST_SECTION = 2_900;
const LONGEST_HEADER = 140;

/** What is posted to a channel of this type. */
export function payloadFor(type: Channel['type'], notice: Notice): unknown {
  switch (type) {
    case 'slack':
      return slack(notice);
    case 'mattermost':
      return { text: textLines(notice).map(escapeMarkdown).join('\n') };
    case 'teams':
      return teams(notice);
    case 'webhook':
      return { ...notice, title: oneLine(notice.title), items: undefined, groups: groupsOf(notice) };
    case 'alertmanager':
      return alerts(notice);
  }
}

/** @see https://docs.slack.dev/reference/block-kit/blocks/section-block/ */
function slack(notice: Notice): unknown {
  const { groups, rest } = shownGroups(notice);
  const plain = (text: string, longest: number) => {
    return { type: 'plain_text', text: cut(escapeSlack(text), longest), emoji: false };
  };
  const sections = [...groups.map(groupText), ...rest].map((text) => ({
    type: 'section',
    text: plain(text, LONGEST_SECTION),
  }));
  const header = { type: 'header', text: plain(oneLine(notice.title), LONGEST_HEADER) };
  const context = { type: 'context', elements: [plain(aboutText(notice), LONGEST_SECTION)] };
  return { text: escapeSlack(oneLine(notice.title)), blocks: [header, ...sections, context], unfurl_links: false };
}

/** A card of text runs, which know no Markdown. @see https://adaptivecards.io/explorer/TextRun.html */
function teams(notice: Notice): unknown {
  const body = textLines(notice).map((line, index) => ({
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text: withoutMentions(line), weight: index === 0 ? 'Bolder' : 'Default' }],
  }));
  const content = { type: 'AdaptiveCard', version: '1.4', body };
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] };
}

/** One alert for each workload; the run is no label, so that the next one does not look like another alert. */
function alerts(notice: Notice): unknown {
  const { event, severity, cluster, run, at } = notice;
  return groupsOf(notice).map((group) => ({
    labels: {
      alertname: `Mekhanikube${event}`,
      severity,
      workload: group.workload,
      ...(cluster === null ? {} : { cluster }),
    },
    annotations: {
      summary: oneLine(notice.title),
      description: group.texts.join('; '),
      ...(run === null ? {} : { run }),
    },
    startsAt: at,
  }));
}

function textLines(notice: Notice): readonly string[] {
  const { groups, rest } = shownGroups(notice);
  return [
    oneLine(notice.title),
    ...groups.flatMap((group) => groupText(group).split('\n')),
    ...rest,
    aboutText(notice),
  ];
}

function shownGroups(notice: Notice): { readonly groups: readonly Group[]; readonly rest: readonly string[] } {
  const groups = groupsOf(notice);
  const left = groups.length - MOST_GROUPS;
  return { groups: groups.slice(0, MOST_GROUPS), rest: left > 0 ? [`and ${left} more workloads`] : [] };
}

function groupText({ workload, texts, more }: Group): string {
  return [workload, ...texts.map((text) => `• ${text}`), ...(more > 0 ? [`• and ${more} more`] : [])].join('\n');
}

function aboutText({ event, severity, cluster, run, at }: Notice): string {
  const parts = [event, severity, cluster === null ? '' : `cluster ${cluster}`, run === null ? '' : `run ${run}`, at];
  return oneLine(parts.filter((part) => part !== '').join(', '));
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
