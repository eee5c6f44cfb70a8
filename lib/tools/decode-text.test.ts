import { describe, expect, it } from 'vitest'
import { decodeText } from '@/lib/tools/decode-text'
import { readTable } from '@/lib/tools/read-table'

const text = 'Nr;Länge µm\r\n1;5,5\r\n2;5,6\r\n'
const wide = (swap: boolean, mark: boolean) => {
  const bytes = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le')
  return new Uint8Array(swap ? bytes.swap16() : bytes)
}

describe('a file of text', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode(text)],
    ['UTF-8 with its mark', new TextEncoder().encode(`\uFEFF${text}`)],
    ['UTF-16, little end first', wide(false, true)],
    ['UTF-16, big end first', wide(true, true)],
    ['UTF-16 without a mark', wide(false, false)],
    ['UTF-16 without a mark, big end first', wide(true, false)],
    ['Windows-1252', new Uint8Array(Buffer.from(text, 'latin1'))],
  ])('is read as %s', (_, bytes) => {
    const made = decodeText(bytes)
    expect(made).toEqual({ ok: true, value: text })
    expect(readTable(text)).toMatchObject({ value: { header: ['Länge µm'], rows: [[5.5], [5.6]] } })
  })

  it('is refused when it is empty, or a workbook under a wrong name', () => {
    expect(decodeText(new Uint8Array())).toMatchObject({ ok: false, refusal: { code: 'nothing' } })
    expect(decodeText(new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0, 8, 0, 0, 0, 33, 0]))).toMatchObject({ ok: false, refusal: { code: 'no_text' } })
  })
})
