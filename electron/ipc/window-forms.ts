import * as v from 'valibot';

/** The id of one of the window's commands. */
export const CommandId = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,63}$/));

/** Ids of lessons, as an expression: letters, digits and dashes. */
export const LESSON = '[a-z0-9][a-z0-9-]{0,63}';

/** The id of a lesson of the course. */
export const LessonId = v.pipe(v.string(), v.regex(new RegExp(`^${LESSON}$`)));

/** A command as a menu shows it: what it is called in the window's language, and its keys as tinykeys writes them. */
const MenuCommand = v.strictObject({
  id: CommandId,
  title: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  keys: v.optional(v.pipe(v.string(), v.maxLength(40))),
});
export type MenuCommand = v.InferOutput<typeof MenuCommand>;

/** A menu of the window's commands, in sections; by its role the shell knows what of its own goes into it. */
const WindowMenu = v.strictObject({
  role: v.picklist(['file', 'edit', 'view', 'run', 'help']),
  title: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  sections: v.pipe(v.array(v.pipe(v.array(MenuCommand), v.maxLength(100))), v.maxLength(10)),
});
export type WindowMenu = v.InferOutput<typeof WindowMenu>;

/** All menus, in the order in which they are shown. */
export const WindowMenus = v.pipe(v.array(WindowMenu), v.maxLength(10));

/** How bright the window is: as the person chose, or as the system has it. */
export const Brightness = v.picklist(['system', 'light', 'dark']);

/** How much of something long is done, from 0 to 1; null when nothing is under way. */
export const Share = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1)));

/** What went wrong in a window, for the log on this machine. */
export const FaultText = v.pipe(v.string(), v.maxLength(20_000));
