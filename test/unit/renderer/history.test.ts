import { expect, test } from 'vitest';
import { begin, change, redo, undo } from '../../../renderer/stores/history.ts';

test('undo goes all the way back, redo all the way forth', () => {
  let history = begin(0);
  for (let i = 1; i <= 1000; i++) history = change(history, i);
  for (let i = 999; i >= 0; i--) {
    history = undo(history);
    expect(history.present).toBe(i);
  }
  expect(undo(history)).toBe(history);
  for (let i = 1; i <= 1000; i++) history = redo(history);
  expect(history.present).toBe(1000);
  expect(redo(history)).toBe(history);
});

test('a change after undo forgets what was undone', () => {
  const history = change(undo(change(change(begin('a'), 'b'), 'c')), 'd');
  expect(history.present).toBe('d');
  expect(history.future).toEqual([]);
  expect(undo(history).present).toBe('b');
});

test('where steps are limited the oldest are forgotten', () => {
  let history = begin(0);
  for (let i = 1; i <= 10; i++) history = change(history, i, 3);
  expect(history.past).toEqual([7, 8, 9]);
  expect(undo(undo(undo(undo(history)))).present).toBe(7);
});

test('a change to the same value is none', () => {
  const history = begin('a');
  expect(change(history, 'a')).toBe(history);
});
