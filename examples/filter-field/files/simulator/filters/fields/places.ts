import type { FilterField } from './field.ts';

/** What Wireshark cannot know: how far a packet came. */
export const PLACES_FIELD: FilterField = {
  name: 'lab.places',
  type: 'number',
  means: 'At how many hosts, firewalls, NATs and zones the packet was seen.',
  read: ({ reader }, packet) => {
    const { node } = reader.trace.events;
    return [new Set(Array.from(reader.eventsOfPacket(packet), (event) => node[event])).size];
  },
};
