import mustache from 'mustache';
import type { Notice } from '../../../shared/notice.ts';
import { severityLook } from '../../../shared/severity.ts';
import { andMore, cut } from './cut.ts';
import { appName, factLineOf, manyLines, oneLine, severityOf, timeOf, titleOf } from './wording.ts';

/** Gmail shows no more than 102 kB of a mail and hides the rest behind a link. */
export const maxHtmlBytes = 102_000;
/** What the page itself takes, and each notice and each fact in it. */
const overhead = { page: 5_000, item: 1_000, fact: 450 };
/** Where the picture is inserted: `cid:` of an attachment. */
export const pictureCid = 'overlay@h200';

/** The HTML part, within what mail programs show; with a place for the picture when it is to have one. */
export function htmlOf(notices: readonly Notice[], picture: boolean): string {
  const many = notices.length > 1;
  const room = Math.floor((maxHtmlBytes - overhead.page) / notices.length);
  return mustache.render(page, {
    appName,
    title: cut(titleOf(notices), 300),
    preheader: cut(oneLine(notices[0]?.text ?? ''), 150),
    heading: many ? cut(titleOf(notices), 300) : null,
    looks: Object.entries(severityLook).map(([severity, { dark }]) => ({ severity, dark })),
    band: severityLook[severityOf(notices)].light,
    items: notices.map((notice, index) => ({ ...itemOf(notice, room, many), divided: index > 0 })),
    picture: picture ? `cid:${pictureCid}` : null,
  });
}

/** The page without its place for the picture: there was none to attach. */
export function withoutPicture(html: string): string {
  return html.replace(/<!--picture-->.*?<!--\/picture-->/s, '');
}

/** The text part: the same words for those who read no HTML. */
export function textOf(notices: readonly Notice[]): string {
  const most = notices.length > 1 ? 2_000 : 50_000;
  const parts = notices.map((notice) => {
    const facts = notice.facts.map(({ label, value }) => `${oneLine(label)}: ${manyLines(value)}`);
    const head = `${severityLook[notice.severity].word.toUpperCase()}: ${oneLine(notice.title)}`;
    const body = cut(
      [manyLines(notice.text), facts.join('\n')].filter((part) => part !== '').join('\n\n'),
      most,
    );
    return [head, body, timeOf(notice.occurredAt)].filter((part) => part !== '').join('\n\n');
  });
  return `${parts.join(`\n\n${'-'.repeat(40)}\n\n`)}\n\n-- \n${appName}\n`;
}

/** One notice in so many bytes: title, then half for the text at least, then facts as far as they fit. */
function itemOf(notice: Notice, room: number, brief: boolean) {
  const { word, emoji, light } = severityLook[notice.severity];
  const title = cutHtml(oneLine(notice.title), Math.min(1_500, Math.floor(room / 5)));
  const left = room - overhead.item - bytesOf(title);
  const facts = brief ? [] : factsOf(notice, Math.floor(left / 2));
  const line = brief ? factLineOf(notice) : '';
  const text = cutHtml(manyLines(notice.text), Math.floor(left / 2));
  return {
    severity: notice.severity,
    word,
    emoji,
    light,
    title,
    titleSize: brief ? 16 : 20,
    lines: text === '' ? null : { lines: text.split('\n') },
    facts: facts.length === 0 ? null : { facts },
    factLine: line !== '' ? cutHtml(line, Math.floor(left / 2)) : null,
    time: timeOf(notice.occurredAt),
  };
}

function factsOf(notice: Notice, room: number): { label: string; lines: string[] }[] {
  const kept: { label: string; lines: string[] }[] = [];
  let left = room - overhead.fact;
  for (const [index, fact] of notice.facts.entries()) {
    const label = cutHtml(oneLine(fact.label), 300);
    const value = cutHtml(manyLines(fact.value) || '–', 4_000);
    left -= overhead.fact + bytesOf(label) + bytesOf(value);
    if (left < 0) return [...kept, { label: '…', lines: [andMore(notice.facts.length - index)] }];
    kept.push({ label, lines: value.split('\n') });
  }
  return kept;
}

