import type { PayloadFormat } from '../../protocols/rtp/message.ts';
import { FORMATS } from '../../protocols/rtp/message.ts';

/** What a medium is in a session description, and what it wants of its connectivity. */
export interface Medium {
  readonly title: string;
  /** Audio and video go over UDP and fall back to TCP; sharing and files know TCP only. */
  readonly udp: boolean;
  /** Stream type of MS-SERVICE-QUALITY. */
  readonly quality: number;
  readonly formats: readonly string[];
  readonly format: PayloadFormat;
  readonly attributes: readonly (readonly [string, string])[];
  /** What somebody does who begins it, with the other one's name behind, and what is seen once it has a path. */
  readonly verb: string;
  readonly begun: string;
  /** What people read when it does not come about (assumption: as the client's windows had it). */
  readonly failure: string;
}

const DATA = [['rtpmap', '127 x-data/90000']] as const;

/** [MS-SDPEXT], RFC 3551; the attributes of sharing as clients send them. */
const KINDS = {
  audio: {
    title: 'audio',
    udp: true,
    quality: 1,
    formats: ['114', '9', '112', '111', '0', '8', '116', '115', '4', '97', '13', '118', '101'],
    format: FORMATS.audio,
    attributes: [
      ['rtpmap', '114 x-msrta/16000'],
      ['fmtp', '114 bitrate=29000'],
      ['rtpmap', '101 telephone-event/8000'],
      ['maxptime', '200'],
      ['encryption', 'optional'],
    ],
    verb: 'calls',
    begun: 'is in the call',
    failure: 'The call was disconnected because of a network problem: no path for audio was found.',
  },
  video: {
    title: 'video',
    udp: true,
    quality: 2,
    formats: ['121', '34'],
    format: FORMATS.video,
    attributes: [
      ['rtpmap', '121 x-rtvc1/90000'],
      ['encryption', 'optional'],
    ],
    verb: 'calls',
    begun: 'is in the call',
    failure: 'The call was disconnected because of a network problem: no path for video was found.',
  },
  applicationsharing: {
    title: 'sharing',
    udp: false,
    quality: 4,
    formats: ['127'],
    format: FORMATS.sharing,
    attributes: [
      ...DATA,
      ['x-applicationsharing-session-id', '1'],
      ['x-applicationsharing-role', 'sharer'],
      ['x-applicationsharing-media-type', 'rdp'],
    ],
    verb: 'shares the screen with',
    begun: 'shares the screen',
    failure: 'Cannot start Desktop/Application Sharing due to network issues.',
  },
  data: {
    title: 'file',
    udp: false,
    quality: 4,
    formats: ['127'],
    format: FORMATS.file,
    attributes: [...DATA],
    verb: 'sends a file to',
    begun: 'has a path for the file',
    failure: 'The file transfer failed because of a network problem.',
  },
} as const satisfies Readonly<Record<string, Medium>>;

/** What a session description calls it. */
export type MediaKind = keyof typeof KINDS;

export const MEDIA: Readonly<Record<MediaKind, Medium>> = KINDS;
