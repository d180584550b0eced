import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edit, redo, undo, unedited } from './undo.ts';

test('a step back and forward again comes to the same', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 50 }), (values) => {
      const all = values.reduce((edited, value, at) => edit(edited, value, `field ${at}`, at), unedited(-1));
      const back = values.reduce((edited) => undo(edited), all);
      expect(back.present).toBe(-1);
      expect(values.reduce((edited) => redo(edited), back).present).toBe(values.at(-1));
    }),
  );
});

test('what is typed into one field without a pause of a second is one step', () => {
  let edited = unedited('');
  for (const [at, text] of ['H', 'He', 'Hel'].entries()) edited = edit(edited, text, 'text', at * 800);
  expect(undo(edited).present).toBe('');
});

test('a pause, another field, or a step back begins a new step', () => {
  const typed = edit(edit(unedited('a'), 'b', 'text', 0), 'c', 'text', 1_500);
  expect(undo(typed).present).toBe('b');
  expect(undo(edit(edit(unedited('a'), 'b', 'text', 0), 'c', 'margin', 10)).present).toBe('b');
  const again = edit(undo(edit(unedited('a'), 'b', 'text', 0)), 'c', 'text', 10);
  expect(undo(again).present).toBe('a');
});

test('what was taken back is gone after a new change, and nothing is taken back before the first', () => {
  const edited = edit(undo(edit(unedited(1), 2, 'x', 0)), 3, 'y', 1);
  expect(redo(edited).present).toBe(3);
  expect(undo(unedited(1)).present).toBe(1);
});
