import { describe, expect, it } from 'vitest';
import { groupsOf, type Notice } from '../../../../src/delivery/notify/notice.ts';
import { payloadFor } from '../../../../src/delivery/notify/payload.ts';

const notice: Notice = {
  event: 'RolledBack',
  severity: 'high',
  title: 'Rolled back Deployment shop/web',
  cluster: 'prod',
  run: 'r1',
  at: '2026-03-01T12:00:00Z',
  items: [
    { workload: 'Deployment shop/web', text: 'image does not exist' },
    { workload: 'Deployment shop/db', text: 'not ready' },
    { workload: 'Deployment shop/web', text: 'image does not exist' },
    { workload: 'Deployment shop/web', text: 'no pod is ready' },
  ],
};
const evil: Notice = {
  ...notice,
  title: '<!channel> @here',
  items: [
    {
      workload: 'Pod @channel',
      text: '<https://evil.example|click> [x](https://evil.example) & <@U1> @everyone\n# head \u202Eturned',
    },
  ],
};

describe('groupsOf', () => {
  it('groups by workload, and says nothing twice', () => {
    expect(groupsOf(notice)).toEqual([
      { workload: 'Deployment shop/web', texts: ['image does not exist', 'no pod is ready'], more: 0 },
      { workload: 'Deployment shop/db', texts: ['not ready'], more: 0 },
    ]);
  });

  it('counts what is too much, and cuts what is too long', () => {
    const items = Array.from({ length: 8 }, (_, index) => ({ workload: 'w', text: `${index}${'x'.repeat(600)}` }));
    const [group] = groupsOf({ ...notice, items });
    expect(group).toMatchObject({ more: 3 });
    expect(group?.texts.map(({ length }) => length)).toEqual([500, 500, 500, 500, 500]);
  });
});

describe('payloadFor', () => {
  it('is plain text in blocks for Slack', () => {
    const text = (value: string) => ({ type: 'plain_text', text: value, emoji: false });
    expect(payloadFor('slack', notice)).toEqual({
      text: 'Rolled back Deployment shop/web',
      unfurl_links: false,
      blocks: [
        { type: 'header', text: text('Rolled back Deployment shop/web') },
        { type: 'section', text: text('Deployment shop/web\n• image does not exist\n• no pod is ready') },
        { type: 'section', text: text('Deployment shop/db\n• not ready') },
        { type: 'context', elements: [text('RolledBack, high, cluster prod, run r1, 2026-03-01T12:00:00Z')] },
      ],
    });
  });

  it('keeps within what Slack takes', () => {
    const items = Array.from({ length: 30 }, (_, index) => ({ workload: `w${index}`, text: '&'.repeat(500) }));
    const { blocks } = JSON.parse(JSON.stringify(payloadFor('slack', { ...notice, title: '<'.repeat(400), items })));
    expect(blocks).toHaveLength(23);
    expect(blocks[0].text.text.length).toBeLessThanOrEqual(150);
    for (const block of blocks.slice(1, -1)) expect(block.text.text.length).toBeLessThanOrEqual(3_000);
    expect(blocks[21].text.text).toBe('and 10 more workloads');
  });

  it.each(['slack', 'mattermost', 'teams'] as const)('calls nobody and links nowhere in %s', (type) => {
    const body = JSON.stringify(payloadFor(type, evil));
    expect(body).not.toMatch(/@(?!\u200B)/);
    expect(body).not.toContain('\u202E');
    if (type !== 'teams') expect(body).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    if (type === 'mattermost') expect(body).not.toMatch(/(?<!\\)(\]\()/);
    if (type === 'teams') expect(body).not.toContain('"TextBlock"');
  });

  it('leaves Markdown no meaning in Mattermost', () => {
    expect(payloadFor('mattermost', { ...notice, title: '*a* [b](http://c) `d`', items: [] })).toEqual({
      text: expect.stringContaining('\\*a\\* \\[b\\]\\(http\\:\\/\\/c\\) \\`d\\`\n'),
    });
  });

  it('is an Adaptive Card of text runs for Teams', () => {
    expect(payloadFor('teams', { ...notice, items: [] })).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: { type: 'AdaptiveCard', body: [{ inlines: [{ type: 'TextRun', text: notice.title }] }, {}] },
        },
      ],
    });
  });

  it('is data for a webhook', () => {
    expect(JSON.parse(JSON.stringify(payloadFor('webhook', notice)))).toEqual({
      event: 'RolledBack',
      severity: 'high',
      title: notice.title,
      cluster: 'prod',
      run: 'r1',
      at: notice.at,
      groups: groupsOf(notice),
    });
  });

  it('is one alert for each workload for Alertmanager, told apart by what stays', () => {
    expect(payloadFor('alertmanager', notice)).toMatchObject([
      {
        labels: {
          alertname: 'MekhanikubeRolledBack',
          severity: 'high',
          workload: 'Deployment shop/web',
          cluster: 'prod',
        },
        annotations: { summary: notice.title, description: 'image does not exist; no pod is ready', run: 'r1' },
        startsAt: notice.at,
      },
      { labels: { workload: 'Deployment shop/db' } },
    ]);
  });
});
