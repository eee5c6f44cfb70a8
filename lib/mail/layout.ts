export interface MailContent {
  subject: string
  /** Paragraphs; a line that is a link stands alone as `{ label, url }`. */
  blocks: (string | { label: string; url: string } | { facts: [string, string][] } | { steps: string[] })[]
  footer: string
  /** A last line by which the reader stops these mails. */
  unsubscribeUrl?: string
}

const escape = (text: string) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)

export function textOf({ blocks, footer, unsubscribeUrl }: MailContent): string {
  const lines = blocks.map((block) => {
    if (typeof block === 'string') return block
    if ('steps' in block) return block.steps.map((step, i) => `${i + 1}. ${step}`).join('\n')
    if ('facts' in block) return block.facts.map(([name, value]) => `${name}: ${value}`).join('\n')
    return `${block.label}:\n${block.url}`
  })
  return `${lines.join('\n\n')}\n\n--\n${footer}\n${unsubscribeUrl ? `Stop these mails: ${unsubscribeUrl}\n` : ''}`
}

/** Ink and grounds by night; programs that do not ask for it show the day. */
const night = `@media (prefers-color-scheme: dark) {
.ground { background: #171D1C !important } .sheet { background: #293130 !important; border-color: #364140 !important }
.ink, .ink p, .ink td, .ink li { color: #E6EBE9 !important } .label, .ink .label { color: #98A4A0 !important }
.go { background: #74C2CE !important; color: #05242A !important } .quiet { color: #74C2CE !important } }`

/** Long addresses and passwords break rather than push the sheet beyond a phone. */
const p = 'margin:0 0 16px;font-size:16px;line-height:24px;color:#14211F;overflow-wrap:anywhere'

/** In characters. Beside a longer name a phone leaves its value a few letters a line: then the value stands below. */
const longestName = 20

function blockHtml(block: MailContent['blocks'][number]): string {
  if (typeof block === 'string') return `<p style="${p}">${escape(block)}</p>`
  if ('steps' in block) return `<ol style="${p};padding-left:22px">${block.steps.map((step) => `<li style="margin:0 0 6px">${escape(step)}</li>`).join('')}</ol>`
  if ('facts' in block && block.facts.some(([name]) => name.length > longestName)) {
    return block.facts.map(([name, value]) => `<p style="${p}"><span class="label" style="display:block;font-size:14px;line-height:20px;color:#53605D">${escape(name)}</span><b style="font-weight:600">${escape(value)}</b></p>`).join('\n')
  }
  if ('facts' in block) {
    const rows = block.facts.map(([name, value]) => `<tr><td class="label" style="padding:6px 16px 6px 0;color:#53605D;vertical-align:top;white-space:nowrap">${escape(name)}</td><td style="padding:6px 0;font-weight:600;overflow-wrap:anywhere">${escape(value)}</td></tr>`)
    return `<table role="presentation" style="${p};border-collapse:collapse">${rows.join('')}</table>`
  }
  return `<p style="${p}"><a class="go" href="${escape(block.url)}" style="display:inline-block;background:#0B5563;color:#FFFFFF;text-decoration:none;font-weight:600;padding:12px 20px;border-radius:2px">${escape(block.label)}</a></p>`
}

/** Inline styles and one column: what mail programs on phones show alike, by day and by night. */
export function htmlOf({ subject, blocks, footer, unsubscribeUrl }: MailContent): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escape(subject)}</title><style>${night}</style></head>
<body class="ground" style="margin:0;background:#E2E5E3;font-family:system-ui,-apple-system,'Segoe UI',sans-serif"><div class="ground" style="max-width:560px;margin:0 auto;padding:32px 20px;background:#E2E5E3"><div class="ink">
<p style="margin:0 0 24px;font-size:18px;font-weight:700;color:#14211F">Millrace</p>
<div class="sheet" style="background:#FBFCFB;border:1px solid #C6CCC9;padding:24px 20px 8px">${blocks.map(blockHtml).join('\n')}</div></div>
<p class="label" style="margin:16px 0 0;font-size:12px;line-height:18px;color:#53605D">${escape(footer)}${unsubscribeUrl ? ` <a class="quiet" href="${escape(unsubscribeUrl)}" style="color:#0B5563">Stop these mails</a>` : ''}</p></div></body></html>`
}
