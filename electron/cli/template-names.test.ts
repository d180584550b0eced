import { describe, expect, it } from 'vitest';
import { UsageError } from './exit-status.ts';
import { findTemplate } from './template-names.ts';

const templates = [
  { id: 'local:overlay-card', name: 'Analysis card' },
  { id: 'local:contact-sheet', name: 'Contact sheet' },
  { id: 'local:mock-up', name: 'Mock-up' },
  { id: '7f1c', name: 'Mock-up' },
  { id: 'own:2', name: 'Contact sheet of line 3' },
];
const idOf = (asked: string) => findTemplate(templates, asked).id;

describe('findTemplate', () => {
  it('finds a template by its id, also without its beginning, and by its name', () => {
    expect(idOf('local:overlay-card')).toBe('local:overlay-card');
    expect(idOf('overlay-card')).toBe('local:overlay-card');
    expect(idOf('analysis CARD')).toBe('local:overlay-card');
    expect(idOf('analysis-card')).toBe('local:overlay-card');
    expect(idOf('7f1c')).toBe('7f1c');
  });

  it('finds it by a beginning that no other has', () => {
    expect(idOf('over')).toBe('local:overlay-card');
    expect(idOf('contact sheet of')).toBe('own:2');
  });

  it('prefers a whole name to the beginning of another', () => {
    expect(idOf('Contact sheet')).toBe('local:contact-sheet');
  });

  it('asks which one is meant where several are', () => {
    expect(() => idOf('mock-up')).toThrow(UsageError);
    expect(() => idOf('mock-up')).toThrow('"Mock-up" (local:mock-up), "Mock-up" (7f1c)');
    expect(() => idOf('contact')).toThrow('can be several templates');
  });

  it('says what may have been meant', () => {
    expect(() => idOf('analisis card')).toThrow('Did you mean "Analysis card"?');
    expect(() => idOf('quarterly figures of the board')).toThrow('See h200 templates list.');
  });
});
