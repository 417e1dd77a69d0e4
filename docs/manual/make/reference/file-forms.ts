import type { GenericSchema } from 'valibot';
import { SHOW_EXTENSION, ShowForm } from '../../../../renderer/stores/show-file.ts';
import { DesignFile } from '../../../../simulator/designs/load.ts';
import { HandoutForm } from '../../../../simulator/lessons/handout.ts';
import { LessonForm } from '../../../../simulator/lessons/lesson.ts';
import { WorkForm } from '../../../../simulator/lessons/work.ts';
import { InterventionForm } from '../../../../simulator/model/intervention-form.ts';
import { PolicyFile } from '../../../../simulator/policies/policy.ts';

/** A form of files that the program reads by a schema. */
export interface FileForm {
  readonly id: string;
  readonly title: string;
  readonly schema: GenericSchema;
  /** Forms in it that another page tells of, by name. */
  readonly others?: Readonly<Record<string, GenericSchema>>;
  /** The JSON Schema that editors can use, below `docs/manual/reference/`; of forms that people write by hand. */
  readonly published: string | null;
}

export const FILE_FORMS = {
  design: {
    id: 'design',
    title: 'A design of Edge Lab',
    schema: DesignFile,
    published: 'edgelab.schema.json',
  },
  lesson: {
    id: 'lesson',
    title: 'A lesson of Edge Lab',
    schema: LessonForm,
    published: 'lesson.schema.json',
  },
  policy: {
    id: 'policy',
    title: 'A policy of Edge Lab',
    schema: PolicyFile,
    published: 'policy.schema.json',
  },
  show: {
    id: 'show',
    title: `A show (.${SHOW_EXTENSION})`,
    schema: ShowForm,
    others: { intervention: InterventionForm },
    published: null,
  },
  work: {
    id: 'work',
    title: 'Work that was handed in',
    schema: WorkForm,
    others: { intervention: InterventionForm },
    published: null,
  },
  handout: { id: 'handout', title: 'A lesson that was handed out', schema: HandoutForm, published: null },
} as const satisfies Readonly<Record<string, FileForm>>;
