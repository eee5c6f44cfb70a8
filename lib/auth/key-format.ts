import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const bodyLength = 32
const checkLength = 6

/** CRC-32 in six letters: a mistyped or cut key is told from a wrong one without a look into the database, and scanners know ours. */
function checkOf(body: string): string {
  let rest = crc32(body)
  let text = ''
  for (let i = 0; i < checkLength; i++) {
    text = letters[rest % letters.length]! + text
    rest = Math.floor(rest / letters.length)
  }
  return text
}

/** `mrk_`, 32 letters of which each carries almost 6 bits, and their checksum. */
export function newApiKey(): string {
  let body = ''
  while (body.length < bodyLength) {
    // Bytes beyond a whole number of alphabets would make some letters likelier.
    for (const byte of randomBytes(bodyLength)) if (byte < 248 && body.length < bodyLength) body += letters[byte % letters.length]
  }
  return `mrk_${body}${checkOf(body)}`
}

export const isApiKey = (text: string): boolean => {
  const found = /^mrk_([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/.exec(text)
  return found !== null && checkOf(found[1]!) === found[2]
}

export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('hex')

/** What may be shown of a key later: enough to tell it from others. */
export const shownOf = (key: string): string => `${key.slice(0, 10)}…`
