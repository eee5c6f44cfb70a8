import { describe, expect, it } from 'vitest'
import { rankCommands } from '@/components/portal/rank-commands'

const commands = ['Production', 'Quality', 'Line 2, quality', 'Line 2, signals', 'Séparateur, signals'].map((label) => ({ label }))
const found = (text: string) => rankCommands(commands, text).map(({ label }) => label)

describe('searching rooms and places', () => {
  it('shows everything before anything is typed', () => expect(found('  ')).toHaveLength(5))
  it('puts what begins with the text first', () => expect(found('qual')).toEqual(['Quality', 'Line 2, quality']))
  it('asks for every word, in any order', () => expect(found('signals line')).toEqual(['Line 2, signals']))
  it('does not mind accents', () => expect(found('separ')).toEqual(['Séparateur, signals']))
  it('finds nothing for nonsense', () => expect(found('zzz')).toEqual([]))
})
