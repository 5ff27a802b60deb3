import type { Failure } from '../failure.ts';
import type { Channel } from './channels.ts';
import type { Notice } from './notice.ts';
import { payloadFor } from './payload.ts';
import { type Occasion, type Posting, post } from './post.ts';

/** Tells a channel. Null where it took the message, else what went wrong. */
export function tell(channel: Channel, notice: Notice, occasion: Occasion, posting: Posting): Promise<Failure | null> {
  return post(channel, payloadFor(channel.type, notice), occasion, posting);
}
