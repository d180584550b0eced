import { escalationPolicySchema } from '../../shared/alert.ts';
import type { EscalationStore } from '../alerts/escalation-store.ts';
import { missingChannels } from './alerting-section.ts';
import { type ConfigurationSection, changeOf, defineSection, isWritten } from './section.ts';

export interface EscalationSectionParts {
  policies: Pick<EscalationStore, 'list' | 'find' | 'put'>;
  /** Ids of the channels that are here. */
  channelIds(): string[];
  changed(): void;
}

/** Escalation policies by their ids; others stay. */
export function escalationSection(parts: EscalationSectionParts): ConfigurationSection {
  const { policies, channelIds, changed } = parts;
  return defineSection({
    key: 'escalations',
    schema: escalationPolicySchema.array().max(1_000),
    exported: policies.list,
    plan(list, file) {
      const missing = missingChannels(channelIds(), file);
      const planned = list.map((policy) => {
        const remark =
          policy.steps.map(({ to }) => missing(to)).find((sentence) => sentence !== null) ?? null;
        const change = changeOf('escalations', policy.name, {
          before: policies.find(policy.id),
          after: policy,
          remark,
        });
        return { policy, change };
      });
      return {
        changes: planned.map(({ change }) => change),
        writeRows() {
          for (const { policy, change } of planned) if (isWritten(change)) policies.put(policy);
        },
        tell: changed,
      };
    },
  });
}
