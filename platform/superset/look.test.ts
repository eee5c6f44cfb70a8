import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), 'utf8')
const css = read('../../app/globals.css')
const config = read('superset_config.py')

/** Custom properties of the block that begins so. */
function tokensOf(begin: string): Record<string, string> {
  const from = css.indexOf(begin)
  return Object.fromEntries([...css.slice(from, css.indexOf('}', from)).matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]))
}

/** A dictionary of colours as it stands in the configuration. */
function coloursOf(name: string): Record<string, string> {
  const [, inside] = config.match(new RegExp(`^_${name} = \\{(.*)\\}$`, 'm'))!
  return Object.fromEntries([...inside!.matchAll(/"([\w-]+)": "(#\w+)"/g)].map(([, key, value]) => [key, value]))
}

it('an embedded dashboard has the product’s colours, light and dark, and none of its own', () => {
  expect(Object.keys(coloursOf('light')).length).toBeGreaterThan(5)
  expect(tokensOf(":root,\n[data-theme='light']")).toMatchObject(coloursOf('light'))
  expect(tokensOf("[data-theme='dark'] {")).toMatchObject(coloursOf('dark'))
  expect(config.match(/"#\w{3,8}"/g)).toHaveLength(Object.keys(coloursOf('light')).length + Object.keys(coloursOf('dark')).length)
})
