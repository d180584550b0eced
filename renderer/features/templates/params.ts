import { create } from 'zustand';
import { persist } from 'zustand/middleware';

type Params = Readonly<Record<string, string>>;

interface KeptParams {
  /** By the template's id. */
  byTemplate: Readonly<Record<string, Params>>;
}

/** What was typed for `template_params.NAME`, kept from one look at a template to the next. */
export const useParams = create<KeptParams>()(
  persist((): KeptParams => ({ byTemplate: {} }), { name: 'template-params' }),
);

const none: Params = {};

export const paramsFor = ({ byTemplate }: KeptParams, templateId: string): Params =>
  byTemplate[templateId] ?? none;

/** Sets a parameter of a template; null takes it away. */
export function setParam(templateId: string, name: string, text: string | null): void {
  useParams.setState(({ byTemplate }) => {
    const { [name]: _, ...others } = byTemplate[templateId] ?? none;
    return {
      byTemplate: { ...byTemplate, [templateId]: text === null ? others : { ...others, [name]: text } },
    };
  });
}
