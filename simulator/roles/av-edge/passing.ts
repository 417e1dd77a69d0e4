import type { Message } from '../../model/packet.ts';
import type { Instant } from '../../model/time.ts';
import type { RtpMessage } from '../../protocols/rtp/message.ts';

/** A message that passes a relay, and a way to say that the relay ends while it passes. */
export interface Passing {
  readonly message: Message;
  end(at: Instant): void;
}

/**
 * What leaves a relay of a message that came at `now`. A packet that stands for several goes on as one that stands for
 * as many, until the relay ends: what had not come by then does not go on.
 */
export function passing(message: Message, now: Instant): Passing | null {
  if (message.protocol !== 'rtp') return null;
  const media = message as RtpMessage;
  if (media.count === 1) return null;
  let most = Infinity;
  const onward: RtpMessage = {
    ...media,
    get count() {
      return Math.min(media.count, most);
    },
  };
  return {
    message: onward,
    end: (at) => {
      most = Math.min(most, Math.floor((at - now) / media.spacing) + 1);
    },
  };
}
