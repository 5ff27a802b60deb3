import { byteText } from '../../explain/models/byte-text.ts';
import type { PullProgress } from '../../explain/models/pull-model.ts';
import type { Terminal } from './terminal.ts';

export interface LayerBars {
  readonly update: (progress: PullProgress) => void;
  readonly stop: () => void;
}

const BAR = 24;
const LINE_EVERY_MS = 10_000;
const DRAW_EVERY_MS = 100;

/** One bar for each layer on a terminal; a line every ten seconds elsewhere. */
export function createLayerBars(terminal: Terminal, quiet: boolean): LayerBars {
  if (quiet) return { update: () => {}, stop: () => {} };
  return terminal.isTty ? drawn(terminal) : spoken();
}

function drawn({ width }: Terminal): LayerBars {
  let lines = 0;
  let last = Number.NEGATIVE_INFINITY;
  let pending: PullProgress | undefined;
  const draw = (progress: PullProgress): void => {
    const texts = [...diskLines(progress), ...progress.layers.map(barText), progress.status];
    const up = lines === 0 ? '' : `\u001b[${lines}A`;
    process.stderr.write(`${up}${texts.map((text) => `\r\u001b[2K${text.slice(0, width - 1)}\n`).join('')}`);
    lines = texts.length;
    pending = undefined;
  };
  return {
    update: (progress) => {
      pending = progress;
      if (performance.now() - last < DRAW_EVERY_MS) return;
      last = performance.now();
      draw(progress);
    },
    stop: () => {
      if (pending !== undefined) draw(pending);
    },
  };
}

function spoken(): LayerBars {
  let last = performance.now();
  let status = '';
  return {
    update: (progress) => {
      const isNews = progress.status !== status && progress.layers.length === 0;
      if (!isNews && performance.now() - last < LINE_EVERY_MS) return;
      last = performance.now();
      status = progress.status;
      process.stderr.write(`${[progress.status, ...progress.layers.map(barText)].join('; ')}\n`);
    },
    stop: () => {},
  };
}

function diskLines({ neededBytes, freeBytes }: PullProgress): readonly string[] {
  if (neededBytes === null) return [];
  return [
    `${byteText(neededBytes)} to fetch, ${freeBytes === null ? 'free disk unknown' : `${byteText(freeBytes)} free`}`,
  ];
}

function barText({ digest, totalBytes, completedBytes }: PullProgress['layers'][number]): string {
  const share = totalBytes === 0 ? 1 : Math.min(1, completedBytes / totalBytes);
  const full = Math.round(share * BAR);
  const name = digest.replace(/^sha256:/, '').slice(0, 12);
  return `${name}  [${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ${String(Math.floor(share * 100)).padStart(3)}%  ${byteText(completedBytes)} of ${byteText(totalBytes)}`;
}