function cutHtml(text: string, maxBytes: number): string {
  return cut(text, maxBytes, { unit: 'bytes', sentAs: asHtml });
}

function bytesOf(text: string): number {
  return Buffer.byteLength(asHtml(text));
}

function asHtml(text: string): string {
  return mustache.escape(text).replace(/\n/g, '<br>');
}

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** Tables and inline styles, for Outlook and Gmail; the style block only turns it dark where that is understood. */
const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{{title}}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
td, p, h1, h2 { overflow-wrap: anywhere; word-break: break-word; }
@media (prefers-color-scheme: dark) {
.ground { background: #161616 !important; }
.card { background: #1f1f1f !important; border-color: #363636 !important; }
.rule { border-color: #363636 !important; }
.text { color: #ececec !important; }
.second { color: #b4b4b4 !important; }
{{#looks}}
.{{severity}} { color: {{dark}} !important; }
{{/looks}}
}
</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#efefef">
<div style="display:none;max-height:0;overflow:hidden">{{preheader}}</div>
<table class="ground" role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#efefef;${font}">
<tr><td align="center" style="padding:24px 12px">
<table class="card" role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border:1px solid #dcdcdc;border-collapse:separate;border-radius:8px;overflow:hidden">
<tr><td bgcolor="{{band}}" style="height:6px;background:{{band}};font-size:0;line-height:0">&nbsp;</td></tr>
{{#heading}}<tr><td style="padding:20px 24px 0"><h1 class="text" style="margin:0;font-size:20px;line-height:26px;font-weight:600;color:#1c1c1c">{{.}}</h1></td></tr>{{/heading}}
{{#items}}
<tr><td class="rule" align="left" style="padding:20px 24px{{#divided}};border-top:1px solid #dcdcdc{{/divided}}">
<p class="{{severity}}" style="margin:0 0 4px;font-size:13px;line-height:18px;font-weight:600;color:{{light}}">{{emoji}}&ensp;{{word}}</p>
<h2 class="text" style="margin:0;font-size:{{titleSize}}px;line-height:1.3;font-weight:600;color:#1c1c1c">{{title}}</h2>
{{#lines}}<p class="text" style="margin:12px 0 0;font-size:15px;line-height:22px;color:#1c1c1c">{{#lines}}{{.}}<br>{{/lines}}</p>{{/lines}}
{{#factLine}}<p class="second" style="margin:8px 0 0;font-size:13px;line-height:19px;color:#565656">{{.}}</p>{{/factLine}}
{{#picture}}<!--picture--><img src="{{picture}}" alt="The photo with its overlay" width="550" style="display:block;width:100%;max-width:550px;height:auto;margin:16px 0 0;border:0;border-radius:6px"><!--/picture-->{{/picture}}
{{#facts}}<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:16px 0 0">
{{#facts}}<tr><td class="second rule" valign="top" width="34%" style="padding:7px 12px 7px 0;border-top:1px solid #dcdcdc;font-size:13px;line-height:19px;color:#565656">{{label}}</td><td class="text rule" valign="top" style="padding:7px 0;border-top:1px solid #dcdcdc;font-size:13px;line-height:19px;color:#1c1c1c">{{#lines}}{{.}}<br>{{/lines}}</td></tr>
{{/facts}}</table>{{/facts}}
<p class="second" style="margin:14px 0 0;font-size:12px;line-height:17px;color:#6b6b6b">{{time}}</p>
</td></tr>
{{/items}}
</table>
<p class="second" style="margin:14px 0 0;font-size:12px;line-height:17px;color:#6b6b6b">{{appName}}</p>
</td></tr>
</table>
</body>
</html>
`;
