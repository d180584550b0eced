import { create } from 'zustand';
import type { AnalysisSummary } from '../../../shared/analysis.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { DesignPlacement } from '../../../shared/mapping.ts';
import type { RenderRequest } from '../../../shared/render.ts';
import type { RenderFormat } from '../../../shared/template.ts';
import { core, useCore } from '../../core.ts';
import { tell } from '../../ui/notices.tsx';
import { count } from '../../ui/words.ts';
import { useDesigns } from '../templates/designs.ts';
import { paramsFor, useParams } from '../templates/params.ts';
import { correct } from './correct-corners.ts';
import { followBatch } from './make-toast.tsx';

/** Photos to make pictures of: those picked, and all of which they were picked. */
export interface Subjects {
  picked: readonly AnalysisSummary[];
  /** All that were shown, to widen the choice; the same as those picked when there is nothing to widen to. */
  all: readonly AnalysisSummary[];
  /** Index of the mug that is meant, of one photo; null: the best one. */
  detection: number | null;
}

interface Make {
  /** Somebody asks for pictures. */
  open: boolean;
  /** They stay while the question goes out of sight; null: nobody has asked yet. */
  subjects: Subjects | null;
  /** All that are shown are meant, not only those picked. */
  wide: boolean;
  /** Null: by the choices of the settings. */
  templateId: string | null;
  /** Null: as the settings say. */
  format: RenderFormat | null;
  provider: RenderRequest['provider'];
  /** Of the design on the mug of the one photo; null: the estimate. */
  placement: DesignPlacement | null;
  /** Why it could not be begun. */
  reason: string | null;
  making: boolean;
}

/** Pictures that are about to be asked for; what was chosen stays for the next ones. */
export const useMake = create<Make>(() => ({
  open: false,
  subjects: null,
  wide: false,
  templateId: null,
  format: null,
  provider: 'auto',
  placement: null,
  reason: null,
  making: false,
}));

/** Asks what to make of photos. */
export function makePictures(
  picked: readonly AnalysisSummary[],
  all: readonly AnalysisSummary[] = picked,
  detection: number | null = null,
): void {
  if (picked.length === 0) {
    tell({ message: 'Pictures are made of analysed photos: none of these is.' });
    return;
  }
  const subjects = { picked, all, detection };
  useMake.setState({ open: true, subjects, wide: false, placement: null, reason: null });
}

export const stopMaking = () => useMake.setState({ open: false });

/** Takes up what was chosen; the place of the design belongs to one photo and one template. */
export const choose = (change: Partial<Pick<Make, 'wide' | 'templateId' | 'format' | 'provider'>>) =>
  useMake.setState((now) => ({
    ...change,
    reason: null,
    placement: 'wide' in change || 'templateId' in change ? null : now.placement,
  }));

/** The photos that are meant. */
export const photosOf = ({ subjects, wide }: Pick<Make, 'subjects' | 'wide'>) =>
  (wide ? subjects?.all : subjects?.picked) ?? [];

/** The format that is meant. */
export const useFormat = (): RenderFormat => {
  const chosen = useMake((make) => make.format);
  const usual = useCore(({ settings }) => settings.render.format);
  return chosen ?? usual;
};

const detectionOf = (photos: readonly AnalysisSummary[]) =>
  photos.length === 1 ? (useMake.getState().subjects?.detection ?? null) : null;

/** What is asked for, of these photos; the template is left out where the settings choose it. */
export function requestOf(photos: readonly AnalysisSummary[], withDesign: boolean) {
  const { templateId, format, provider, placement } = useMake.getState();
  const detection = detectionOf(photos);
  const { chosenId } = useDesigns.getState();
  const params = templateId === null ? {} : paramsFor(useParams.getState(), templateId);
  return {
    ...(templateId !== null && { templateId }),
    analysisIds: photos.map(({ id }) => id),
    ...(detection !== null && { detection }),
    ...(withDesign && chosenId !== null && { designId: chosenId }),
    ...(withDesign && placement !== null && photos.length === 1 && { designPlacement: placement }),
    params: Object.fromEntries(Object.entries(params).filter(([, text]) => text !== '')),
    format: format ?? useCore.getState().settings.render.format,
    provider,
  };
}

/** Asks for the pictures, and follows them in the corner of the screen. */
export async function make(withDesign: boolean): Promise<void> {
  const { making } = useMake.getState();
  const photos = photosOf(useMake.getState());
  if (making || photos.length === 0) return;
  useMake.setState({ making: true, reason: null });
  try {
    const { batch, skipped } = await core.call('renders.batch', requestOf(photos, withDesign));
    stopMaking();
    if (batch.total === 0) {
      tell({ message: 'No picture was made: by the choices of the settings these photos get none.' });
      return;
    }
    followBatch(batch);
    if (skipped > 0) tell({ message: `${count(skipped, 'photo')} left out, as the settings say.` });
  } catch (error) {
    const { field, message } = toAppError(error);
    useMake.setState({ reason: field === undefined ? message : `${message} (${field})` });
  } finally {
    useMake.setState({ making: false });
  }
}

/** Corrects the place of the design on the one photo, before the picture is made. */
export function placeDesign(): void {
  const [photo] = photosOf(useMake.getState());
  const { chosenId: designId } = useDesigns.getState();
  if (photo === undefined || designId === null) return;
  const detection = detectionOf([photo]) ?? undefined;
  const apply = (placement: DesignPlacement | null) => {
    useMake.setState({ placement });
    return true;
  };
  const subject = { analysisId: photo.id, detection, designId, label: 'Use this place', apply };
  correct(subject, useMake.getState().placement);
}

// Another design has other proportions: it is placed anew.
useDesigns.subscribe((now, before) => {
  if (now.chosenId !== before.chosenId) useMake.setState({ placement: null });
});
