import { Button, Modal, Text, Textarea } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useState } from 'react';
import type { CallOutput } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core, useCore } from '../../core.ts';
import classes from './assistant.module.css';
import { changeDraft } from './rule-drafts.ts';
import { RuleWords } from './rule-words.tsx';

type Sentence = CallOutput<'rules.suggest'>['sentences'][number];

/** Has free words put into sentences of rules; only where the settings allow it, and nothing is taken unread. */
export function Assistant({ text }: { text: string }) {
  const enabled = useCore((state) => state.settings.rules.assistant.enabled);
  const [opened, setOpened] = useState(false);
  if (!enabled) return null;
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconSparkles size={15} stroke={1.6} />}
        onClick={() => setOpened(true)}
      >
        In other words
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Say it in your own words" size={640}>
        <Wish text={text} onTaken={() => setOpened(false)} />
      </Modal>
    </>
  );
}

function Wish({ text, onTaken }: { text: string; onTaken: () => void }) {
  const { baseUrl, model } = useCore((state) => state.settings.rules.assistant);
  const [wish, setWish] = useState(text);
  const [sentences, setSentences] = useState<readonly Sentence[] | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    setReason(null);
    try {
      setSentences((await core.call('rules.suggest', { wish })).sentences);
    } catch (error) {
      setReason(toAppError(error).message);
    } finally {
      setAsking(false);
    }
  };
  const take = (taken: string) => {
    changeDraft({ text: taken });
    onTaken();
  };
  const all = (sentences ?? []).filter(({ reading }) => reading.rule !== null).map((one) => one.text);
  return (
    <>
      <Textarea
        label="What do you want of the photos?"
        description={`Sent to ${hostOf(baseUrl)}${model === '' ? '' : ` (${model})`} when you press the button, and only then.`}
        autosize
        minRows={3}
        maxRows={8}
        maxLength={4_000}
        value={wish}
        error={reason}
        onChange={({ currentTarget }) => setWish(currentTarget.value)}
      />
      <Button mt={12} loading={asking} disabled={wish.trim() === ''} onClick={() => void ask()}>
        Propose sentences
      </Button>
      {sentences?.length === 0 && <Text mt={12}>It proposed nothing.</Text>}
      {sentences !== null && sentences.length > 0 && (
        <ul className={classes.list} aria-label="Proposed">
          {sentences.map((sentence) => (
            <Proposed key={sentence.text} sentence={sentence} onTake={() => take(sentence.text)} />
          ))}
        </ul>
      )}
      {all.length > 1 && (
        <Button mt={12} variant="default" onClick={() => take(all.join(' '))}>
          Take all {all.length}
        </Button>
      )}
    </>
  );
}

function Proposed({ sentence: { text, reading }, onTake }: { sentence: Sentence; onTake: () => void }) {
  const problem = reading.problems.find(({ level }) => level === 'error');
  return (
    <li className={classes.sentence}>
      <div>
        <p className={classes.text}>
          <RuleWords text={text} />
        </p>
        {problem && <p className={classes.problem}>Not understood: {problem.message}</p>}
      </div>
      <Button variant="default" disabled={reading.rule === null} onClick={onTake}>
        Take it
      </Button>
    </li>
  );
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : 'the service of the settings');
