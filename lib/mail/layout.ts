export interface MailContent {
  subject: string
  /** Paragraphs; a line that is a link stands alone as `{ label, url }`. */
  blocks: (string | { label: string; url: string } | { facts: [string, string][] })[]
  footer: string
  /** A last line by which the reader stops these mails. */
  unsubscribeUrl?: string
}

const escape = (text: string) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)

export function textOf({ blocks, footer, unsubscribeUrl }: MailContent): string {
  const lines = blocks.map((block) => {
    if (typeof block === 'string') return block
    if ('facts' in block) return block.facts.map(([name, value]) => `${name}: ${value}`).join('\n')
    return `${block.label}:\n${block.url}`
  })
  return `${lines.join('\n\n')}\n\n--\n${footer}\n${unsubscribeUrl ? `Stop these mails: ${unsubscribeUrl}\n` : ''}`
}

/** Inline styles and one table-free column: what mail programs on phones show alike. */
export function htmlOf({ subject, blocks, footer, unsubscribeUrl }: MailContent): string {
  const p = 'margin:0 0 16px;font-size:16px;line-height:24px;color:#14211F'
  const html = blocks.map((block) => {
    if (typeof block === 'string') return `<p style="${p}">${escape(block)}</p>`
    if ('facts' in block) {
      const rows = block.facts.map(([name, value]) => `<tr><td style="padding:6px 16px 6px 0;color:#53605D">${escape(name)}</td><td style="padding:6px 0;font-weight:600">${escape(value)}</td></tr>`)
      return `<table role="presentation" style="${p};border-collapse:collapse">${rows.join('')}</table>`
    }
    return `<p style="${p}"><a href="${escape(block.url)}" style="display:inline-block;background:#0B5563;color:#FFFFFF;text-decoration:none;font-weight:600;padding:12px 20px;border-radius:2px">${escape(block.label)}</a></p>`
  })
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(subject)}</title></head>
<body style="margin:0;background:#E2E5E3;font-family:system-ui,-apple-system,'Segoe UI',sans-serif"><div style="max-width:560px;margin:0 auto;padding:32px 20px">
<p style="margin:0 0 24px;font-size:18px;font-weight:700;color:#14211F">Millrace</p>
<div style="background:#FBFCFB;border:1px solid #C6CCC9;padding:24px">${html.join('\n')}</div>
<p style="margin:16px 0 0;font-size:12px;line-height:18px;color:#53605D">${escape(footer)}${unsubscribeUrl ? ` <a href="${escape(unsubscribeUrl)}" style="color:#0B5563">Stop these mails</a>` : ''}</p></div></body></html>`
}
