/** A topic in which levels have names: `plant/{area}/{device}/{tag}`. `+` is any level, a last `#` any rest. */
export interface TopicTemplate {
  /** What is subscribed. */
  filter: string
  names: string[]
  /** The named levels of a topic; null when it is another topic. */
  match(topic: string): Record<string, string> | null
}

const named = /^\{([A-Za-z]\w*)\}$/

/** @throws Error that says what is wrong with it. */
export function topicTemplate(template: string): TopicTemplate {
  const levels = template.split('/')
  levels.forEach((level, i) => {
    if (level === '#' && i !== levels.length - 1) throw new Error('# stands for the rest and must be the last level')
    if (level !== '#' && level !== '+' && !named.test(level) && /[#+{}\0]/.test(level)) throw new Error(`"${level}" is no level: a level is text, {name}, + or, as the last, #`)
  })
  if (template === '') throw new Error('a topic has at least one level')
  const names = levels.flatMap((level) => named.exec(level)?.[1] ?? [])
  if (new Set(names).size < names.length) throw new Error('a name stands in it twice')
  const open = levels.at(-1) === '#'
  const fixed = open ? levels.slice(0, -1) : levels
  return {
    filter: levels.map((level) => (named.test(level) ? '+' : level)).join('/'),
    names,
    match(topic) {
      const given = topic.split('/')
      if (open ? given.length < fixed.length : given.length !== fixed.length) return null
      // [MQTT-4.7.2-1]: what begins with $ is not meant by a wildcard.
      if (topic.startsWith('$') && (fixed[0] === undefined || fixed[0] === '+' || named.test(fixed[0]))) return null
      const parts: Record<string, string> = {}
      for (const [i, level] of fixed.entries()) {
        const name = named.exec(level)?.[1]
        if (name) parts[name] = given[i]!
        else if (level !== '+' && level !== given[i]) return null
      }
      return parts
    },
  }
}
