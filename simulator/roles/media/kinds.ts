import type { PayloadFormat } from '../../protocols/rtp/message.ts';
import { FORMATS } from '../../protocols/rtp/message.ts';

export type MediaKind = 'audio' | 'video' | 'applicationsharing' | 'data';

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
}

const DATA = [['rtpmap', '127 x-data/90000']] as const;

/** [MS-SDPEXT], RFC 3551; the attributes of sharing as clients send them. */
export const MEDIA: Readonly<Record<MediaKind, Medium>> = {
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
  },
  data: {
    title: 'file',
    udp: false,
    quality: 4,
    formats: ['127'],
    format: FORMATS.file,
    attributes: [...DATA],
  },
};
