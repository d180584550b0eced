import { create } from 'zustand';
import type { DesignPlacement } from '../../../shared/mapping.ts';
import type { Render, RenderRequest } from '../../../shared/render.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { openRender } from './renders.ts';

interface Correcting {
  /** What is worked on; null: nothing. */
  subject: {
    analysisId: string;
    /** Index of the mug; undefined: the best one. */
    detection: number | undefined;
    designId: string;
    /** What the button that ends it says. */
    label: string;
    /** Answers whether it was taken. */
    apply: (value: DesignPlacement | null) => Promise<boolean> | boolean;
  } | null;
  /** Null: the estimate. */
  value: DesignPlacement | null;
  applying: boolean;
}

/** The place of a design on a mug while it is corrected by hand. */
export const useCorrecting = create<Correcting>(() => ({ subject: null, value: null, applying: false }));

/** Begins with what there is. */
export const correct = (subject: NonNullable<Correcting['subject']>, value: DesignPlacement | null) =>
  useCorrecting.setState({ subject, value, applying: false });

export const stopCorrecting = () => useCorrecting.setState({ subject: null });

/** Ends it with what was done; what was not taken stays, to be tried again. */
export async function applyCorrection(): Promise<void> {
  const { subject, value, applying } = useCorrecting.getState();
  if (subject === null || applying) return;
  useCorrecting.setState({ applying: true });
  const taken = await subject.apply(value);
  useCorrecting.setState((now) =>
    now.subject === subject ? { applying: false, subject: taken ? null : subject } : now,
  );
}

/** Corrects the place of the design on a picture; what comes of it is another picture. */
export function correctCorners({ request }: Render): void {
  const [analysisId] = request.analysisIds;
  const { designId, detection, designPlacement = null } = request;
  if (analysisId === undefined || designId === undefined) return;
  const apply = (value: DesignPlacement | null) => makeAnother(request, value);
  correct({ analysisId, detection, designId, label: 'Make the picture', apply }, designPlacement);
}

async function makeAnother(request: RenderRequest, value: DesignPlacement | null): Promise<boolean> {
  const { designPlacement: _, ...others } = request;
  try {
    const { renders } = await core.call('renders.create', {
      ...others,
      ...(value !== null && { designPlacement: value }),
    });
    const [made] = renders;
    if (made === undefined) tell({ message: 'No picture was made: the settings give this photo none.' });
    else openRender(made.id);
    return true;
  } catch (error) {
    tellFailure(error);
    return false;
  }
}
