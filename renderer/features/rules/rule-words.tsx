import { memo, type ReactNode, useMemo } from 'react';
import { parse } from '../../../shared/rules/parse.ts';
import roles from './word-roles.module.css';

/** The words of a rule, coloured by what they do in it. */
export const RuleWords = memo(function RuleWords({ text }: { text: string }) {
  const tokens = useMemo(() => parse(text).tokens, [text]);
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { start, end, role } of tokens) {
    if (start > at) parts.push(text.slice(at, start));
    parts.push(
      <span key={start} className={roles[role]}>
        {text.slice(start, end)}
      </span>,
    );
    at = end;
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
});
