import { UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Analysis } from '../../../shared/analysis.ts';
import { core } from '../../core.ts';
import { thumbnailUrl } from '../../pictures.ts';
import { openAnalysis } from '../inbox/open-analysis.ts';
import classes from './alert-panel.module.css';

/** The photo that an alert is about; a press opens it with what was found on it. */
export function AlertPhoto({ analysisId }: { analysisId: string }) {
  const [analysis, setAnalysis] = useState<Analysis | null>(null);
  useEffect(() => {
    let current = true;
    core
      .call('analyses.get', { id: analysisId })
      .then((answer) => current && setAnalysis(answer))
      // It may have been deleted since: then there is nothing to show.
      .catch(() => current && setAnalysis(null));
    return () => {
      current = false;
    };
  }, [analysisId]);
  if (analysis === null) return null;
  const { photo } = analysis;
  return (
    <UnstyledButton className={classes.photo} onClick={() => openAnalysis(analysisId)}>
      <img src={thumbnailUrl(photo.id)} alt={`Open ${photo.name}`} />
      <span className={classes.quiet}>{photo.name}</span>
    </UnstyledButton>
  );
}
