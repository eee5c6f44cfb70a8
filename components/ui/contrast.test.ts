import { readFileSync } from 'node:fs'
// @ts-expect-error culori ships no types
import { differenceCiede2000, filterDeficiencyDeuter, filterDeficiencyProt, filterDeficiencyTrit, parse, wcagContrast } from 'culori'
import { describe, expect, it } from 'vitest'

type Tokens = Record<string, string>

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8')

/** The colour tokens of the first block that opens after `selector`. */
function tokensAfter(selector: string): Tokens {
  const start = css.indexOf(selector)
  if (start < 0) throw new Error(`globals.css has no ${selector}`)
  const block = css.slice(start, css.indexOf('}', start))
  return Object.fromEntries([...block.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex] as [string, string]))
}

const light = tokensAfter(':root,')
const dark = tokensAfter("[data-theme='dark'] {")
const themes: [string, Tokens][] = [['light', light], ['dark', dark]]
const grounds = ['ground', 'surface', 'raised']
const series = ['s1', 's2', 's3', 's4', 's5']

const cross = (fronts: string[], backs: string[], limit: number): [string, string, number][] =>
  backs.flatMap((back) => fronts.map((front): [string, string, number] => [front, back, limit]))

/** WCAG 2.2: 1.4.3 (text, 4.5) and 1.4.11 (what is not text, 3). */
const pairs: [front: string, back: string, limit: number][] = [
  ...cross(['ink', 'ink-2', 'ink-3'], [...grounds, 'sunken'], 4.5),
  ...cross(['accent', 'accent-strong', 'alarm-1', 'alarm-2', 'alarm-4', 'alarm-3-edge'], grounds, 4.5),
  ...cross(['on-accent'], ['accent', 'accent-strong'], 4.5),
  ...cross(['accent', 'ink'], ['accent-soft'], 4.5),
  ...cross(['on-alarm'], ['alarm-1', 'alarm-2', 'alarm-4'], 4.5),
  ['on-alarm-3', 'alarm-3', 4.5],
  ...[1, 2, 3, 4].flatMap((p) => cross(['ink', 'ink-2', p === 3 ? 'alarm-3-edge' : `alarm-${p}`], [`alarm-${p}-wash`], 4.5)),
  ...cross(['line-strong', 'focus', 'state-down', 'alarm-3-edge'], grounds, 3),
  ...cross(['state-edge'], ['surface', 'raised'], 3),
  ...cross(['state-down'], ['state-edge', 'state-fill'], 3),
  ['ink', 'state-fill', 4.5],
  ...cross([...series, 's-rest'], ['surface', 'raised'], 3),
]

describe('the colour tokens', () => {
  it('are the same names in both themes, and the same dark for the chosen and the preferred theme', () => {
    expect(Object.keys(dark)).toEqual(Object.keys(light))
    expect(tokensAfter(':root:not([data-theme])')).toEqual(dark)
  })

  it('are checked in 158 pairs', () => {
    expect(pairs.length * themes.length).toBe(158)
  })

  it.each(themes)('hold their contrast limits in the %s theme', (_, tokens) => {
    const tooLow = pairs
      .map(([front, back, limit]) => ({ front, back, limit, ratio: wcagContrast(tokens[front], tokens[back]) as number }))
      .filter(({ ratio, limit }) => !(ratio >= limit))
    expect(tooLow).toEqual([])
  })

  it.each(themes)('keep five series apart in the %s theme, also under colour blindness', (_, tokens) => {
    const distance = differenceCiede2000()
    const smallest = (seen: (colour: unknown) => unknown) =>
      Math.min(...series.flatMap((a, i) => series.slice(i + 1).map((b) => distance(seen(parse(tokens[a])), seen(parse(tokens[b]))) as number)))
    expect(smallest((colour) => colour)).toBeGreaterThan(22)
    for (const deficiency of [filterDeficiencyProt(1), filterDeficiencyDeuter(1), filterDeficiencyTrit(1)]) {
      expect(smallest(deficiency)).toBeGreaterThan(14.5)
    }
  })
})
