import type { Dialog } from '../../protocols/sip/dialog.ts';
import type { Attendee, Invitation } from '../../protocols/sip/conference-bodies.ts';

/** Somebody in a conference, and the ways to reach them. */
export interface Participant extends Attendee {
  /** Their session with the focus; null for guests in a browser, who have none. */
  dialog: Dialog | null;
  /** Tells them who is there; null while they do not watch. */
  notify: (() => void) | null;
  /** Gives them a message; null while they do not chat. */
  say: ((from: string, text: string) => void) | null;
}

/** Parts of a conference that have media. */
export const MEDIA_PARTS = ['audio-video', 'applicationsharing'] as const;
export type MediaPart = (typeof MEDIA_PARTS)[number];

/** A slide or handout of a conference. */
export interface Content {
  readonly id: string;
  /** Without it nobody gets it. */
  readonly key: string;
  readonly title: string;
}

/** A conference as the pool's servers know it: their own traffic with each other is not modelled. */
export class Conference {
  readonly id: string;
  readonly organizer: string;
  readonly invitation: Invitation;
  readonly participants = new Map<string, Participant>();
  readonly contents: Content[] = [];
  /** Name of the server that holds its whiteboard and slides; null until somebody wants them. */
  webServer: string | null = null;
  /** The computers whose servers have its media; chosen when the first person asks. */
  readonly mediaHosts = new Map<MediaPart, string>();

  constructor(id: string, organizer: string, invitation: Invitation) {
    this.id = id;
    this.organizer = organizer;
    this.invitation = invitation;
  }

  /** Somebody comes in; those who watch are told. */
  admit({ uri, name }: Attendee): Participant {
    const participant: Participant = { uri, name, dialog: null, notify: null, say: null };
    this.participants.set(uri, participant);
    this.#tell(uri);
    return participant;
  }

  leave(uri: string): void {
    if (this.participants.delete(uri)) this.#tell(uri);
  }

  /** A message for everybody else in the chat. */
  say(from: string, text: string): void {
    for (const participant of this.participants.values())
      if (participant.uri !== from) participant.say?.(from, text);
  }

  #tell(except: string): void {
    for (const participant of this.participants.values())
      if (participant.uri !== except) participant.notify?.();
  }
}
