import type { Design, DesignPerson } from '../../../simulator/model/design.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';

/** The people who do something in a run, in the order of their first deed. */
export function actorsOf(reader: TraceReader, { people }: Pick<Design, 'people'>): readonly DesignPerson[] {
  const { kind, b } = reader.trace.events;
  const found = new Set<DesignPerson>();
  for (let event = 0; event < reader.length; event++) {
    if (kind[event] !== EventKind.act) continue;
    const id = reader.string(b[event]!);
    const person = people.find((one) => one.id === id);
    if (person) found.add(person);
  }
  return [...found];
}
