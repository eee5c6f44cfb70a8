import { describe, expect, it } from 'vitest'
import { passwordProblem } from '@/lib/people/password-rule'

const problem = (password: string) => passwordProblem(password, 'jordan.smith@example.com')

describe('a chosen password', () => {
  it.each(['quiet copper river 7', 'ünïcödé wörds zählen', 'aB3$aB3$xyzuvw'])('%s is taken', (password) => {
    expect(problem(password)).toBeNull()
  })

  it.each([
    ['elevenchars', 'at least 12'],
    ['a'.repeat(129), 'at most 128'],
    ['aaaabbbbaaaabbbb', 'different'],
    ['xx-Jordan.Smith-xx', 'address'],
    ['password123456!', 'first passwords'],
    ['Millrace2026!!', 'first passwords'],
  ])('%s is refused with a reason', (password, words) => {
    expect(problem(password)).toContain(words)
  })

  it('counts characters, not bytes', () => {
    expect(problem('🏭🥛🧀🍦🧈🥚🍞🧂🍯🍇🍉🍎')).toBeNull()
  })
})
