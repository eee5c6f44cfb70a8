const plain = (text: string) => text.toLowerCase().normalize('NFD').replaceAll(/\p{Diacritic}/gu, '')

/** Commands whose label has every word of `text`, those first that begin with it; all of them, in order, without a text. */
export function rankCommands<C extends { label: string }>(commands: C[], text: string): C[] {
  const words = plain(text).split(/\s+/).filter(Boolean)
  const weight = (label: string) => (label.startsWith(words[0]!) ? 0 : label.includes(` ${words[0]!}`) ? 1 : 2)
  if (words.length === 0) return commands
  return commands
    .map((command) => ({ command, label: plain(command.label) }))
    .filter(({ label }) => words.every((word) => label.includes(word)))
    .sort((a, b) => weight(a.label) - weight(b.label))
    .map(({ command }) => command)
}
