import { alertNames, type Labels, type NewAlert } from '../../shared/alert.ts';
import type { Analysis } from '../../shared/analysis.ts';
import type { JudgedRule, Judgement } from '../../shared/rules/judgement.ts';
import type { AlertChange } from '../alerts/notifier.ts';
import type { NewEvent } from '../integrations/publisher.ts';

/** A name or a sentence, as long as events allow. */
const shortened = (text: string) => text.slice(0, 4_000);

/**
 * What programs hear of a judgement: an event for every rule that failed, and for every one that asks for something.
 * People hear of it when a rule says so: by an alert, or by a channel that it names. Ids come from the analysis and the rule's version: judging again tells nothing twice.
 */
export function ruleEvents(analysis: Analysis, judgement: Judgement, channelIds: ChannelIds): NewEvent[] {
  return judgement.rules.filter(isTold).flatMap((judged): NewEvent[] => {
    const { ruleId, name, version, verdict, channels } = judged;
    const event: NewEvent = {
      id: eventId(analysis.id, ruleId, version),
      type: 'rule_triggered',
      severity: judged.alert ?? (verdict.outcome === 'fail' ? 'warning' : 'info'),
      occurredAt: analysis.createdAt,
      data: {
        rule_id: ruleId,
        rule_name: shortened(name),
        verdict: verdict.outcome,
        image_id: analysis.photo.id,
        image_name: shortened(analysis.photo.name),
        analysis_id: analysis.id,
        measured: measuredOf(judged),
        ...(verdict.advice !== null && { advice: shortened(verdict.advice) }),
      },
    };
    const named = channelIds(channels);
    const forPeople = named.length === 0 ? [] : [{ ...event, id: `${event.id}_named`, channelIds: named }];
    return [{ ...event, forWorkflows: true }, ...forPeople];
  });
}

/** Ids of the channels with these names, those that are there. */
export type ChannelIds = (names: readonly string[]) => string[];

/** An alert for every rule whose words ask for one. Photos of one rule are one alert, the latest photo with it. */
export function ruleAlerts(analysis: Analysis, judgement: Judgement): NewAlert[] {
  return judgement.rules.flatMap((judged): NewAlert[] => {
    const { ruleId, name, verdict, alert } = judged;
    if (alert === null) return [];
    return [
      {
        labels: brokenLabels(ruleId),
        severity: alert,
        title: `${name}: ${analysis.photo.name}`.slice(0, 300),
        message: shortened([verdict.reason, verdict.advice].filter((part) => part !== null).join(' ')),
        details: { photo: analysis.photo.name.slice(0, 500), ...measuredOf(judged) },
        analysisId: analysis.id,
      },
    ];
  });
}

/** Labels of the alert that says that a rule is broken. */
export function brokenLabels(ruleId: string): Labels {
  return { alertname: alertNames.ruleBroken, source: 'rules', rule: ruleId };
}

/** What rules speak of by its name. */
export interface Names {
  hasChannel(name: string): boolean;
  hasTemplate(name: string): boolean;
}

/** Labels of the alert that says that a rule speaks of what is not there. */
export function incompleteLabels(ruleId: string): Labels {
  return { alertname: alertNames.ruleIncomplete, source: 'rules', rule: ruleId };
}

/** An alert for every rule from which cannot follow what it asks for, which ends when it can. */
export function incompleteAlerts(analysis: Analysis, judgement: Judgement, names: Names): AlertChange[] {
  return judgement.rules.flatMap(({ ruleId, name, channels, template }): AlertChange[] => {
    if (channels.length === 0 && template === null) return [];
    const labels = incompleteLabels(ruleId);
    const missing = [
      ...channels.filter((one) => !names.hasChannel(one)).map((one) => `channel “${one}”`),
      ...(template !== null && !names.hasTemplate(template) ? [`template “${template}”`] : []),
    ];
    if (missing.length === 0) return [{ resolve: labels, note: 'All that the rule names is there.' }];
    return [
      {
        raise: {
          labels,
          severity: 'warning',
          title: `${name}: there is no ${missing.join(' and no ')}`.slice(0, 300),
          message: shortened(
            `The rule asks for it for ${analysis.photo.name}, and nothing of this name is there. Change the rule, or give something this name.`,
          ),
          details: { photo: analysis.photo.name.slice(0, 500) },
          analysisId: analysis.id,
        },
      },
    ];
  });
}

/** Rules that the latest photo keeps again: their alerts end. One that is not about the photo says nothing of it. */
export function keptAgain(judgement: Judgement): string[] {
  return judgement.rules
    .filter(({ verdict, alert }) => verdict.applies && verdict.outcome === 'pass' && alert === null)
    .map(({ ruleId }) => ruleId);
}

function isTold({ verdict, alert, channels, rejected, tags, template }: JudgedRule): boolean {
  const follows = alert !== null || channels.length > 0 || rejected || tags.length > 0 || template !== null;
  return verdict.outcome === 'fail' || follows;
}

/** Hex of two UUIDs would be too long for an id; both ends of them tell apart well enough together. */
function eventId(analysisId: string, ruleId: string, version: number): string {
  return `evt_${analysisId.replaceAll('-', '').slice(0, 24)}_${ruleId.slice(-20)}_${version}`;
}

/** What was measured and what it was held against, by what it is about. */
function measuredOf({ verdict }: JudgedRule): Record<string, string> {
  const deciding = verdict.statements
    .flatMap(({ findings }) => findings)
    .filter(({ outcome, measured }) => outcome === verdict.outcome && measured !== null);
  const [first] = deciding;
  return {
    reason: shortened(verdict.reason),
    ...(first?.measured && { measured: first.measured.text }),
    ...(first?.limit && { limit: first.limit.text }),
    ...(deciding.length > 1 && { places: String(deciding.length) }),
  };
}
