import { autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap, placeholder, tooltips } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { Surroundings } from '../../../shared/rules/rule.ts';
import { styleNonce } from '../../style-nonce.ts';
import { completeRule, fixProblem, problemTooltip, readingOf, surroundingsOf } from './rule-language.ts';
import classes from './rule-text.module.css';

interface RuleTextProps {
  text: string;
  surroundings: Surroundings;
  onChange: (text: string) => void;
  onSave: () => void;
}

/** Where the words of a rule are written: coloured, completed, and what is not understood underlined. */
export function RuleText(props: RuleTextProps) {
  const { text, surroundings } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const names = useRef(new Compartment());
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (host.current === null) return;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          ...(styleNonce === undefined ? [] : [EditorView.cspNonce.of(styleNonce)]),
          names.current.of(surroundingsOf.of(latest.current.surroundings)),
          readingOf,
          problemTooltip,
          tooltips({ position: 'fixed' }),
          history(),
          autocompletion({ override: [completeRule], icons: false, maxRenderedOptions: 60 }),
          replaceSelected,
          keymap.of([
            { key: 'Mod-.', run: fixProblem },
            { key: 'Mod-s', run: save, preventDefault: true },
            { key: 'Mod-Enter', run: save },
            ...completionKeymap,
            { key: 'Escape', run: leave },
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({
            'aria-label': 'What is asked of the photo',
            spellcheck: 'false',
          }),
          placeholder('Every mug must be…'),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (docChanged) latest.current.onChange(state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    function save() {
      latest.current.onSave();
      return true;
    }
    return () => made.destroy();
  }, []);

  useEffect(() => {
    view.current?.dispatch({ effects: names.current.reconfigure(surroundingsOf.of(surroundings)) });
  }, [surroundings]);

  // Words that come from elsewhere: a fix, the builder, an earlier version.
  useEffect(() => {
    const made = view.current;
    if (made === null || made.state.doc.toString() === text) return;
    made.dispatch({ changes: { from: 0, to: made.state.doc.length, insert: text } });
  }, [text]);

  return <div ref={host} className={classes.editor} data-testid="rule-text" />;
}

/**
 * What is typed over a selection is put in here: Chromium would first carry the colours of the words over as an inline
 * style, which the policy of the page refuses and reports.
 */
const replaceSelected = EditorView.domEventHandlers({
  beforeinput({ inputType, data }, view) {
    if (inputType !== 'insertText' || data === null || view.state.selection.main.empty) return false;
    view.dispatch({ ...view.state.replaceSelection(data), userEvent: 'input.type', scrollIntoView: true });
    return true;
  },
});

/** The keys of the screen work again; a list that is open is closed first, by its own key. */
function leave({ contentDOM }: EditorView): boolean {
  contentDOM.blur();
  document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
  return true;
}
