import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import {
  Annotation,
  EditorState,
  RangeSetBuilder,
  StateEffect,
  StateField,
  type RangeSet,
} from '@codemirror/state';
import {
  Decoration,
  EditorView,
  gutter,
  GutterMarker,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  type DecorationSet,
} from '@codemirror/view';
import { STATUS_SIGNS, type LineStatus } from './ledger.ts';

class StatusMarker extends GutterMarker {
  readonly status: LineStatus;
  constructor(status: LineStatus) {
    super();
    this.status = status;
  }
  override eq(other: StatusMarker): boolean {
    return other.status === this.status;
  }
  override toDOM(): Node {
    const mark = document.createElement('span');
    mark.textContent = STATUS_SIGNS[this.status];
    mark.className = `ledger-${this.status}`;
    mark.title = this.status;
    return mark;
  }
}

const MARKERS: Readonly<Record<LineStatus, StatusMarker>> = {
  understood: new StatusMarker('understood'),
  approximated: new StatusMarker('approximated'),
  ignored: new StatusMarker('ignored'),
  undetermined: new StatusMarker('undetermined'),
};
const LINES: Readonly<Partial<Record<LineStatus, Decoration>>> = {
  approximated: Decoration.line({ class: 'line-approximated' }),
  ignored: Decoration.line({ class: 'line-ignored' }),
  undetermined: Decoration.line({ class: 'line-undetermined' }),
};

/** Marks texts that were given, not written by hand. */
const given = Annotation.define<boolean>();
const setStatuses = StateEffect.define<readonly (LineStatus | null)[]>();

interface Marks {
  readonly gutter: RangeSet<GutterMarker>;
  readonly lines: DecorationSet;
}

/** The statuses as marks; they move along with the text until it is read again. */
const statuses = StateField.define<Marks>({
  create: () => ({ gutter: new RangeSetBuilder<GutterMarker>().finish(), lines: Decoration.none }),
  update(marks, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(setStatuses)) return marksOf(transaction.state, effect.value);
    return transaction.docChanged
      ? { gutter: marks.gutter.map(transaction.changes), lines: marks.lines.map(transaction.changes) }
      : marks;
  },
  provide: (field) => EditorView.decorations.from(field, (marks) => marks.lines),
});

function marksOf({ doc }: EditorState, of: readonly (LineStatus | null)[]): Marks {
  const gutterMarks = new RangeSetBuilder<GutterMarker>();
  const lineMarks = new RangeSetBuilder<Decoration>();
  for (let number = 1; number <= Math.min(doc.lines, of.length); number++) {
    const status = of[number - 1];
    const { from, length } = doc.line(number);
    if (!status || length === 0) continue;
    gutterMarks.add(from, from, MARKERS[status]);
    const line = LINES[status];
    if (line) lineMarks.add(from, from, line);
  }
  return { gutter: gutterMarks.finish(), lines: lineMarks.finish() };
}

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '12px', backgroundColor: 'var(--surface)', color: 'var(--ink)' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '18px' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    border: 'none',
    borderRight: '1px solid var(--hairline)',
    backgroundColor: 'var(--surface-2)',
    color: 'var(--ink-3)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--accent-soft)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--surface-3)' },
  '.cm-ledger': { width: '22px', textAlign: 'center' },
  '.cm-panels': { backgroundColor: 'var(--surface-2)', color: 'var(--ink)' },
  '.cm-panels input, .cm-panels button': { fontSize: '12px' },
  '.ledger-understood': { color: 'var(--ink-3)' },
  '.ledger-approximated, .ledger-ignored': { color: 'var(--ink)', fontWeight: '600' },
  '.ledger-undetermined': {
    padding: '0 5px',
    borderRadius: '8px',
    backgroundColor: 'var(--inverse)',
    color: 'var(--on-inverse)',
    fontWeight: '600',
  },
  '.line-approximated': { textDecoration: 'underline dashed var(--outline)', textUnderlineOffset: '3px' },
  '.line-ignored': { color: 'var(--ink-3)' },
  '.line-undetermined': { textDecoration: 'underline wavy var(--outline)', textUnderlineOffset: '3px' },
});

/**
 * What is typed over a selection of several lines. The browser would join the lines, and write down with inline styles how
 * they looked, which the page's policy forbids and says so each time.
 */
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { inputType, data } = event;
    if (inputType !== 'insertText' || data === null || view.state.selection.main.empty) return false;
    view.dispatch(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    return true;
  },
});

/** An editor of a text of rules, with what became of each line in its margin. */
export interface RuleEditor {
  readonly dom: HTMLElement;
  /** Takes another text; the marks stay away until they are given. */
  setText(text: string): void;
  setStatuses(of: readonly (LineStatus | null)[]): void;
  /** Brings a line into sight and puts the cursor there; from 1. */
  goTo(line: number): void;
  destroy(): void;
}

/**
 * Makes an editor.
 * @param root the tree that it will stand in
 * @param told of changes by hand, and of the line that the cursor is on
 */
export function createEditor(
  root: ShadowRoot,
  label: string,
  told: { readonly edited: (text: string) => void; readonly line: (line: number) => void },
): RuleEditor {
  const view = new EditorView({
    root,
    state: EditorState.create({
      extensions: [
        lineNumbers(),
        gutter({ class: 'cm-ledger', markers: (of) => of.state.field(statuses).gutter }),
        statuses,
        history(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
        look,
        typedOver,
        EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !update.transactions.some((one) => one.annotation(given)))
            told.edited(update.state.doc.toString());
          if (update.selectionSet)
            told.line(update.state.doc.lineAt(update.state.selection.main.head).number);
        }),
      ],
    }),
  });
  return {
    dom: view.dom,
    setText(next) {
      if (view.state.doc.toString() === next) return;
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: next },
        effects: setStatuses.of([]),
        annotations: given.of(true),
        selection: { anchor: 0 },
        scrollIntoView: true,
      });
    },
    setStatuses(of) {
      view.dispatch({ effects: setStatuses.of(of) });
    },
    goTo(line) {
      const { from } = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
      view.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      });
    },
    destroy: () => view.destroy(),
  };
}
