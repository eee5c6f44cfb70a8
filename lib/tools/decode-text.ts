import { type Checked, figure, refuse } from '@/lib/figures/refusal'

const looked = 4096

/** Zero bytes at even and at odd places of the beginning: every second byte of UTF-16 that is mostly Latin. */
function zeros(bytes: Uint8Array): { even: number; odd: number; half: number } {
  const head = bytes.subarray(0, looked)
  const count = (parity: number) => head.reduce((sum, byte, i) => sum + (byte === 0 && i % 2 === parity ? 1 : 0), 0)
  return { even: count(0), odd: count(1), half: head.length / 2 }
}

/** UTF-16 as Excel's "Unicode text" writes it, with its mark or without; UTF-8; or the old Windows code page. Refused where it is no text. */
export function decodeText(bytes: Uint8Array): Checked<string> {
  if (bytes.length === 0) return refuse('nothing', 'The file is empty.')
  const { even, odd, half } = zeros(bytes)
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null
  const wide = marked ?? (odd > half * 0.6 && even === 0 ? 'utf-16le' : even > half * 0.6 && odd === 0 ? 'utf-16be' : null)
  if (wide) return figure(new TextDecoder(wide).decode(bytes))
  if (even + odd > 0) return refuse('no_text', 'That is no text. Save the sheet as CSV first, or paste the cells.')
  try {
    return figure(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return figure(new TextDecoder('windows-1252').decode(bytes))
  }
}
