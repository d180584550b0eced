import type { Completion, CompletionSource } from '@codemirror/autocomplete';
import { type Extension, Facet, RangeSet, StateField } from '@codemirror/state';
import { type Command, Decoration, EditorView, hoverTooltip } from '@codemirror/view';
import { complete } from '../../../shared/rules/complete.ts';
import { parse } from '../../../shared/rules/parse.ts';
import type { Problem, Reading, Surroundings } from '../../../shared/rules/rule.ts';
import classes from './rule-text.module.css';
import roles from './word-roles.module.css';

/** The names that the text may speak of. */
export const surroundingsOf = Facet.define<Surroundings, Surroundings>({
  combine: ([first]) => first ?? {},
});

/** What is understood of the text, read anew at every change. */
export const readingOf = StateField.define<Reading>({
  create: (state) => parse(state.doc.toString(), state.facet(surroundingsOf)),
  update(reading, { docChanged, startState, state }) {
    const isSame = !docChanged && startState.facet(surroundingsOf) === state.facet(surroundingsOf);
    return isSame ? reading : parse(state.doc.toString(), state.facet(surroundingsOf));
  },
  provide: (field) => EditorView.decorations.from(field, decorations),
});

const marks = new Map<string, Decoration>();

function mark(name: string): Decoration {
  const known = marks.get(name) ?? Decoration.mark({ class: roles[name] ?? '' });
  marks.set(name, known);
  return known;
}

function decorations({ tokens, problems }: Reading) {
  return RangeSet.of(
    [
      ...tokens.map(({ start, end, role }) => ({ start, end, name: role })),
      ...problems.map(({ start, end, level }) => ({ start, end, name: level })),
    ]
      .filter(({ start, end }) => end > start)
      .map(({ start, end, name }) => mark(name).range(start, end)),
    true,
  );
}

/** What can be put right by a key: where the cursor is, else the next, else the first. */
function problemToFix(problems: readonly Problem[], at: number): Problem | undefined {
  const fixable = problems.filter(({ suggestions }) => suggestions.length > 0);
  return (
    fixable.find(({ start, end }) => start <= at && at <= end) ??
    fixable.find(({ start }) => start >= at) ??
    fixable[0]
  );
}

/** Puts the nearest words that are understood in place of those that are not. */
export const fixProblem: Command = (view) => {
  const { problems } = view.state.field(readingOf);
  const problem = problemToFix(problems, view.state.selection.main.head);
  const [suggestion] = problem?.suggestions ?? [];
  if (problem === undefined || suggestion === undefined) return false;
  putRight(view, problem, suggestion);
  return true;
};

function putRight(view: EditorView, { start, end }: Problem, insert: string): void {
  view.dispatch({
    changes: { from: start, to: end, insert },
    selection: { anchor: start + insert.length },
    scrollIntoView: true,
    userEvent: 'input.fix',
  });
  view.focus();
}

/** What is wrong with the words under the pointer, and what would be understood. */
export const problemTooltip: Extension = hoverTooltip((view, pos) => {
  const { problems } = view.state.field(readingOf);
  const problem = problems.find(({ start, end }) => start <= pos && pos <= end);
  if (problem === undefined) return null;
  return { pos: problem.start, end: problem.end, above: false, create: () => ({ dom: tip(view, problem) }) };
});

function tip(view: EditorView, problem: Problem): HTMLElement {
  const dom = document.createElement('div');
  dom.className = classes.tip ?? '';
  dom.append(problem.message);
  for (const suggestion of problem.suggestions) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = suggestion;
    button.onclick = () => putRight(view, problem, suggestion);
    dom.append(button);
  }
  return dom;
}

/** What may be written at the cursor. After a word and its space the list comes by itself. */
export const completeRule: CompletionSource = ({ state, pos, explicit }) => {
  const found = complete(state.doc.toString(), pos, state.facet(surroundingsOf));
  const [first] = found;
  if (first === undefined) return null;
  const before = state.sliceDoc(Math.max(0, first.from - 2), first.from);
  const isWord = first.from < pos;
  if (!explicit && !isWord && !/[\p{L}\p{N}%,] $/u.test(before)) return null;
  // Nothing is left to complete.
  if (!explicit && found.some(({ insert, from }) => insert === state.sliceDoc(from, pos))) return null;
  return {
    from: first.from,
    to: Math.max(first.to, pos),
    filter: false,
    options: found.map(({ label, insert, detail }): Completion => ({ label, apply: insert, detail })),
  };
};
